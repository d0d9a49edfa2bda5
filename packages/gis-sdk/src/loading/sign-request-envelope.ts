import type { GostSigner } from "@opora/gost";
import { createXadesSignature, type XadesProfile } from "@opora/gost/xml";
import { namespacesAtSignature } from "../domain/wire/soap-envelope.js";
import type { CanonicalMessage } from "../domain/wire/write-request.js";
import { type RequestHeader, writeImportEnvelope } from "../domain/wire/write-request-envelope.js";

/** What is to be signed, and how. */
export interface RequestToSign {
  readonly request: CanonicalMessage;
  /** Its date is the signing time, too. */
  readonly header: RequestHeader;
  readonly signer: GostSigner;
  readonly profile: XadesProfile;
}

/** Signs a request and puts it into its envelope; the bytes must leave as they are. */
export async function signRequestEnvelope(
  { request, header, signer, profile }: RequestToSign,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  const signature = await createXadesSignature({
    signer,
    profile,
    signedElementId: request.id,
    signedElementCanonical: request.canonical,
    namespacesInScope: namespacesAtSignature(request),
    signingTime: header.date,
    signatureId: `${request.id}-signature`,
    ...options,
  });
  return writeImportEnvelope({ header, request, signature });
}
