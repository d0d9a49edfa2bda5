import type { CommandResult } from "../domain/command-result.js";
import { conflictId } from "../domain/ledger/facts/conflict-id.js";
import type { PreparedCommand } from "../domain/ledger/prepared-command.js";
import { ProcessingError } from "../errors.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { Remote } from "../ports/remote.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";
import type { FoundElsewhere } from "./execute-commands.js";
import type { LedgerContext } from "./ledger-context.js";

/** Where a ledger looks for what its own store does not have. */
export interface ElsewhereOptions {
  readonly context: LedgerContext;
  readonly storage: NodeStorage;
  readonly archive: ProcessingArchive | undefined;
  readonly remote: Remote | undefined;
  /** Executes a command once more, now with what was found. */
  readonly again: (prepared: PreparedCommand, found: FoundElsewhere, options: PortOptions) => Promise<CommandResult>;
}

/** Completes the result of a command with what only the archive or the root can contribute. */
export type LookElsewhere = (
  prepared: PreparedCommand,
  result: CommandResult,
  options: PortOptions,
) => Promise<CommandResult>;

/**
 * Follows up a command that the store alone could not finish: documents that were cleaned up are taken from the archive;
 * at a child, documents of other centres are refunded by the root, and reservations granted and released there.
 */
export function createLookElsewhere({ context, storage, archive, remote, again }: ElsewhereOptions): LookElsewhere {
  async function fromArchive(prepared: PreparedCommand, result: CommandResult, options: PortOptions) {
    const documentId = cleanedUpDocument(result);
    if (archive === undefined || documentId === undefined) return result;
    const document = await archive.findDocument(documentId, options);
    if (document === undefined) return result;
    return again(prepared, { documents: new Map([[documentId, document]]) }, options);
  }

  async function fromRoot(
    root: Remote,
    prepared: PreparedCommand,
    result: CommandResult,
    options: PortOptions,
  ): Promise<CommandResult> {
    const { command } = prepared;
    if (result.status === "accepted") {
      if (command.type === "release" && !result.isRepeat) await releaseAtRoot(root, prepared, options);
      return result;
    }
    const { error } = result;
    if (error.code === "PROCESSING_RESERVATION_REQUIRED" && command.type === "reserve") {
      return reserveAtRoot(root, prepared, options);
    }
    if (error.code !== "PROCESSING_DOCUMENT_NOT_FOUND") return result;
    if (cleanedUpDocument(result) === command.id) return repeatAtRoot(root, prepared, error, options);
    if (command.type !== "refund" && command.type !== "cancel") return result;
    return reachable(() => root.execute(command, options), error);
  }

  /** The command was executed here and its document cleaned up since: the root has it, under another id if that one was taken. */
  async function repeatAtRoot(
    root: Remote,
    { command: { id }, hash }: PreparedCommand,
    error: ProcessingError,
    options: PortOptions,
  ): Promise<CommandResult> {
    return reachable(async () => {
      const first = await root.find(id, options);
      const isOther = first !== undefined && first.payloadHash !== hash;
      const kept = isOther ? await root.find(conflictId({ id, payloadHash: hash }), options) : first;
      if (kept === undefined) return { status: "rejected", error };
      const document = { ...kept, id };
      return { status: "accepted", isRepeat: true, product: { type: "document", document } };
    }, error);
  }

  async function reserveAtRoot(root: Remote, prepared: PreparedCommand, options: PortOptions): Promise<CommandResult> {
    const { command } = prepared;
    if (command.type !== "reserve") throw new TypeError("Only reserve commands are granted by the root.");
    const granted = await root.execute({ ...command, nodeId: context.nodeId }, options);
    if (granted.status === "rejected" || granted.product.type !== "reservation") return granted;
    const { reservation } = granted.product;
    return again(prepared, { reservations: new Map([[command.id, reservation]]) }, options);
  }

  /** Released here already, so it cannot be captured any more; what the root holds ends by its time if it is not told. */
  async function releaseAtRoot(root: Remote, { command }: PreparedCommand, options: PortOptions): Promise<void> {
    if (command.type !== "release") return;
    const [reservation] = await storage.snapshot(
      (transaction) => transaction.read("reservations", [[command.reservationId]]),
      options,
    );
    if (reservation?.isGranted !== true) return;
    try {
      await root.execute(command, options);
    } catch (error) {
      if (!ProcessingError.is(error)) throw error;
    }
  }

  return async (prepared, result, options) => {
    const completed = await fromArchive(prepared, result, options);
    return remote === undefined ? completed : fromRoot(remote, prepared, completed, options);
  };
}

/** The document that a rejected command would need, when this node knows that it was cleaned up. */
function cleanedUpDocument(result: CommandResult): string | undefined {
  if (result.status === "accepted" || result.error.code !== "PROCESSING_DOCUMENT_NOT_FOUND") return undefined;
  const { documentId, isCleanedUp } = result.error.details;
  return isCleanedUp === true && typeof documentId === "string" ? documentId : undefined;
}

/** Asks the root. Where it cannot be reached, what is not known here stays not found, until it can. */
async function reachable(ask: () => Promise<CommandResult>, notFound: ProcessingError): Promise<CommandResult> {
  try {
    return await ask();
  } catch (cause) {
    if (!ProcessingError.is(cause) || cause.code !== "PROCESSING_TRANSPORT_UNAVAILABLE") throw cause;
    const { code, message, details, outcome } = notFound;
    const error = new ProcessingError(code, `${message} The root, which may have it, cannot be reached.`, {
      cause,
      details,
      outcome,
      retryable: true,
    });
    return { status: "rejected", error };
  }
}
