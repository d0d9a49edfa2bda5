import type { NewEvent } from "../new-event.js";
import type { AccountRecord } from "../records/account-record.js";
import type { AllotmentRecord } from "../records/allotment-record.js";
import type { DocumentRecord } from "../records/document-record.js";
import type { PostingRecord } from "../records/posting-record.js";
import type { RegistryRecord } from "../records/registry-record.js";
import type { ReservationRecord } from "../records/reservation-record.js";
import type { SuspensionRecord } from "../records/suspension-record.js";
import type { Reservation } from "../reservation.js";
import type { Writable } from "../writable.js";
import type { LedgerRules } from "./ledger-rules.js";
import type { NodeState } from "./node-state.js";

/** Records while a batch is decided: each decision sees what the ones before it changed. */
export type WorkingAccount = Writable<AccountRecord>;
/** `no` is 0 until the batch is written. */
export type WorkingDocument = Writable<DocumentRecord>;
export type WorkingReservation = Writable<ReservationRecord>;
export type WorkingAllotment = Writable<AllotmentRecord>;

/** A posting with the document that gives it its `no` when the batch is written. */
export interface NewPosting {
  readonly document: WorkingDocument;
  readonly posting: Writable<PostingRecord>;
}

/** What a batch changed, to be written once at its end. */
export interface LedgerChanges {
  readonly openedAccounts: Set<WorkingAccount>;
  /** Their parameters changed. */
  readonly changedAccounts: Set<WorkingAccount>;
  /** Their balance, or what is allotted of it, changed. */
  readonly movedAccounts: Set<WorkingAccount>;
  /** What is reserved on them changed, which no other node has to know. */
  readonly heldAccounts: Set<WorkingAccount>;
  readonly newDocuments: WorkingDocument[];
  readonly postings: NewPosting[];
  /** Stored documents of which something was refunded or cancelled. */
  readonly reversedDocuments: Set<WorkingDocument>;
  /** Documents that were cleaned up and come back because something of them was refunded or cancelled. */
  readonly reinstatedDocuments: Set<WorkingDocument>;
  readonly newReservations: Set<WorkingReservation>;
  readonly endedReservations: Set<WorkingReservation>;
  readonly allotments: Set<WorkingAllotment>;
  readonly droppedAllotments: Set<WorkingAllotment>;
  readonly registry: RegistryRecord[];
  readonly suspensions: SuspensionRecord[];
  readonly events: NewEvent[];
}

/** Everything that a batch of commands or facts is decided on. */
export interface LedgerState {
  readonly node: NodeState;
  readonly rules: LedgerRules;
  readonly nowMs: number;
  readonly accounts: Map<string, WorkingAccount>;
  /** The accounts of customers whose accounts are split over by a scheme. */
  readonly customers: Map<string, WorkingAccount[]>;
  readonly documents: Map<string, WorkingDocument>;
  readonly registry: Map<string, RegistryRecord>;
  readonly reservations: Map<string, WorkingReservation>;
  /** By account, then by node. */
  readonly allotments: Map<string, Map<string, WorkingAllotment>>;
  /** By id: documents that only the archive has. */
  readonly archived: ReadonlyMap<string, DocumentRecord>;
  /** By the id of the command: reservations that the root granted to this child. */
  readonly granted: ReadonlyMap<string, Reservation>;
  readonly changes: LedgerChanges;
}

/** A state of which nothing is loaded and nothing changed. */
export function emptyState(
  known: Pick<LedgerState, "node" | "rules" | "nowMs"> & Partial<Pick<LedgerState, "archived" | "granted">>,
): LedgerState {
  return {
    archived: new Map(),
    granted: new Map(),
    ...known,
    accounts: new Map(),
    customers: new Map(),
    documents: new Map(),
    registry: new Map(),
    reservations: new Map(),
    allotments: new Map(),
    changes: {
      openedAccounts: new Set(),
      changedAccounts: new Set(),
      movedAccounts: new Set(),
      heldAccounts: new Set(),
      newDocuments: [],
      postings: [],
      reversedDocuments: new Set(),
      reinstatedDocuments: new Set(),
      newReservations: new Set(),
      endedReservations: new Set(),
      allotments: new Set(),
      droppedAllotments: new Set(),
      registry: [],
      suspensions: [],
      events: [],
    },
  };
}

/** Puts an account into the state: a new one, or one that was read. */
export function addAccount(state: LedgerState, account: WorkingAccount): void {
  state.accounts.set(account.id, account);
  state.customers.get(account.customerId)?.push(account);
}

/** Puts an allotment into the state. */
export function addAllotment(state: LedgerState, allotment: WorkingAllotment): void {
  const ofAccount = state.allotments.get(allotment.accountId) ?? new Map<string, WorkingAllotment>();
  state.allotments.set(allotment.accountId, ofAccount.set(allotment.nodeId, allotment));
}
