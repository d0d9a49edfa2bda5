import {
  contextConstructed,
  derTag,
  equalBytes,
  type GostCertificate,
  parseCertificate,
  readDer,
  readFields,
  readInteger,
  sameName,
} from "@opora/gost";
import { readable } from "./readable.js";
import type { SignerIdentifier } from "./signer-info.js";

/** Certificates that came with a message or were given; nothing about them is trusted. */
export interface CertificatePool {
  /** Those that a signature may mean, those that were given first. */
  identifiedBy(identifier: SignerIdentifier): readonly GostCertificate[];
  /** Those that may stand between a signer and a trust anchor. */
  intermediates(): readonly GostCertificate[];
}

/** Where certificates come from. */
export interface CertificateSources {
  /** DER of those that came with the message. */
  readonly message: readonly Uint8Array[];
  /** Those that the caller gave. */
  readonly given: readonly GostCertificate[];
  readonly trustAnchors: readonly GostCertificate[];
}

/**
 * Collects certificates. Those of the message are parsed when they are needed, since checking a key costs as much as
 * verifying a signature; one that was given as well is taken as given, with what is known of its key already. What cannot
 * be read is left out: the certificates of a time stamp may have keys of other algorithms.
 */
export function createCertificatePool({ message, given, trustAnchors }: CertificateSources): CertificatePool {
  const known = [...given, ...trustAnchors];
  const strange = message.filter(
    (der, index) =>
      !known.some((certificate) => equalBytes(certificate.der, der)) &&
      message.findIndex((other) => equalBytes(other, der)) === index,
  );
  const parsed = new Map<Uint8Array, readonly GostCertificate[]>();
  const parse = (der: Uint8Array): readonly GostCertificate[] => {
    const certificates = parsed.get(der) ?? readable(der, parseCertificate);
    parsed.set(der, certificates);
    return certificates;
  };
  return {
    identifiedBy: (identifier) => [
      ...known.filter((certificate) => isIdentifiedBy(certificate, identifier)),
      ...strange
        .filter((der) => mayBeIdentifiedBy(der, identifier))
        .flatMap(parse)
        .filter((certificate) => isIdentifiedBy(certificate, identifier)),
    ],
    intermediates: () => [...given, ...strange.flatMap(parse)],
  };
}

function isIdentifiedBy(certificate: GostCertificate, identifier: SignerIdentifier): boolean {
  if (identifier.kind === "issuer-and-serial-number") {
    return certificate.serialNumber === identifier.serialNumber && sameName(certificate.issuer, identifier.issuer);
  }
  return certificate.subjectKeyId !== undefined && equalBytes(certificate.subjectKeyId, identifier.keyId);
}

/** A look at the number alone (RFC 5280 §4.1) rules most certificates out. */
function mayBeIdentifiedBy(der: Uint8Array, identifier: SignerIdentifier): boolean {
  if (identifier.kind !== "issuer-and-serial-number") return true;
  const [serialNumber] = readable(der, (bytes) => {
    const tbs = readFields(readDer(bytes, "certificate")).sequence("tbsCertificate");
    tbs.optional(contextConstructed(0), "version");
    return readInteger(tbs.take(derTag.integer, "serialNumber"));
  });
  return serialNumber === identifier.serialNumber;
}
