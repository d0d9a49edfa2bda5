import type { Random } from "@opora/core";
import {
  type GostCertificate,
  GostError,
  type GostSigner,
  parseCertificates,
  parsePrivateKey,
  refuseUnknownOptions,
} from "@opora/gost";
import { createKeySigner } from "./key-signer.js";

/** What a {@link createPemSigner} needs. */
export interface PemSignerOptions {
  /** The private key: PKCS#8 as PEM or DER, encrypted or not. */
  readonly key: string | Uint8Array;
  /** Certificate of the key, as PEM or DER; in PEM its issuers may follow it, from the nearest upwards. */
  readonly certificate: string | Uint8Array | GostCertificate;
  /** Further issuers of the certificate, from the nearest upwards. Default: none. */
  readonly chain?: readonly GostCertificate[];
  /** Password of the key. Default: the key is not encrypted. */
  readonly password?: string;
  /** A cryptographically strong source. Default: the generator of Node. */
  readonly random?: Random;
}

const knownOptions: readonly (keyof PemSignerOptions)[] = ["key", "certificate", "chain", "password", "random"];

/**
 * A signer with a key from a file. The private number stays in the memory of this process: see {@link createKeySigner}.
 *
 * @throws GostError `GOST_PEM_INVALID`, `GOST_ASN1_INVALID`, `GOST_ALGORITHM_UNSUPPORTED`,
 * `GOST_CERTIFICATE_INVALID`; `GOST_PASSWORD_WRONG`; `GOST_KEY_INVALID` when the key cannot be used or is not the one of
 * the certificate; `GOST_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * const signer = createPemSigner({
 *   key: await readFile("signer.key"),
 *   certificate: await readFile("signer-and-issuers.crt"),
 * });
 * ```
 */
export function createPemSigner(options: PemSignerOptions): GostSigner {
  refuseUnknownOptions(options, knownOptions);
  const { key, password, chain = [], random } = options;
  const [certificate, ...issuers] = certificatesOf(options.certificate);
  if (certificate === undefined) throw new GostError("GOST_PEM_INVALID", "There is no certificate.");
  const privateKey = parsePrivateKey(key, password === undefined ? {} : { password });
  return createKeySigner({
    key: privateKey,
    certificate,
    chain: [...issuers, ...chain],
    ...(random === undefined ? {} : { random }),
  });
}

function certificatesOf(given: PemSignerOptions["certificate"]): readonly GostCertificate[] {
  return typeof given === "string" || given instanceof Uint8Array ? parseCertificates(given) : [given];
}
