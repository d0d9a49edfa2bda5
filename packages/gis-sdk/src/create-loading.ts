import { type CancellationReport, type CancelPaymentsOptions, cancelPayments } from "./cancel-payments.js";
import { cancelTask, resumeTask } from "./change-task.js";
import { recheckPacket, resendPacket } from "./decide-packet.js";
import type { Packet, PacketKey } from "./domain/records/packet.js";
import type { PaymentRecord } from "./domain/records/payment-record.js";
import type { PacketState } from "./domain/states/packet-state.js";
import type { PaymentStatus } from "./domain/states/payment-status.js";
import { iteratePackets, iteratePayments } from "./iterate-records.js";
import { type LoadPaymentsOptions, type LoadPaymentsReport, loadPayments } from "./load-payments.js";
import type { RunOptions, RunReport } from "./loading/work-off.js";
import { type LoadingOptions, toLoadingContext } from "./loading-options.js";
import { type ResendPaymentsOptions, type ResendReport, resendPayments } from "./resend-payments.js";
import { type AlarmReport, runAlarms } from "./run-alarms.js";
import { runPoll } from "./run-poll.js";
import { runSend } from "./run-send.js";
import { type SettlePaymentsOptions, settlePayments } from "./settle-payments.js";
import { summarizeTask, type TaskSummary } from "./summarize-task.js";

/**
 * Loads payments into ГИС ЖКХ. Holds no timers and no state of its own: everything is in the store, so any number of
 * instances may run the same jobs, and each may be killed at any point.
 */
export interface Loading {
  /** Takes payments into a task and forms its packets. Idempotent by task id and content. */
  loadPayments(options: LoadPaymentsOptions): Promise<LoadPaymentsReport>;
  /** Job: signs and sends what is due. Call it every few seconds. */
  runSend(options?: RunOptions): Promise<RunReport>;
  /** Job: asks for the state of what is due, and applies the answers. Call it every few seconds. */
  runPoll(options?: RunOptions): Promise<RunReport>;
  /** Job: raises the alarm over packets without an answer. Call it every minute. */
  runAlarms(options?: Omit<RunOptions, "taskId">): Promise<AlarmReport>;
  /** Where a task is, in figures. */
  summary(taskId: string): Promise<TaskSummary>;
  /** Every payment of a task with its outcome and errors, or those in some statuses, in the order given. */
  payments(taskId: string, statuses?: readonly PaymentStatus[]): AsyncIterable<PaymentRecord>;
  /** Every packet of a task, or those in some states. */
  packets(taskId: string, states?: readonly PacketState[]): AsyncIterable<Packet>;
  /** Sends a packet again after a person decided so. */
  resendPacket(key: PacketKey): Promise<Packet>;
  /** Asks once more about a packet that ГИС ЖКХ had acknowledged and nobody knows the end of. */
  recheckPacket(key: PacketKey): Promise<Packet>;
  /** Puts payments into new packets, corrected where needed. */
  resendPayments(options: ResendPaymentsOptions): Promise<ResendReport>;
  /** Records what a person found out about open payments. */
  settlePayments(options: SettlePaymentsOptions): Promise<void>;
  /** Asks ГИС ЖКХ to cancel payments that it loaded. */
  cancelPayments(options: CancelPaymentsOptions): Promise<CancellationReport>;
  /** Withdraws what has not left yet. */
  cancelTask(taskId: string): Promise<void>;
  /** Lets a halted task go on. */
  resumeTask(taskId: string): Promise<void>;
}

/**
 * Puts the use cases of loading together over the ports that the host brings.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID`.
 * @example
 * ```ts
 * const loading = createLoading({
 *   store: createSqlGisStore({ database }),
 *   transport: createUndiciTransport({ endpoint: "http://127.0.0.1:8080/ext-bus-payment-service/services/PaymentAsync" }),
 *   signer: createPemSigner({ key, certificate }),
 *   clock: systemClock,
 *   ids: systemIds,
 *   random: systemRandom,
 *   sender: { orgPpaGuid: "3a16bc99-3016-42cd-b088-52106be6fa99" },
 *   profile: "supplier",
 * });
 * await loading.loadPayments({ taskId: "register-2026-01-15", payments });
 * await loading.runSend();
 * await loading.runPoll();
 * const { state, byStatus } = await loading.summary("register-2026-01-15");
 * ```
 */
export function createLoading(options: LoadingOptions): Loading {
  const context = toLoadingContext(options);
  return {
    loadPayments: (request) => loadPayments(context, request),
    runSend: (request) => runSend(context, request),
    runPoll: (request) => runPoll(context, request),
    runAlarms: (request) => runAlarms(context, request),
    summary: (taskId) => summarizeTask(context.store, taskId),
    payments: (taskId, statuses) => iteratePayments(context.store, taskId, statuses),
    packets: (taskId, states) => iteratePackets(context.store, taskId, states),
    resendPacket: (key) => resendPacket(context, key),
    recheckPacket: (key) => recheckPacket(context, key),
    resendPayments: (request) => resendPayments(context, request),
    settlePayments: (request) => settlePayments(context, request),
    cancelPayments: (request) => cancelPayments(context, request),
    cancelTask: (taskId) => cancelTask(context, taskId),
    resumeTask: (taskId) => resumeTask(context, taskId),
  };
}
