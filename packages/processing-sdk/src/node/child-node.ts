import type { Audit } from "../audit/audit.js";
import type { ComparisonReport } from "../audit/compare-with-root.js";
import type { ChildSync } from "../child/child-sync.js";
import type { CleanupReport } from "../cleanup/cleanup.js";
import type { EventLog } from "../events/event-log.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Monitor } from "../monitor/monitor.js";
import type { PageOptions } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import type { Cycle } from "./cycle.js";
import type { ExpiryReport } from "./expire-reservations.js";

/** A child processing centre: it works on copies of the root's accounts, with or without a connection. */
export interface ChildNode {
  readonly nodeId: string;
  readonly ledger: Ledger;
  readonly sync: ChildSync;
  readonly events: EventLog;
  readonly audit: Audit;
  readonly monitor: Monitor;

  /** Compares the accounts with those of the root, by digests; finds what neither of them can see alone. */
  compareWithRoot(options?: PortOptions): Promise<ComparisonReport>;
  /** Ends reservations whose time is over. */
  runExpireReservations(options?: PageOptions): Promise<ExpiryReport>;
  /** Deletes what is old and which the root has for good, now. */
  runCleanup(options?: PageOptions): Promise<CleanupReport>;
  /** Deletes it when the daily start is due; otherwise resolves with `undefined`. */
  runCleanupIfDue(options?: PageOptions): Promise<CleanupReport | undefined>;

  /** The periodic duties of the node. */
  cycles(): readonly Cycle[];
  /** Takes nothing new, resolves when everything under way is done. The store and the transport stay open: they are the host's. */
  close(): Promise<void>;
}
