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
  /** Those that a signature may mean. */
  identifiedBy(identifier: SignerIdentifier): readonly GostCertificate[];
  /** All of them. */
  all(): readonly GostCertificate[];
}

/**
 * Collects certificates. Those of the message are parsed when they are needed, since checking a key costs as much as
 * verifying a signature; one that was given as well is taken as given, with what is known of its key already. What cannot
 * be read is left out: the certificates of a time stamp may have keys of other algorithms.
 */
export function createCertificatePool(ders: readonly Uint8Array[], given: readonly GostCertificate[]): CertificatePool {
  const strange = ders.filter((der) => !given.some((certificate) => equalBytes(certificate.der, der)));
  const parsed = new Map<Uint8Array, readonly GostCertificate[]>();
  const parse = (der: Uint8Array): readonly GostCertificate[] => {
    const certificates = parsed.get(der) ?? readable(der, parseCertificate);
    parsed.set(der, certificates);
    return certificates;
  };
  return {
    identifiedBy: (identifier) => [
      ...given.filter((certificate) => isIdentifiedBy(certificate, identifier)),
      ...strange
        .filter((der) => mayBeIdentifiedBy(der, identifier))
        .flatMap(parse)
        .filter((certificate) => isIdentifiedBy(certificate, identifier)),
    ],
    all: () => [...given, ...strange.flatMap(parse)],
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
