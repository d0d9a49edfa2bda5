import {
  type CanonicalMessage,
  namespacesAtSignature,
  type OperatorPayment,
  writeImportEnvelope,
  writeImportRequest,
} from "@opora/gis-sdk";
import type { GostSigner } from "@opora/gost";
import { createXadesSignature, transformUri } from "@opora/gost/xml";
import { createGostSignedXml, gostAlgorithm, signingKey } from "@opora/gost/xmldsigjs";
import { Convert, Parse, Stringify } from "xml-core";

const signingTime = new Date("2026-01-15T09:30:00Z");
const header = {
  date: signingTime,
  messageGuid: "0d9f8a52-6a0e-4c3a-9d55-3f4f5c6b7a81",
  orgPpaGuid: "5b7c9e10-1f2a-4b3c-8d4e-5f6a7b8c9d0e",
};
const elementId = "signed-data-container";
const signatureId = "signature";

/** The packet by the direct path: canonical text, a signature formed beside it, no tree. */
export async function packetDirectly(payments: readonly OperatorPayment[], signer: GostSigner): Promise<Uint8Array> {
  const request = writeRequest(payments);
  const signature = await createXadesSignature({
    signer,
    profile: "exclusive",
    signedElementId: request.id,
    signedElementCanonical: request.canonical,
    namespacesInScope: namespacesAtSignature(request),
    signingTime,
    signatureId,
  });
  return writeImportEnvelope({ header, request, signature });
}

/**
 * The same packet through xmldsigjs and xadesjs, as their users do it: parse, sign, put the signature into the document,
 * serialize. It gets our canonicalization, which is faster than its own, and our Streebog.
 */
export async function packetThroughXmldsigjs(
  payments: readonly OperatorPayment[],
  signer: GostSigner,
): Promise<Uint8Array> {
  const signedXml = createGostSignedXml();
  const document = Parse(new TextDecoder().decode(writeImportEnvelope({ header, request: writeRequest(payments) })));
  const algorithm = gostAlgorithm(signer.certificate.bits);
  const certificate = Convert.ToBase64(signer.certificate.der);
  const transforms = [transformUri.envelopedSignature, transformUri.exclusive];
  const signature = await signedXml.Sign(algorithm, signingKey(signer), document, {
    id: signatureId,
    x509: [certificate],
    references: [{ uri: `#${elementId}`, hash: algorithm.hash, transforms }],
    signingCertificate: certificate,
    signingTime: { value: signingTime },
  });
  const element = document.documentElement.lastChild.firstChild;
  element.insertBefore(document.importNode(signature.GetXml(), true), element.firstChild);
  return new TextEncoder().encode(Stringify(document));
}

function writeRequest(payments: readonly OperatorPayment[]): CanonicalMessage {
  return writeImportRequest({ profile: "operator", id: elementId, payments });
}
