import type { Packet } from "../records/packet.js";
import type { PaymentChange } from "../records/payment-change.js";
import type { PaymentAnswer, PaymentError, PaymentRecord } from "../records/payment-record.js";
import type { PaymentStatus } from "../states/payment-status.js";
import type { GisErrorMessage, ImportResult } from "../wire/read/soap-answer.js";
import { type EarlierLoad, judgeAlreadyLoaded } from "./already-loaded.js";
import type { PacketAnomaly } from "./decision.js";
import { errorMeaning } from "./error-policy.js";
import { matchResults } from "./match-results.js";

/** What a final answer changes. */
export interface PaymentOutcomes {
  readonly changes: readonly PaymentChange[];
  readonly anomalies: readonly PacketAnomaly[];
}

/** Statuses in which a payment still waits for the answer of its packet. */
const waiting: readonly PaymentStatus[] = ["sent", "unknown"];

/** Business keys of the payments that GIS says it had before: our earlier loads of them are needed to judge. */
export function claimedKeys(members: readonly PaymentRecord[], results: readonly ImportResult[]): readonly string[] {
  const { subjects } = matchResults(members.map(asSubject), results);
  const keys = subjects
    .filter((entry) => entry.results.some(saysAlreadyLoaded))
    .map(({ subject }) => subject.member.businessKey);
  return [...new Set(keys)];
}

/**
 * What the results of a packet mean for its payments. Pure; applied to payments that already have their answer it
 * changes nothing.
 *
 * @param earlierLoads - Our payments with the business keys of {@link claimedKeys}, of any task.
 */
export function decideImportOutcomes(
  packet: Packet,
  members: readonly PaymentRecord[],
  results: readonly ImportResult[],
  earlierLoads: readonly EarlierLoad[],
): PaymentOutcomes {
  const { subjects, foreignGuids } = matchResults(members.map(asSubject), results);
  const anomalies: PacketAnomaly[] = foreignGuids.map((guid) => ({ kind: "unknown-transport-guid", subject: guid }));
  const known = [...earlierLoads];
  const changes = new Map<number, PaymentChange>();
  // Plain answers first: they tell which of several equal payments GIS has.
  for (const pass of ["plain", "already-loaded"] as const) {
    for (const { subject, results: own } of subjects) {
      const { member } = subject;
      if (!waiting.includes(member.status)) continue;
      if ((pass === "already-loaded") !== own.some(saysAlreadyLoaded)) continue;
      const change = outcomeOf(packet, member, own, known);
      changes.set(member.sequence, change);
      known.push(asEarlierLoad(member, change));
      if (change.attention === "contradictory-answers") {
        anomalies.push({ kind: "contradictory-results", subject: subject.transportGuid });
      }
    }
  }
  return { changes: [...changes.values()].sort((left, right) => left.sequence - right.sequence), anomalies };
}

function outcomeOf(
  packet: Packet,
  member: PaymentRecord,
  results: readonly ImportResult[],
  known: readonly EarlierLoad[],
): PaymentChange {
  const base = { sequence: member.sequence, from: member.status };
  const [result, ...others] = results;
  if (result === undefined) return { ...base, to: "unanswered" };
  const errors = results.flatMap((entry) => entry.errors.map((error) => inPacket(error, packet.number)));
  const answer = answerOf(results);
  if (others.length > 0) {
    return { ...base, to: "unknown", attention: "contradictory-answers", errors, ...(answer && { answer }) };
  }
  if (result.errors.length === 0) return { ...base, to: "loaded", answer: answer ?? {} };
  if (!result.errors.every(({ code }) => errorMeaning(code) === "already-loaded")) {
    return { ...base, to: "rejected", errors };
  }
  const rivals = known.filter(
    (load) =>
      load.businessKey === member.businessKey && !(load.taskId === member.taskId && load.sequence === member.sequence),
  );
  const verdict = judgeAlreadyLoaded(member, packet, rivals);
  if (verdict.isOurs === "no") return { ...base, to: "rejected", errors, attention: verdict.attention };
  return { ...base, to: "already_loaded", errors, ...(verdict.answer && { answer: verdict.answer }) };
}

/** An error of a packet as an error of its payment. */
export function inPacket(error: GisErrorMessage, packetNumber: number): PaymentError {
  return { ...error, packetNumber };
}

function answerOf(results: readonly ImportResult[]): PaymentAnswer | undefined {
  const loaded = results.find((result) => result.errors.length === 0);
  if (loaded === undefined) return undefined;
  return { guid: loaded.guid, uniqueNumber: loaded.uniqueNumber, updateDate: loaded.updateDate };
}

function saysAlreadyLoaded(result: ImportResult): boolean {
  return result.errors.some(({ code }) => errorMeaning(code) === "already-loaded");
}

function asSubject(member: PaymentRecord): { readonly transportGuid: string; readonly member: PaymentRecord } {
  return { transportGuid: member.payment.transportGuid, member };
}

function asEarlierLoad(member: PaymentRecord, change: PaymentChange): EarlierLoad {
  return {
    taskId: member.taskId,
    sequence: member.sequence,
    businessKey: member.businessKey,
    status: change.to,
    amountKopecks: member.payment.amountKopecks,
    orderDate: member.payment.orderDate,
    answer: change.answer,
  };
}
