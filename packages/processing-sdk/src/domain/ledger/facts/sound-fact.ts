import type { WireDocument } from "../../protocol/messages.js";
import type { DocumentFact } from "../document-fact.js";
import { isSound } from "./is-sound.js";

/** A fact whose document is complete and adds up. */
export type SoundFact = DocumentFact & { readonly document: WireDocument };

/** Whether the document of a fact can be booked. One that cannot must not even be looked up: its ids may be anything. */
export function isSoundFact(fact: DocumentFact): fact is SoundFact {
  return fact.document !== undefined && fact.document.id === fact.documentId && isSound(fact.document);
}
