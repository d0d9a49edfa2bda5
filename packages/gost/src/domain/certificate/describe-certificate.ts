import type { JsonObject } from "@opora/core";
import { formatDistinguishedName } from "../name/format-name.js";
import type { GostCertificate } from "./certificate.js";

/**
 * What people look at in a certificate, as plain JSON: names, number in hexadecimal, period of validity, length of the key.
 * It names the subject, who may be a person: it is for whoever asked, not for logs.
 */
export function describeCertificate(certificate: GostCertificate): JsonObject {
  const { subject, issuer, serialNumber, notBefore, notAfter, bits } = certificate;
  return {
    subject: formatDistinguishedName(subject),
    issuer: formatDistinguishedName(issuer),
    serialNumber: serialNumber.toString(16),
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    bits,
  };
}
