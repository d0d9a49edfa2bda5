import type { NewOutboxEvent } from "@opora/core";
import type { EarlierLoad } from "../domain/policy/already-loaded.js";
import type { MemberChange } from "../domain/policy/packet-effects.js";
import type { Exchange, ExchangeOutcome, ExchangeRecord } from "../domain/records/exchange.js";
import type { LoadingTask } from "../domain/records/loading-task.js";
import type { Packet, PacketKey, PacketKind } from "../domain/records/packet.js";
import type { PaymentChange } from "../domain/records/payment-change.js";
import type { PaymentRecord } from "../domain/records/payment-record.js";
import type { PacketState } from "../domain/states/packet-state.js";
import type { PaymentStatus } from "../domain/states/payment-status.js";
import type { GisErrorMessage } from "../domain/wire/read/soap-answer.js";

/** What every method of a port takes last. */
export interface PortOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A task as it is opened. */
export type NewLoadingTask = Pick<LoadingTask, "id" | "profile" | "orgPpaGuid" | "packetSize" | "createdAt">;

/** Consecutive payments of a task, of which those that break no rule form one packet. */
export interface PaymentBatch {
  readonly taskId: string;
  /** From 1 on; the number of the packet too. */
  readonly number: number;
  /** SHA-256 of what the host gave, without the TransportGUIDs: the same batch again is recognised by it. */
  readonly digest: string;
  /** Absent when no payment of the batch may be sent. */
  readonly packet?: Packet | undefined;
  readonly payments: readonly PaymentRecord[];
}

/** The end of a task's payments. */
export interface TaskSeal {
  readonly taskId: string;
  readonly batches: number;
  readonly sealedAt: Date;
  readonly events: readonly NewOutboxEvent[];
}

/** Which packets an instance wants to work on. */
export interface PacketClaimRequest {
  /** `send`: what is to be signed and sent; `poll`: what is to be asked about. */
  readonly work: "send" | "poll";
  /** Only packets of this organisation. */
  readonly orgPpaGuid: string;
  /** Only packets of this task. */
  readonly taskId?: string | undefined;
  readonly owner: string;
  /** What is due up to now is handed out; a claim that ended before now is free. */
  readonly now: Date;
  /** How long the claim lasts, in milliseconds. */
  readonly leaseMs: number;
  /** Most packets handed out. */
  readonly limit: number;
}

/** A packet that is formed within a change; the store numbers it. */
export interface NewPacket {
  readonly kind: PacketKind;
  readonly size: number;
  readonly amountKopecks: bigint;
  readonly nextActionAt: Date;
}

/** What happens to a whole task. */
export type TaskChange =
  | { readonly type: "halted"; readonly error: GisErrorMessage }
  | { readonly type: "resumed" }
  | { readonly type: "cancelled"; readonly at: Date };

/** Changes that become durable together, or not at all. */
export interface StoreCommit {
  readonly taskId: string;
  /** The packet after the change; its `revision` is the one that the change was decided on. */
  readonly packet?: Packet | undefined;
  /** Befalls all payments of the packet. */
  readonly members?: MemberChange | undefined;
  readonly payments?: readonly PaymentChange[] | undefined;
  readonly newPackets?: readonly NewPacket[] | undefined;
  /** A request that is about to leave. */
  readonly exchange?: Exchange | undefined;
  /** How a request ended. */
  readonly outcome?: ExchangeOutcome | undefined;
  readonly task?: TaskChange | undefined;
  readonly events: readonly NewOutboxEvent[];
}

/** What became of a {@link StoreCommit}. */
export type CommitResult =
  /** All of it is durable. */
  | { readonly status: "committed"; readonly newPacketNumbers: readonly number[] }
  /** The packet has another revision, or a payment another status: nothing was changed. */
  | { readonly status: "stale" };

/** Number and sum of payments. */
export interface PaymentTotal {
  readonly count: number;
  readonly amountKopecks: bigint;
}

/** A task, counted. All figures are of one moment. */
export interface TaskCounts {
  readonly task: LoadingTask;
  readonly packets: Readonly<Record<PacketState, number>>;
  readonly payments: Readonly<Record<PaymentStatus, PaymentTotal>>;
  /** Packets in `unknown` with which nothing happens by itself: recovery `ask`, or the task is halted or cancelled. */
  readonly packetsAwaitingDecision: number;
  readonly packetsAttempted: number;
  /** Packets under alarm that have no answer yet. */
  readonly packetsStalled: number;
  readonly paymentsWithAttention: number;
  /** When something may next happen by itself: a send or poll falls due, or the claim on one ends. */
  readonly nextActionAt?: Date | undefined;
}

/** A page of a task's packets. */
export interface PacketQuery {
  readonly taskId: string;
  readonly states?: readonly PacketState[] | undefined;
  /** Only packets with greater numbers. */
  readonly afterNumber?: number | undefined;
  readonly limit: number;
}

/** A page of a task's payments. */
export interface PaymentQuery {
  readonly taskId: string;
  readonly statuses?: readonly PaymentStatus[] | undefined;
  /** Only payments with greater sequence numbers. */
  readonly afterSequence?: number | undefined;
  readonly limit: number;
}

/** Which packets stand without an answer for too long. */
export interface StalledQuery {
  readonly orgPpaGuid: string;
  /** Acknowledged at this instant or before. */
  readonly ackedUntil: Date;
  readonly limit: number;
}

/**
 * Port: where tasks, packets, payments and every byte exchanged are kept. Shared by all instances of the host.
 *
 * Each method is atomic and, once it has resolved, durable. Nothing is ever deleted; exchanges, outcomes and errors are
 * only added.
 */
export interface GisStore {
  /**
   * Opens a task. Idempotent: an existing task of the same profile, organisation and packet size is returned as it is.
   *
   * @throws GisError `GIS_TASK_CONFLICT` when the id belongs to another task.
   */
  openTask(task: NewLoadingTask, options?: PortOptions): Promise<LoadingTask>;
  /**
   * Adds a batch with its packet and payments. Idempotent by task, number and digest: a batch that is there stays as it
   * is, with the TransportGUIDs that it has.
   *
   * @throws GisError `GIS_TASK_CONFLICT` when the batch has another digest, or is new and the task is sealed.
   */
  addBatch(batch: PaymentBatch, options?: PortOptions): Promise<"added" | "present">;
  /**
   * Ends a task's payments; only packets of sealed tasks are handed out. Idempotent by the number of batches.
   *
   * @throws GisError `GIS_TASK_CONFLICT` when the task has another number of batches.
   */
  sealTask(seal: TaskSeal, options?: PortOptions): Promise<LoadingTask>;
  findTask(taskId: string, options?: PortOptions): Promise<LoadingTask | undefined>;
  /**
   * Hands out packets that are due, the longest due first, under a claim. A packet is under one living claim at most,
   * however many instances ask at once. The claim raises the revision.
   *
   * - `send`: of tasks that are sealed or cancelled, and not halted: `formed` when due; `signing` when its claim ended;
   *   `unknown` with recovery `rebuild` or `repost` when due. Of every task: `sending` when its claim ended.
   * - `poll`: `acked` and `polling` when due; `unknown` with recovery `recheck` when due.
   */
  claimPackets(request: PacketClaimRequest, options?: PortOptions): Promise<readonly Packet[]>;
  /**
   * Changes what it names, all or nothing. A packet is changed only at the revision given, which is raised by one; a
   * payment only in the status given. An outcome that is there already stays as it is, and so does the reason of a halted task.
   */
  commit(commit: StoreCommit, options?: PortOptions): Promise<CommitResult>;
  findPacket(key: PacketKey, options?: PortOptions): Promise<Packet | undefined>;
  /** The payments that are in a packet now, by sequence. */
  readMembers(key: PacketKey, options?: PortOptions): Promise<readonly PaymentRecord[]>;
  /** Named payments, by sequence; those that do not exist are left out. */
  readPayments(taskId: string, sequences: readonly number[], options?: PortOptions): Promise<readonly PaymentRecord[]>;
  /** The last send of a packet, with its bytes. */
  findLastSend(key: PacketKey, options?: PortOptions): Promise<Exchange | undefined>;
  /** Payments of an organisation with one of the business keys, of any task and status. */
  findByBusinessKeys(
    orgPpaGuid: string,
    businessKeys: readonly string[],
    options?: PortOptions,
  ): Promise<readonly EarlierLoad[]>;
  /** Packets `acked` or `polling` without an alarm, the longest acknowledged first. */
  findStalling(query: StalledQuery, options?: PortOptions): Promise<readonly Packet[]>;
  countTask(taskId: string, options?: PortOptions): Promise<TaskCounts | undefined>;
  /** By number. */
  listPackets(query: PacketQuery, options?: PortOptions): Promise<readonly Packet[]>;
  /** By sequence. */
  listPayments(query: PaymentQuery, options?: PortOptions): Promise<readonly PaymentRecord[]>;
  /** Everything that was exchanged about a packet, in order. */
  listExchanges(key: PacketKey, options?: PortOptions): Promise<readonly ExchangeRecord[]>;
}
