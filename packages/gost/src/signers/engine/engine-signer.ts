import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { type GostCertificate, GostError, type GostSigner, refuseUnknownOptions } from "@opora/gost";
import { loadEngine } from "./load-engine.js";

/** What a {@link createEngineSigner} needs. */
export interface EngineSignerOptions {
  /** Path of the engine's library: `/usr/lib/x86_64-linux-gnu/engines-3/gost.so` on Debian. */
  readonly engine: string;
  /** The private key in PEM, in a form that the engine reads. */
  readonly key: string;
  /** Password of the key. Default: the key is not encrypted. */
  readonly password?: string;
  /** Certificate of the key. */
  readonly certificate: GostCertificate;
  /** Issuers of the certificate, from the nearest upwards. Default: none. */
  readonly chain?: readonly GostCertificate[];
}

const knownOptions: readonly (keyof EngineSignerOptions)[] = ["engine", "key", "password", "certificate", "chain"];

/**
 * A signer that loads OpenSSL's GOST engine into this process: some fifteen times as fast as our own arithmetic, and the
 * private number stays in OpenSSL's memory. **The engine is loaded for the whole process, for good**; Node deprecates
 * engines (DEP0183) and a Node with OpenSSL 4 will have none. Use it where signing speed matters and you run the process.
 *
 * @throws GostError `GOST_SIGNER_FAILED` where the engine cannot be loaded, `GOST_KEY_INVALID` when it cannot read
 * the key, `GOST_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * const signer = createEngineSigner({
 *   engine: "/usr/lib/x86_64-linux-gnu/engines-3/gost.so",
 *   key: await readFile("/run/keys/signer.pem", "utf8"),
 *   certificate,
 * });
 * ```
 */
export function createEngineSigner(options: EngineSignerOptions): GostSigner {
  refuseUnknownOptions(options, knownOptions);
  const { engine, certificate, chain = [] } = options;
  loadEngine(engine);
  const key = readKey(options);
  return {
    certificate,
    chain,
    async sign({ bits, message }, { signal } = {}) {
      signal?.throwIfAborted();
      try {
        // The message, not the digest: with a key of the engine, sign(null, digest, key) hashes once more.
        return Uint8Array.from(sign(`md_gost12_${bits}`, message, key));
      } catch (cause) {
        throw new GostError("GOST_SIGNER_FAILED", `The OpenSSL engine ${engine} refused to sign.`, {
          cause,
          details: { engine, bits },
        });
      }
    },
  };
}

/**
 * The first attempt fails when `createHash("md_gost12_256")` was called before: it leaves an error in OpenSSL that the
 * next reading of a key takes for its own. The failure clears it.
 */
function readKey(options: EngineSignerOptions): KeyObject {
  try {
    return readKeyOnce(options);
  } catch {
    try {
      return readKeyOnce(options);
    } catch (cause) {
      throw new GostError(
        "GOST_KEY_INVALID",
        "The OpenSSL engine cannot read the private key: it must be PEM (PKCS#8), and the password right.",
        { cause, details: { engine: options.engine } },
      );
    }
  }
}

function readKeyOnce({ key, password }: EngineSignerOptions): KeyObject {
  return createPrivateKey({ key, format: "pem", ...(password === undefined ? {} : { passphrase: password }) });
}
