import { z } from "zod";
import { checkOptions } from "../check-options.js";
import type { Account } from "../domain/account.js";
import type { CommandProduct, CommandResult } from "../domain/command-result.js";
import type { Command } from "../domain/commands.js";
import type { MovementDocument } from "../domain/document.js";
import { type PreparedCommand, prepareCommandOf, prepareOrRefuse } from "../domain/ledger/prepared-command.js";
import type { Reservation } from "../domain/reservation.js";
import { ProcessingError } from "../errors.js";
import type { ProcessingArchive } from "../ports/archive.js";
import type { Remote } from "../ports/remote.js";
import type { PortOptions } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { executePrepared } from "./execute-commands.js";
import { createGroupCommit } from "./group-commit.js";
import type { Ledger } from "./ledger.js";
import type { LedgerContext } from "./ledger-context.js";
import { createLookElsewhere } from "./look-elsewhere.js";
import { readAccount, readAccountsOf } from "./read-accounts.js";
import { readDocument } from "./read-document.js";
import { readBalanceAt, readHistory } from "./read-history.js";

/** What {@link createLedger} needs. Unknown keys are refused. */
export interface LedgerOptions {
  readonly context: LedgerContext;
  readonly storage: NodeStorage;
  /** Starts a flush of the callers that have gathered. Default: `setImmediate`. */
  readonly defer?: (flush: () => void) => void;
  /** Most commands in one transaction, 1 to 10,000. Default: 1000. */
  readonly maxBatch?: number;
  /** Most commands that wait, 1 to 1,000,000; further ones are refused with `PROCESSING_OVERLOADED`. Default: 10,000. */
  readonly maxQueue?: number;
  /** At the root: where documents are that were cleaned up. */
  readonly archive?: ProcessingArchive | undefined;
  /** At a child: the way to the root for what only the root can do. */
  readonly remote?: Remote | undefined;
}

/** A ledger that can be closed. */
export interface RunningLedger extends Ledger {
  /** Takes no new commands, and resolves when those that it took have their results. */
  close(): Promise<void>;
}

const anyObject = z.object({}).loose();
const optionsSchema = z.strictObject({
  context: anyObject,
  storage: anyObject,
  defer: z.function().optional(),
  maxBatch: z.int().min(1).max(10_000).optional(),
  maxQueue: z.int().min(1).max(1_000_000).optional(),
  archive: anyObject.optional(),
  remote: anyObject.optional(),
});

const maxCommandsInCall = 10_000;

/**
 * The ledger of a node, with group commit.
 *
 * @throws {@link ProcessingError} `PROCESSING_OPTIONS_INVALID`.
 */
export function createLedger(options: LedgerOptions): RunningLedger {
  checkOptions(optionsSchema, options, "the ledger");
  const { context, storage, archive, remote, defer = setImmediate, maxBatch = 1000, maxQueue = 10_000 } = options;
  const group = createGroupCommit({
    flush: (commands, found) => storage.online((transaction) => executePrepared(context, transaction, commands, found)),
    defer,
    maxBatch,
    maxQueue,
  });
  const lookElsewhere = createLookElsewhere({
    context,
    storage,
    archive,
    remote,
    again: async (prepared, found, { signal }) => {
      const [result] = await group.submit([{ prepared, found }], signal);
      return result as CommandResult;
    },
  });
  const canLookElsewhere = archive !== undefined || remote !== undefined;

  async function execute(
    type: Command["type"],
    command: unknown,
    portOptions: PortOptions = {},
  ): Promise<CommandProduct> {
    const prepared = prepareCommandOf(type, command);
    const [first] = await group.submit([{ prepared }], portOptions.signal);
    const result = canLookElsewhere
      ? await lookElsewhere(prepared, first as CommandResult, portOptions)
      : (first as CommandResult);
    if (result.status === "rejected") throw result.error;
    return result.product;
  }

  return {
    open: async (command, portOptions) => accountOf(await execute("open", command, portOptions)),
    changeParameters: async (command, portOptions) =>
      accountOf(await execute("changeParameters", command, portOptions)),
    allot: async (command, portOptions) => accountOf(await execute("allot", command, portOptions)),
    topUp: async (command, portOptions) => documentOf(await execute("topUp", command, portOptions)),
    pay: async (command, portOptions) => documentOf(await execute("pay", command, portOptions)),
    transfer: async (command, portOptions) => documentOf(await execute("transfer", command, portOptions)),
    refund: async (command, portOptions) => documentOf(await execute("refund", command, portOptions)),
    cancel: async (command, portOptions) => documentOf(await execute("cancel", command, portOptions)),
    adjust: async (command, portOptions) => documentOf(await execute("adjust", command, portOptions)),
    reserve: async (command, portOptions) => reservationOf(await execute("reserve", command, portOptions)),
    capture: async (command, portOptions) => documentOf(await execute("capture", command, portOptions)),
    release: async (command, portOptions) => reservationOf(await execute("release", command, portOptions)),

    async batch(commands, portOptions = {}) {
      const items = prepareAll(commands);
      const sound = items.filter((item): item is PreparedCommand => !ProcessingError.is(item));
      const results = await group.submit(
        sound.map((prepared) => ({ prepared })),
        portOptions.signal,
      );
      const completed: CommandResult[] = [];
      for (const [index, prepared] of sound.entries()) {
        const result = results[index] as CommandResult;
        completed.push(canLookElsewhere ? await lookElsewhere(prepared, result, portOptions) : result);
      }
      const inOrder = completed.values();
      return items.map((item) =>
        ProcessingError.is(item) ? { status: "rejected", error: item } : (inOrder.next().value as CommandResult),
      );
    },

    account: (id, portOptions = {}) => readAccount(context, storage, id, portOptions),
    accountsOf: (customerId, portOptions = {}) => readAccountsOf(context, storage, customerId, portOptions),
    history: (query, portOptions = {}) => readHistory({ storage, archive }, query, portOptions),
    balanceAt: (accountId, moment, portOptions = {}) =>
      readBalanceAt({ storage, archive }, accountId, moment, portOptions),
    document: (id, portOptions = {}) => readDocument(context, { storage, archive, remote }, id, portOptions),
    close: () => group.close(),
  };
}

/** Checks each command for itself: one that is malformed is refused, and hinders no other. */
function prepareAll(commands: readonly Command[]): readonly (PreparedCommand | ProcessingError)[] {
  if (!Array.isArray(commands) || commands.length === 0 || commands.length > maxCommandsInCall) {
    throw new ProcessingError(
      "PROCESSING_MALFORMED_DOCUMENT",
      `A batch must be a list of 1 to ${maxCommandsInCall} commands.`,
      { details: { path: "" } },
    );
  }
  return commands.map(prepareOrRefuse);
}

function accountOf(product: CommandProduct): Account {
  if (product.type === "account") return product.account;
  throw unexpected(product);
}

function documentOf(product: CommandProduct): MovementDocument {
  if (product.type === "document") return product.document;
  throw unexpected(product);
}

function reservationOf(product: CommandProduct): Reservation {
  if (product.type === "reservation") return product.reservation;
  throw unexpected(product);
}

/** Only an answer of the root that is not to the command can be of another type. */
function unexpected({ type }: CommandProduct): ProcessingError {
  return new ProcessingError("PROCESSING_ENVELOPE_INVALID", `The result of the command is of another type: ${type}.`);
}
