import { greaterOf } from "../domain/greater-of.js";
import type { Envelope } from "../domain/protocol/envelope.js";
import { decodeError } from "../domain/protocol/error-body.js";
import type { HelloAnswer, PushAnswer } from "../domain/protocol/messages.js";
import { toOriginId } from "../domain/protocol/origin-id.js";
import { decodeHelloAnswer, decodePullAnswer, decodePushAnswer } from "../domain/protocol/sync-messages.js";
import { ProcessingError } from "../errors.js";
import { appendEvents } from "../events/append-events.js";
import type { PortOptions, StoreTransaction } from "../ports/store.js";
import { acceptPull } from "./accept-pull.js";
import { adoptEpoch, type NewIncarnationReason, takeIncarnation } from "./begin-anew.js";
import type { ChildContext } from "./child-context.js";
import { type ChildState, readChildState } from "./child-state.js";
import type { AcceptReport } from "./child-sync.js";
import { compareReceived } from "./compare-received.js";
import { rootEpochOf } from "./local-epoch.js";

const ignored = (reason: "stale" | "unasked" | "halted"): AcceptReport => ({ status: "ignored", reason });
const applied = (accounts = 0): AcceptReport => ({ status: "applied", accounts });

type Work = (transaction: StoreTransaction, state: ChildState, incarnation: string) => Promise<AcceptReport>;

/**
 * Takes an answer of the root in one transaction. What is of another incarnation, or comes while synchronisation is
 * halted, changes nothing.
 */
async function inOneTransaction(
  context: ChildContext,
  answer: Envelope,
  options: PortOptions,
  work: Work,
): Promise<AcceptReport> {
  const incarnation = context.ids.uuid();
  return context.storage.background(async (transaction) => {
    const state = await readChildState(transaction, { lock: "update" });
    const { node } = state;
    if (answer.originId !== toOriginId(node.nodeId, node.incarnation)) return ignored("stale");
    if (node.haltCode !== "") return ignored("halted");
    return work(transaction, state, incarnation);
  }, options);
}

/** Takes the answer to the greeting: here a child learns of a new epoch. */
export function acceptHelloAnswer(
  context: ChildContext,
  answer: Envelope,
  options: PortOptions,
): Promise<AcceptReport> {
  const body = decodeHelloAnswer(answer.body);
  return inOneTransaction(context, answer, options, async (transaction, state, incarnation) => {
    const isNewEpoch = rootEpochOf(state.node.epoch) !== answer.epoch;
    const anew = (reason: NewIncarnationReason) =>
      beginAs(context, transaction, state, { incarnation, reason, rootEpoch: answer.epoch, received: body.received });
    const verdict = await compareReceived(transaction, state, body);
    if (verdict === "regressed") return anew("origin-regressed");
    if (isNewEpoch && body.received < state.node.durable) return anew("backup-too-old");
    if (isNewEpoch) {
      await adoptEpoch(context, transaction, state, answer.epoch, body);
      return { status: "restarted", reason: "new-epoch" };
    }
    if (verdict === "unknown") return ignored("stale");
    await writeContact(context, transaction, state, body);
    return applied();
  });
}

/** Takes the answer to a push: what the root has need not be sent again. */
export function acceptPushAnswer(context: ChildContext, answer: Envelope, options: PortOptions): Promise<AcceptReport> {
  const body = decodePushAnswer(answer.body);
  return inOneTransaction(context, answer, options, async (transaction, state, incarnation) => {
    if (rootEpochOf(state.node.epoch) !== answer.epoch) return ignored("stale");
    const verdict = await compareReceived(transaction, state, body);
    if (verdict === "unknown") return ignored("stale");
    if (verdict === "regressed") {
      const { received } = body;
      const reason = "origin-regressed";
      return beginAs(context, transaction, state, { incarnation, reason, rootEpoch: answer.epoch, received });
    }
    await writeContact(context, transaction, state, body);
    return applied();
  });
}

/** Takes a page of the feed. */
export function acceptPullAnswer(context: ChildContext, answer: Envelope, options: PortOptions): Promise<AcceptReport> {
  const body = decodePullAnswer(answer.body);
  return inOneTransaction(context, answer, options, async (transaction, state, incarnation) => {
    if (rootEpochOf(state.node.epoch) !== answer.epoch) return ignored("stale");
    const verdict = await compareReceived(transaction, state, body);
    if (verdict === "unknown") return ignored("stale");
    if (verdict === "regressed") {
      const { received } = body;
      const reason = "origin-regressed";
      return beginAs(context, transaction, state, { incarnation, reason, rootEpoch: answer.epoch, received });
    }
    const accounts = await acceptPull(context, transaction, state, body);
    return accounts === undefined ? ignored("stale") : applied(accounts);
  });
}

/** Takes a refusal. Those that the root can be sure of change the child; the others are for the caller. */
export function acceptError(context: ChildContext, answer: Envelope, options: PortOptions): Promise<AcceptReport> {
  const error = decodeError(answer.body);
  return inOneTransaction(context, answer, options, async (transaction, state, incarnation) => {
    const { node } = state;
    if (rootEpochOf(node.epoch) === answer.epoch) {
      if (error.code === "PROCESSING_ORIGIN_REGRESSED") {
        const { durable } = node;
        const reason = "origin-regressed";
        return beginAs(context, transaction, state, {
          incarnation,
          reason,
          rootEpoch: answer.epoch,
          received: durable,
        });
      }
      if (error.code === "PROCESSING_CURSOR_AHEAD") await halt(context, transaction, state, error);
    }
    return { status: "refused", error };
  });
}

type Restart = Parameters<typeof takeIncarnation>[3];

async function beginAs(
  context: ChildContext,
  transaction: StoreTransaction,
  state: ChildState,
  restart: Restart,
): Promise<AcceptReport> {
  await takeIncarnation(context, transaction, state, restart);
  return { status: "restarted", reason: restart.reason };
}

async function writeContact(
  { clock }: ChildContext,
  transaction: StoreTransaction,
  { node }: ChildState,
  { received, durable }: Pick<HelloAnswer & PushAnswer, "received" | "durable">,
): Promise<void> {
  if (durable > received) {
    throw new ProcessingError("PROCESSING_ENVELOPE_INVALID", "The root's watermarks contradict each other.");
  }
  const acked = greaterOf(received, node.acked);
  const kept = greaterOf(durable, node.durable);
  const lastContactAtMs = clock.now().getTime();
  await transaction.write([{ table: "node", patch: [{ id: "self", acked, durable: kept, lastContactAtMs }] }]);
}

/** The root knows less than this child learned from it: going on would lose changes, so a person has to look. */
async function halt(
  { clock }: ChildContext,
  transaction: StoreTransaction,
  { node }: ChildState,
  { code }: ProcessingError,
): Promise<void> {
  const { nodeId, acked, cursor } = node;
  await appendEvents(transaction, nodeId, clock.now().getTime(), [
    { type: "child.halted", subject: nodeId, data: { code, acked: String(acked), cursor } },
  ]);
  await transaction.write([{ table: "node", patch: [{ id: "self", haltCode: code }] }]);
}
