import { idOf } from "../domain/commands-check/fields.js";
import type { MovementDocument } from "../domain/document.js";
import { documentNotHere } from "../domain/ledger/decisions/decide-reversal.js";
import { toDocument } from "../domain/ledger/to-document.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { Remote } from "../ports/remote.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { LedgerContext } from "./ledger-context.js";
import { readNode } from "./load-state.js";

/** Where documents are looked for, in this order. */
export interface DocumentSources {
  readonly storage: NodeStorage;
  readonly archive: ProcessingArchive | undefined;
  readonly remote: Remote | undefined;
}

/** A document of this node, of its archive, or at a child of the root. */
export async function readDocument(
  context: LedgerContext,
  { storage, archive, remote }: DocumentSources,
  documentId: string,
  options: PortOptions,
): Promise<MovementDocument> {
  const id = idOf(documentId, "/id", 128);
  const { node, stored, isCleanedUp } = await storage.snapshot(async (transaction) => {
    const node = await readNode(context, transaction);
    const [stored] = await transaction.read("documents", [[id]]);
    const [registered] = stored === undefined ? await transaction.read("registry", [[id]]) : [];
    return { node, stored, isCleanedUp: registered?.kind === "document" };
  }, options);
  if (stored !== undefined) return toDocument(node, stored);
  const archived = await archive?.findDocument(id, options);
  if (archived !== undefined) return { ...toDocument(node, archived), state: "archived" };
  const atRoot = await remote?.find(id, options);
  if (atRoot !== undefined) return atRoot;
  throw documentNotHere(id, isCleanedUp);
}
