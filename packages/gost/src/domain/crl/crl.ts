import { GostError } from "../../errors.js";
import { takeAlgorithm } from "../algorithm/algorithm-identifier.js";
import { type AuthorityKeyId, readAuthorityKeyId } from "../certificate/certificate-extensions.js";
import { type Extension, extensionOid, extensionValue, readExtensions } from "../certificate/extensions.js";
import type { DerElement } from "../der/element.js";
import { type DerFields, readDer, readFields } from "../der/reader.js";
import { contextConstructed, derTag } from "../der/tag.js";
import { readTime } from "../der/time.js";
import { readBitStringOctets, readInteger, readSmallNumber } from "../der/values.js";
import { type DistinguishedName, readDistinguishedName } from "../name/distinguished-name.js";
import { bytesOfDerOrPem } from "../pem/pem.js";
import { type IssuingDistributionPoint, readIssuingDistributionPoint } from "./issuing-distribution-point.js";
import { type RevocationReason, readRevocationReason } from "./revocation-reason.js";

/** One revoked certificate of a list. */
export interface CrlEntry {
  readonly serialNumber: bigint;
  readonly revokedAt: Date;
  readonly reason: RevocationReason;
}

/** A certificate revocation list (RFC 5280 §5). */
export interface GostCrl {
  /** The part that is signed. */
  readonly tbs: Uint8Array;
  readonly issuer: DistinguishedName;
  readonly thisUpdate: Date;
  /** When the next list comes at the latest; `undefined`: the list does not say. */
  readonly nextUpdate: Date | undefined;
  readonly number: bigint | undefined;
  readonly authorityKeyId: AuthorityKeyId | undefined;
  readonly scope: IssuingDistributionPoint | undefined;
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  readonly extensions: readonly Extension[];
  /** Identifiers of critical extensions of entries; whoever does not know them cannot use the list. */
  readonly criticalEntryExtensions: ReadonlySet<string>;
  readonly entries: ReadonlyMap<bigint, CrlEntry>;
}

const maxCrlLength = 64 * 1024 * 1024;

/**
 * Reads a certificate revocation list from DER, or the first one of a PEM text; at most 64 MiB.
 *
 * Nothing is trusted by reading it: {@link verifyChain} checks the signature and the period of validity.
 *
 * @throws {@link GostError} `GOST_PEM_INVALID`, `GOST_ASN1_INVALID`, `GOST_CRL_INVALID`, `GOST_LIMIT_EXCEEDED`
 */
export function parseCrl(derOrPem: Uint8Array | string): GostCrl {
  const { bytes } = bytesOfDerOrPem(derOrPem, ["X509 CRL", "CRL"]);
  if (bytes.length > maxCrlLength) {
    throw new GostError("GOST_LIMIT_EXCEEDED", `A revocation list of more than ${maxCrlLength} bytes is not read.`);
  }
  const fields = readFields(readDer(Uint8Array.from(bytes), "crl"));
  const tbs = fields.take(derTag.sequence, "tbsCertList");
  const signatureAlgorithm = takeAlgorithm(fields, "signatureAlgorithm").oid;
  const signature = readBitStringOctets(fields.take(derTag.bitString, "signatureValue"));
  fields.end();
  return { tbs: tbs.encoded, signatureAlgorithm, signature, ...readTbs(readFields(tbs), signatureAlgorithm) };
}

function readTbs(
  fields: DerFields,
  signatureAlgorithm: string,
): Omit<GostCrl, "tbs" | "signatureAlgorithm" | "signature"> {
  const version = fields.optional(derTag.integer, "version");
  if (version !== undefined && readSmallNumber(version) !== 1) throw invalidCrl("its version is not 2");
  if (takeAlgorithm(fields, "signature").oid !== signatureAlgorithm) {
    throw invalidCrl("its signed part names another signature algorithm than the signature (RFC 5280 §5.1.2.2)");
  }
  const issuer = readDistinguishedName(fields.take(derTag.sequence, "issuer"));
  const thisUpdate = readTime(fields.any("thisUpdate"));
  const nextUpdate = takeOptionalTime(fields);
  const revoked = fields.optional(derTag.sequence, "revokedCertificates");
  const explicit = fields.optional(contextConstructed(0), "crlExtensions");
  fields.end();
  const extensions = explicit === undefined ? [] : readExtensions(readDer(explicit.content, explicit.path));
  return { issuer, thisUpdate, nextUpdate, extensions, ...readKnownExtensions(extensions), ...readEntries(revoked) };
}

function takeOptionalTime(fields: DerFields): Date | undefined {
  const tag = fields.nextTag;
  return tag === derTag.utcTime || tag === derTag.generalizedTime ? readTime(fields.any("nextUpdate")) : undefined;
}

function readKnownExtensions(extensions: readonly Extension[]): Pick<GostCrl, "number" | "authorityKeyId" | "scope"> {
  const number = extensionValue(extensions, extensionOid.crlNumber);
  const authorityKeyId = extensionValue(extensions, extensionOid.authorityKeyId);
  const scope = extensionValue(extensions, extensionOid.issuingDistributionPoint);
  return {
    number: number === undefined ? undefined : readInteger(number),
    authorityKeyId: authorityKeyId === undefined ? undefined : readAuthorityKeyId(authorityKeyId),
    scope: scope === undefined ? undefined : readIssuingDistributionPoint(scope),
  };
}

function readEntries(revoked: DerElement | undefined): Pick<GostCrl, "entries" | "criticalEntryExtensions"> {
  const entries = new Map<bigint, CrlEntry>();
  const criticalEntryExtensions = new Set<string>();
  const list = revoked === undefined ? undefined : readFields(revoked);
  while (list !== undefined && !list.atEnd) {
    const { entry, extensions } = readEntry(list.sequence("entry"));
    for (const { oid, critical } of extensions) if (critical) criticalEntryExtensions.add(oid);
    const known = entries.get(entry.serialNumber);
    // Should a list hold a number twice, its removal does not undo its revocation.
    if (known === undefined || known.reason === "removeFromCrl") entries.set(entry.serialNumber, entry);
  }
  return { entries, criticalEntryExtensions };
}

function readEntry(fields: DerFields): { readonly entry: CrlEntry; readonly extensions: readonly Extension[] } {
  const serialNumber = readInteger(fields.take(derTag.integer, "userCertificate"));
  const revokedAt = readTime(fields.any("revocationDate"));
  const list = fields.optional(derTag.sequence, "crlEntryExtensions");
  fields.end();
  const extensions = list === undefined ? [] : readExtensions(list);
  const reason = extensionValue(extensions, extensionOid.crlReason);
  return {
    entry: {
      serialNumber,
      revokedAt,
      reason: reason === undefined ? "unspecified" : readRevocationReason(reason),
    },
    extensions,
  };
}

function invalidCrl(problem: string): GostError {
  return new GostError("GOST_CRL_INVALID", `The revocation list is not valid X.509: ${problem}.`);
}
