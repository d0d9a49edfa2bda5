import { derTag, type GostCertificate, readDer, readElements, writeBitString, writeSequence } from "@opora/gost";

/** The encoded fields of the signed part of a certificate. */
export interface TbsFields {
  readonly version?: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly signature: Uint8Array;
  readonly issuer: Uint8Array;
  readonly validity: Uint8Array;
  readonly subject: Uint8Array;
  readonly publicKeyInfo: Uint8Array;
  readonly extensions?: Uint8Array;
}

/** What stands around the signed part. */
export interface Envelope {
  readonly algorithm?: Uint8Array;
  readonly signature?: Uint8Array;
}

/** DER of a certificate with fields of its signed part changed; the signature stays as it is unless given. */
export function rebuild(
  certificate: GostCertificate,
  change: (fields: TbsFields) => TbsFields,
  envelope: Envelope = {},
): Uint8Array {
  const values = readElements(readDer(certificate.tbs, "tbs"), derTag.sequence, 8).map(({ encoded }) => encoded);
  const [version, serialNumber, algorithm, issuer, validity, subject, publicKeyInfo, extensions] = values;
  const fields = { version, serialNumber, signature: algorithm, issuer, validity, subject, publicKeyInfo, extensions };
  return writeSequence(
    writeSequence(...inOrder(change(fields as TbsFields))),
    envelope.algorithm ?? algorithm ?? new Uint8Array(),
    writeBitString(envelope.signature ?? certificate.signature),
  );
}

function inOrder(fields: TbsFields): readonly Uint8Array[] {
  const { version, serialNumber, signature, issuer, validity, subject, publicKeyInfo, extensions } = fields;
  return [version, serialNumber, signature, issuer, validity, subject, publicKeyInfo, extensions].filter(
    (field) => field !== undefined,
  );
}
