import type { Clock, Random } from "@opora/core";
import {
  curveByOid,
  curves,
  derivePublicKey,
  type Extension,
  encodePem,
  type GostCertificate,
  type GostCurve,
  type GostPrivateKey,
  generatePrivateKey,
  invalidOption,
  type KeyUsage,
  refuseUnknownOptions,
  writePrivateKeyInfo,
} from "@opora/gost";
import { type CertificateContent, type IssuingKey, issueCertificate, keyIdOf } from "./issue-certificate.js";
import { type CrlContent, issueCrl, type TestRevocation } from "./issue-crl.js";
import { type NameEntry, writeDistinguishedName } from "./write-name.js";

/** A certificate with its key. */
export interface TestIdentity {
  readonly certificate: GostCertificate;
  readonly privateKey: GostPrivateKey;
  readonly certificatePem: string;
  /** The key as PKCS#8. */
  readonly privateKeyPem: string;
  /** The authorities above, from the nearest to the root. */
  readonly chain: readonly GostCertificate[];
}

/** What a certificate is to say; everything has a default. */
export interface TestCertificateOptions {
  /** The subject from the root of the name down. Default: one common name that tells its role. */
  readonly subject?: readonly NameEntry[];
  /** Curve of the new key. Default: that of `parameterSet`, else the authority's. */
  readonly curve?: GostCurve;
  /** Identifier by which the curve is named. Default: the first one of the curve. */
  readonly parameterSet?: string;
  /** Default: random, 128 bits. */
  readonly serialNumber?: bigint;
  /** Default: one hour ago. */
  readonly notBefore?: Date;
  /** Default: a year from now, ten years for an authority. */
  readonly notAfter?: Date;
  /** Default: `digitalSignature` and `nonRepudiation`; `keyCertSign` and `crlSign` for an authority. Empty: no extension. */
  readonly keyUsage?: readonly KeyUsage[];
  /** Object identifiers of purposes. Default: no extension. */
  readonly extendedKeyUsage?: readonly string[];
  /** Further extensions. Default: none. */
  readonly extensions?: readonly Extension[];
}

/** What the certificate of an authority is to say. */
export interface TestAuthorityCertificateOptions extends TestCertificateOptions {
  /** How many authorities may stand below. Default: any number. */
  readonly pathLength?: number;
}

/** What a certificate revocation list is to say. */
export interface TestCrlOptions {
  /** Default: nothing is revoked. */
  readonly revoked?: readonly TestRevocation[];
  /** Default: an hour ago. */
  readonly thisUpdate?: Date;
  /** Default: a week from now; `"never"` leaves the field out. */
  readonly nextUpdate?: Date | "never";
  /** Default: 1. */
  readonly number?: bigint;
  /** Further extensions. Default: none. */
  readonly extensions?: readonly Extension[];
}

/** An authority for tests and demonstrations: its keys are worth nothing outside. */
export interface TestAuthority extends TestIdentity {
  /** Issues a certificate for a new key. */
  issue(options?: TestCertificateOptions): TestIdentity;
  /** Issues the certificate of an authority below this one. */
  issueAuthority(options?: TestAuthorityCertificateOptions): TestAuthority;
  /** Issues a certificate revocation list; returns its DER. */
  issueCrl(options?: TestCrlOptions): Uint8Array;
}

/** What {@link createTestAuthority} needs. */
export interface CreateTestAuthorityOptions extends TestAuthorityCertificateOptions {
  /** Whence keys, serial numbers and signatures come; a seeded one makes everything repeatable. */
  readonly random: Random;
  /** Whence the periods of validity count. */
  readonly clock: Clock;
}

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;
const yearMs = 365 * 24 * hourMs;

/**
 * Creates a certificate authority with a self-signed certificate.
 *
 * @throws `GostError` `GOST_OPTIONS_INVALID` for options that do not exist or contradict one another.
 *
 * @example
 * ```ts
 * const authority = createTestAuthority({ random: createSeededRandom(1), clock: systemClock });
 * const { certificate, privateKey } = authority.issue({ subject: [{ type: "CN", text: "Signer" }] });
 * ```
 */
export function createTestAuthority({ random, clock, ...options }: CreateTestAuthorityOptions): TestAuthority {
  return newAuthority({ random, clock }, undefined, options);
}

const certificateOptionNames: readonly (keyof TestCertificateOptions)[] = [
  "subject",
  "curve",
  "parameterSet",
  "serialNumber",
  "notBefore",
  "notAfter",
  "keyUsage",
  "extendedKeyUsage",
  "extensions",
];
const authorityOptionNames: readonly (keyof TestAuthorityCertificateOptions)[] = [
  ...certificateOptionNames,
  "pathLength",
];

const crlOptionNames: readonly (keyof TestCrlOptions)[] = [
  "revoked",
  "thisUpdate",
  "nextUpdate",
  "number",
  "extensions",
];

/** An authority as its children see it. */
interface Issuer {
  readonly key: IssuingKey;
  readonly identity: TestIdentity;
}

interface Sources {
  readonly random: Random;
  readonly clock: Clock;
}

function newAuthority(
  sources: Sources,
  parent: Issuer | undefined,
  options: TestAuthorityCertificateOptions,
): TestAuthority {
  const made = newIdentity(sources, parent, "authority", options);
  const { identity } = made;
  return {
    ...identity,
    issue: (requested = {}) => newIdentity(sources, made, "signer", requested).identity,
    issueAuthority: (requested = {}) => newAuthority(sources, made, requested),
    issueCrl: (requested = {}) => issueCrl(made.key, crlContent(sources.clock, requested), sources.random),
  };
}

function crlContent(clock: Clock, options: TestCrlOptions): CrlContent {
  refuseUnknownOptions(options, crlOptionNames);
  const { revoked = [], thisUpdate, nextUpdate, number = 1n, extensions = [] } = options;
  const now = clock.now().getTime();
  return {
    revoked,
    thisUpdate: thisUpdate ?? new Date(now - hourMs),
    nextUpdate: nextUpdate === "never" ? undefined : (nextUpdate ?? new Date(now + weekMs)),
    number,
    extensions,
  };
}

function newIdentity(
  { random, clock }: Sources,
  parent: Issuer | undefined,
  role: "authority" | "signer",
  options: TestAuthorityCertificateOptions,
): Issuer {
  const authority = role === "authority";
  refuseUnknownOptions(options, authority ? authorityOptionNames : certificateOptionNames);
  const { curve, parameterSet } = chooseParameterSet(options, parent?.key.privateKey.curve ?? curves.tc26A256);
  const privateKey = generatePrivateKey(curve, random);
  const publicKey = derivePublicKey(privateKey);
  const serialNumber = options.serialNumber ?? randomSerialNumber(random);
  const now = clock.now().getTime();
  const content: CertificateContent = {
    serialNumber,
    subject: writeDistinguishedName(options.subject ?? [{ type: "CN", text: defaultName(role, parent) }]),
    publicKey,
    parameterSet,
    notBefore: options.notBefore ?? new Date(now - hourMs),
    notAfter: options.notAfter ?? new Date(now + (authority ? 10 : 1) * yearMs),
    authority,
    pathLength: options.pathLength,
    keyUsage: options.keyUsage ?? (authority ? ["keyCertSign", "crlSign"] : ["digitalSignature", "nonRepudiation"]),
    extendedKeyUsage: options.extendedKeyUsage ?? [],
    extensions: options.extensions ?? [],
  };
  const own: IssuingKey = { privateKey, name: content.subject, keyId: keyIdOf(publicKey, parameterSet) };
  const certificate = issueCertificate(parent?.key ?? own, content, random);
  const chain = parent === undefined ? [] : [parent.identity.certificate, ...parent.identity.chain];
  const identity: TestIdentity = {
    certificate,
    privateKey,
    certificatePem: encodePem("CERTIFICATE", certificate.der),
    privateKeyPem: encodePem("PRIVATE KEY", writePrivateKeyInfo({ privateKey, parameterSet })),
    chain,
  };
  return { key: own, identity };
}

function chooseParameterSet(
  { curve: wanted, parameterSet }: TestCertificateOptions,
  otherwise: GostCurve,
): { readonly curve: GostCurve; readonly parameterSet: string } {
  const curve = wanted ?? (parameterSet === undefined ? otherwise : curveByOid(parameterSet));
  if (parameterSet === undefined) return { curve, parameterSet: curve.oids[0] };
  if (curve.oids.includes(parameterSet)) return { curve, parameterSet };
  throw invalidOption("parameterSet", `must be an identifier of the curve ${curve.name}`);
}

function defaultName(role: "authority" | "signer", parent: Issuer | undefined): string {
  if (role === "signer") return "Opora Test Signer";
  const depth = parent === undefined ? 0 : parent.identity.chain.length + 1;
  return depth === 0 ? "Opora Test Authority" : `Opora Test Authority, level ${depth}`;
}

function randomSerialNumber(random: Random): bigint {
  // The high bit is cleared for a positive number, the next one set so that every number has the same length.
  const [first = 0, ...rest] = random.bytes(16);
  return [(first & 0x3f) | 0x40, ...rest].reduce((serial, octet) => serial * 256n + BigInt(octet), 0n);
}
