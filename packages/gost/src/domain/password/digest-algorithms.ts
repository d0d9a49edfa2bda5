import { GostError } from "../../errors.js";
import { describeAlgorithm } from "../algorithm/algorithms.js";
import type { DerivationDigest } from "./key-derivation.js";

/** Digests by the identifier of their HMAC, as PBKDF2 names them (RFC 8018 appendix B.1.2, RFC 7836, RFC 9337). */
const byHmac: Readonly<Record<string, DerivationDigest>> = {
  "1.2.643.7.1.1.4.1": { streebog: 256 },
  "1.2.643.7.1.1.4.2": { streebog: 512 },
  "1.2.840.113549.2.7": { sha: "sha1" },
  "1.2.840.113549.2.9": { sha: "sha256" },
  "1.2.840.113549.2.10": { sha: "sha384" },
  "1.2.840.113549.2.11": { sha: "sha512" },
};

/** Digests by their own identifier, as the integrity code of PKCS#12 names them. */
const byDigest: Readonly<Record<string, DerivationDigest>> = {
  "1.2.643.7.1.1.2.2": { streebog: 256 },
  "1.2.643.7.1.1.2.3": { streebog: 512 },
  "1.3.14.3.2.26": { sha: "sha1" },
  "2.16.840.1.101.3.4.2.1": { sha: "sha256" },
  "2.16.840.1.101.3.4.2.2": { sha: "sha384" },
  "2.16.840.1.101.3.4.2.3": { sha: "sha512" },
};

/** The digest behind the pseudo-random function of PBKDF2. */
export function digestOfHmac(oid: string): DerivationDigest {
  return known(byHmac[oid], "pseudo-random function", oid);
}

/** The digest of an integrity code. */
export function digestOfMac(oid: string): DerivationDigest {
  return known(byDigest[oid], "integrity code", oid);
}

function known(digest: DerivationDigest | undefined, role: string, oid: string): DerivationDigest {
  if (digest !== undefined) return digest;
  throw new GostError("GOST_ALGORITHM_UNSUPPORTED", `The ${role} ${describeAlgorithm(oid)} is not supported.`, {
    details: { oid },
  });
}
