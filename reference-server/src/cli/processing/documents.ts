import type { Ledger, MovementDocument, Pay, Reservation } from "@opora/processing-sdk";
import { plainJson } from "../../processing/plain-json.js";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import type { CommandReport } from "../report.js";
import { UsageError } from "../usage-error.js";
import { readCommands } from "./command-files.js";
import type { NodeArguments } from "./database-option.js";
import { withLedger } from "./with-node.js";

interface MovementArguments extends NodeArguments {
  readonly id: string;
  readonly contra?: string;
}

interface SourceArguments {
  readonly total: bigint;
  readonly currency: string;
  readonly account?: string;
  readonly customer?: string;
  readonly scheme?: readonly string[];
}

/** Options of `opora processing document top-up`. */
export interface TopUpArguments extends MovementArguments {
  readonly accountId: string;
  readonly amount: bigint;
}

/** Options of `opora processing document pay`. */
export interface PayArguments extends MovementArguments, SourceArguments {}

/** Options of `opora processing document transfer`. */
export interface TransferArguments extends MovementArguments {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
}

/** Options of `opora processing document cancel`. */
export interface ReverseArguments extends MovementArguments {
  readonly documentId: string;
}

/** Options of `opora processing document refund`. */
export interface RefundArguments extends ReverseArguments {
  readonly amount?: bigint;
}

/** Options of `opora processing document reserve`. */
export interface ReserveArguments extends NodeArguments, SourceArguments {
  readonly id: string;
  readonly until: Date;
  readonly for?: string;
}

/** Options of `opora processing document capture` and `release`. */
export interface CaptureArguments extends MovementArguments {
  readonly reservationId: string;
  readonly amount?: bigint;
}

/** Options of `opora processing document show`. */
export interface ShowDocumentArguments extends NodeArguments {
  readonly documentId: string;
}

/** Options of `opora processing document batch`. */
export interface BatchArguments extends NodeArguments {
  readonly in: string;
}

/** Credits an account. */
export function topUpCommand(context: CommandContext, options: TopUpArguments): Promise<CommandReport> {
  const { accountId, amount } = options;
  return makeDocument(context, options, (ledger) => ledger.topUp({ ...movementOf(options), accountId, amount }));
}

/** Pays. */
export function payCommand(context: CommandContext, options: PayArguments): Promise<CommandReport> {
  const { total, currency } = options;
  const from = sourceOf(options);
  return makeDocument(context, options, (ledger) => ledger.pay({ ...movementOf(options), total, currency, from }));
}

/** Moves money between accounts. */
export function transferCommand(context: CommandContext, options: TransferArguments): Promise<CommandReport> {
  const { from, to, amount } = options;
  return makeDocument(context, options, (ledger) => ledger.transfer({ ...movementOf(options), from, to, amount }));
}

/** Gives a payment back. */
export function refundCommand(context: CommandContext, options: RefundArguments): Promise<CommandReport> {
  const { documentId, amount } = options;
  const command = { ...movementOf(options), documentId, ...(amount !== undefined && { amount }) };
  return makeDocument(context, options, (ledger) => ledger.refund(command));
}

/** Takes a document back. */
export function cancelCommand(context: CommandContext, options: ReverseArguments): Promise<CommandReport> {
  const { documentId } = options;
  return makeDocument(context, options, (ledger) => ledger.cancel({ ...movementOf(options), documentId }));
}

/** Holds money. */
export function reserveCommand(context: CommandContext, options: ReserveArguments): Promise<CommandReport> {
  const { id, total, currency, until, for: nodeId } = options;
  const from = sourceOf(options);
  return withLedger(context, options, async (ledger) =>
    reservationReport(
      await ledger.reserve({ id, total, currency, from, expiresAt: until, ...(nodeId !== undefined && { nodeId }) }),
    ),
  );
}

/** Turns a reservation into a payment. */
export function captureCommand(context: CommandContext, options: CaptureArguments): Promise<CommandReport> {
  const { reservationId, amount } = options;
  const command = { ...movementOf(options), reservationId, ...(amount !== undefined && { amount }) };
  return makeDocument(context, options, (ledger) => ledger.capture(command));
}

/** Gives up a reservation. */
export function releaseCommand(context: CommandContext, options: CaptureArguments): Promise<CommandReport> {
  const { id, reservationId } = options;
  return withLedger(context, options, async (ledger) => reservationReport(await ledger.release({ id, reservationId })));
}

/** Shows a document. */
export function showDocumentCommand(context: CommandContext, options: ShowDocumentArguments): Promise<CommandReport> {
  return makeDocument(context, options, (ledger) => ledger.document(options.documentId));
}

/** Executes the commands of a file. */
export async function batchCommand(context: CommandContext, options: BatchArguments): Promise<CommandReport> {
  const commands = await readCommands(context, options.in);
  return withLedger(context, options, async (ledger) => {
    const results = await ledger.batch(commands);
    const rejected = results.filter(({ status }) => status === "rejected").length;
    return {
      exitCode: rejected === 0 ? exitCode.ok : exitCode.partial,
      json: {
        accepted: results.length - rejected,
        rejected,
        results: results.map((result, index) => ({
          id: commands[index]?.id,
          ...(result.status === "rejected"
            ? { status: result.status, error: result.error.toJSON() }
            : { status: result.status, isRepeat: result.isRepeat, ...(plainJson(result.product) as object) }),
        })),
      },
      lines: [
        ...results.flatMap((result, index) =>
          result.status === "rejected"
            ? [`${commands[index]?.id}: ${result.error.message} [${result.error.code}]`]
            : [],
        ),
        `${results.length - rejected} accepted, ${rejected} rejected`,
      ],
    };
  });
}

async function makeDocument(
  context: CommandContext,
  options: NodeArguments,
  make: (ledger: Ledger) => Promise<MovementDocument>,
): Promise<CommandReport> {
  return withLedger(context, options, async (ledger) => {
    const document = await make(ledger);
    return { exitCode: exitCode.ok, json: plainJson(document), lines: documentLines(document) };
  });
}

function documentLines({ id, kind, state, total, currency, postings }: MovementDocument): readonly string[] {
  return [
    `${id}: ${kind} of ${total} ${currency}, ${state}`,
    ...postings.map(
      ({ line, accountId, amount, balanceAfter }) => `  ${line}. ${accountId} ${amount} → ${balanceAfter}`,
    ),
  ];
}

function reservationReport(reservation: Reservation): CommandReport {
  const { id, status, total, currency, expiresAt } = reservation;
  return {
    exitCode: exitCode.ok,
    json: plainJson(reservation),
    lines: [`${id}: ${status}, ${total} ${currency} until ${expiresAt.toISOString()}`],
  };
}

function movementOf({ id, contra }: MovementArguments): { readonly id: string; readonly contra?: string } {
  return { id, ...(contra !== undefined && { contra }) };
}

function sourceOf({ account, customer, scheme }: SourceArguments): Pay["from"] {
  if (account !== undefined && customer === undefined) return { accountId: account };
  if (account === undefined && customer !== undefined && scheme !== undefined) {
    return { customerId: customer, scheme: scheme.map(partOf) };
  }
  throw new UsageError("Say either --account, or --customer with --scheme.");
}

function partOf(text: string): { readonly kind: string; readonly maxShare?: number } {
  const [, kind, share] = /^([^:]+)(?::(\d{1,4}))?$/.exec(text) ?? [];
  if (kind === undefined) throw new UsageError(`--scheme: ${text} is no kind[:permille]`);
  return { kind, ...(share !== undefined && { maxShare: Number(share) }) };
}
