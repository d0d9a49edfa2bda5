import type { GostCertificate, GostCrl } from "@opora/gost";

/** In whose name payments are loaded. */
export interface LoadingSender {
  /** Identifier of the organisation at ГИС ЖКХ (orgPPAGUID), a GUID. */
  readonly orgPpaGuid: string;
  /** Given when the operator of an information system signs for the organisation: the schema has no `false`. */
  readonly isOperatorSignature?: true;
}

/** Which of the two forms of XAdES-BES requests are signed in. ГИС ЖКХ is known to accept `inclusive`. */
export type SignatureProfile = "inclusive" | "exclusive";

/** Whose signature an answer must carry to be believed. */
export interface AnswerTrust {
  readonly trustAnchors: readonly GostCertificate[];
  /** Issuers that may be missing in the answers. */
  readonly intermediates?: readonly GostCertificate[];
  /** Revocation lists; with them every certificate of the path is checked. */
  readonly crls?: readonly GostCrl[];
}
