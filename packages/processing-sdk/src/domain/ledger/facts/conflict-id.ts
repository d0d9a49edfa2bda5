import type { WireDocument } from "../../protocol/messages.js";
import { derivedId } from "../derived-id.js";
import type { LedgerState } from "../ledger-state.js";

/**
 * The id under which a document is kept whose own id another one has. By its content, not by its origin: a child that was
 * restored sends it again under a new origin, and its money must not stand on the suspense account twice.
 */
export function conflictId({ id, payloadHash }: Pick<WireDocument, "id" | "payloadHash">): string {
  return derivedId("conflict", `${id}:${payloadHash}`);
}

/** The hash of what was executed under an id; `undefined` when nothing was. */
export function knownHash({ documents, registry }: LedgerState, id: string): string | undefined {
  return documents.get(id)?.payloadHash ?? registry.get(id)?.payloadHash;
}
