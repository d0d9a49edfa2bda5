import { createManualClock, createSeededRandom } from "@opora/core/testing";
import { curveByOid } from "@opora/gost";
import { createKeySigner } from "@opora/gost/signers";
import { createTestAuthority, type TestAuthority, type TestIdentity } from "@opora/gost/testing";

/** A kind of key: a parameter set under one of its identifiers, by the name that OpenSSL's engine gives it. */
export interface KeyKind {
  readonly name: string;
  readonly parameterSet: string;
}

/** The twelve kinds of keys that are in use. */
export const keyKinds: readonly KeyKind[] = [
  { name: "256-A", parameterSet: "1.2.643.2.2.35.1" },
  { name: "256-B", parameterSet: "1.2.643.2.2.35.2" },
  { name: "256-C", parameterSet: "1.2.643.2.2.35.3" },
  { name: "256-XA", parameterSet: "1.2.643.2.2.36.0" },
  { name: "256-XB", parameterSet: "1.2.643.2.2.36.1" },
  { name: "256-TCA", parameterSet: "1.2.643.7.1.2.1.1.1" },
  { name: "256-TCB", parameterSet: "1.2.643.7.1.2.1.1.2" },
  { name: "256-TCC", parameterSet: "1.2.643.7.1.2.1.1.3" },
  { name: "256-TCD", parameterSet: "1.2.643.7.1.2.1.1.4" },
  { name: "512-A", parameterSet: "1.2.643.7.1.2.1.2.1" },
  { name: "512-B", parameterSet: "1.2.643.7.1.2.1.2.2" },
  { name: "512-C", parameterSet: "1.2.643.7.1.2.1.2.3" },
];

/** Within the validity of every certificate here. */
export const signingTime = new Date("2026-01-15T09:30:00Z");

/** Wide enough for verifiers that look at the clock of the machine. */
const validity = { notBefore: new Date("2020-01-01T00:00:00Z"), notAfter: new Date("2049-12-31T23:59:59Z") };

/** An authority whose key every peer understands. */
export function createAuthority(seed = 1): TestAuthority {
  return createTestAuthority({
    random: createSeededRandom(seed),
    clock: createManualClock(signingTime),
    ...kindOptions("256-A"),
    ...validity,
  });
}

/** A signer of the authority with a key of the given kind. */
export function issueIdentity(authority: TestAuthority, kind = "256-A"): TestIdentity {
  return authority.issue({ ...kindOptions(kind), ...validity });
}

/** A `GostSigner` for an identity. */
export function signerOf({ privateKey: key, certificate, chain }: TestIdentity) {
  return createKeySigner({ key, certificate, chain });
}

function kindOptions(name: string) {
  const kind = keyKinds.find((candidate) => candidate.name === name);
  if (kind === undefined) throw new Error(`There is no kind of key ${name}.`);
  return { parameterSet: kind.parameterSet, curve: curveByOid(kind.parameterSet) };
}
