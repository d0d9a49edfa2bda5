import { constants, createVerify, setEngine } from "node:crypto";
import { GostError } from "@opora/gost";

/** Digests, keys and signatures of the engine; not its ciphers, nor its random generator for the whole process. */
const methods =
  constants.ENGINE_METHOD_DIGESTS | constants.ENGINE_METHOD_PKEY_METHS | constants.ENGINE_METHOD_PKEY_ASN1_METHS;

/**
 * Makes Node's own OpenSSL understand GOST by loading an engine into the process. Loading the same engine again fails,
 * in a worker as well as in the main thread, so nothing is loaded where GOST is understood already.
 *
 * @throws GostError `GOST_SIGNER_FAILED` when this Node cannot load engines, or not this one.
 */
export function loadEngine(path: string): void {
  if (understandsGost()) return;
  if (typeof setEngine !== "function") throw notLoaded(path, "this build of Node has no OpenSSL engines");
  try {
    setEngine(path, methods);
  } catch (cause) {
    throw notLoaded(path, "OpenSSL refused it; check the path and that it is made for OpenSSL 3", cause);
  }
  if (!understandsGost()) throw notLoaded(path, "it does not provide md_gost12_256");
}

/** `createHash` would answer the same, but leaves an error behind in OpenSSL that the next key to be read fails with. */
function understandsGost(): boolean {
  try {
    createVerify("md_gost12_256");
    return true;
  } catch {
    return false;
  }
}

function notLoaded(path: string, reason: string, cause?: unknown): GostError {
  return new GostError("GOST_SIGNER_FAILED", `Cannot load the OpenSSL engine ${path}: ${reason}.`, {
    cause,
    details: { engine: path },
  });
}
