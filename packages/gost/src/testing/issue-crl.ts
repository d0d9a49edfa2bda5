import type { Random } from "@opora/core";
import {
  derTag,
  type Extension,
  extensionOid,
  joinBytes,
  type RevocationReason,
  revocationReasons,
  writeDer,
  writeExplicit,
  writeInteger,
  writeSequence,
  writeTime,
} from "@opora/gost";
import {
  type IssuingKey,
  signatureAlgorithm,
  signTbs,
  writeAuthorityKeyId,
  writeExtension,
} from "./issue-certificate.js";

/** One revoked certificate of a list. */
export interface TestRevocation {
  readonly serialNumber: bigint;
  readonly revokedAt: Date;
  /** Default: none is written, which means unspecified. */
  readonly reason?: RevocationReason;
}

/** Everything that a list says. */
export interface CrlContent {
  readonly thisUpdate: Date;
  /** `undefined`: the list does not say when the next one comes. */
  readonly nextUpdate: Date | undefined;
  readonly number: bigint;
  readonly revoked: readonly TestRevocation[];
  /** Beside the number and the key identifier. */
  readonly extensions: readonly Extension[];
}

/** Issues a version 2 certificate revocation list (RFC 5280 §5.1) and returns its DER. */
export function issueCrl(issuer: IssuingKey, content: CrlContent, random: Random): Uint8Array {
  const entries = content.revoked.map(writeRevocation);
  const extensions: readonly Extension[] = [
    { oid: extensionOid.authorityKeyId, critical: false, value: writeAuthorityKeyId(issuer.keyId) },
    { oid: extensionOid.crlNumber, critical: false, value: writeInteger(content.number) },
    ...content.extensions,
  ];
  const tbs = writeSequence(
    writeInteger(1),
    signatureAlgorithm(issuer.privateKey),
    issuer.name,
    writeTime(content.thisUpdate),
    ...(content.nextUpdate === undefined ? [] : [writeTime(content.nextUpdate)]),
    ...(entries.length === 0 ? [] : [writeDer(derTag.sequence, joinBytes(entries))]),
    writeExplicit(0, writeSequence(...extensions.map(writeExtension))),
  );
  return signTbs(issuer.privateKey, tbs, random);
}

function writeRevocation({ serialNumber, revokedAt, reason }: TestRevocation): Uint8Array {
  const fields = [writeInteger(serialNumber), writeTime(revokedAt)];
  if (reason === undefined) return writeSequence(...fields);
  const value = writeDer(derTag.enumerated, Uint8Array.of(revocationReasons[reason]));
  return writeSequence(
    ...fields,
    writeSequence(writeExtension({ oid: extensionOid.crlReason, critical: false, value })),
  );
}
