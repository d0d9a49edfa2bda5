import { GostError } from "../../errors.js";
import type { GostBits } from "../bits.js";

/** Object identifiers of the algorithms that belong to one key length (RFC 9215 §3, RFC 7836). */
export interface AlgorithmSuite {
  readonly bits: GostBits;
  /** The key: GOST R 34.10-2012. */
  readonly key: string;
  /** The digest: Streebog. */
  readonly digest: string;
  /** The signature over the digest, as certificates and lists name it. */
  readonly signature: string;
}

/** The two suites of GOST R 34.10-2012, and nothing older. */
export const algorithmSuites: Readonly<Record<GostBits, AlgorithmSuite>> = {
  256: {
    bits: 256,
    key: "1.2.643.7.1.1.1.1",
    digest: "1.2.643.7.1.1.2.2",
    signature: "1.2.643.7.1.1.3.2",
  },
  512: {
    bits: 512,
    key: "1.2.643.7.1.1.1.2",
    digest: "1.2.643.7.1.1.2.3",
    signature: "1.2.643.7.1.1.3.3",
  },
};

/** Names of what is refused, so that the message says more than an identifier. */
const retiredAlgorithms: Readonly<Record<string, string>> = {
  "1.2.643.2.2.3": "GOST R 34.10-2001 signature",
  "1.2.643.2.2.4": "GOST R 34.10-94 signature",
  "1.2.643.2.2.9": "GOST R 34.11-94 digest",
  "1.2.643.2.2.19": "GOST R 34.10-2001 key",
  "1.2.643.2.2.20": "GOST R 34.10-94 key",
};

/**
 * The suite in which `oid` stands as `role`.
 *
 * @throws {@link GostError} `GOST_ALGORITHM_UNSUPPORTED` for everything outside GOST R 34.10-2012 and 34.11-2012, the
 * retired standards of 1994 and 2001 among them.
 */
export function suiteByOid(role: "key" | "digest" | "signature", oid: string): AlgorithmSuite {
  const suite = findSuite(role, oid);
  if (suite !== undefined) return suite;
  throw new GostError(
    "GOST_ALGORITHM_UNSUPPORTED",
    `The ${role} algorithm ${describeAlgorithm(oid)} is not one of GOST R 34.10-2012 and GOST R 34.11-2012.`,
    { details: { role, oid } },
  );
}

/** The suite of an algorithm identifier in a role; `undefined` when it is none of GOST R 34.10-2012 or 34.11-2012. */
export function findSuite(role: "key" | "digest" | "signature", oid: string): AlgorithmSuite | undefined {
  return Object.values(algorithmSuites).find((suite) => suite[role] === oid);
}

/** The identifier with the name of the retired standard, where it is one. */
export function describeAlgorithm(oid: string): string {
  const retired = retiredAlgorithms[oid];
  return retired === undefined ? oid : `${oid} (${retired}, retired)`;
}
