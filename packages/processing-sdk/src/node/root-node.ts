import type { ArchiveReport } from "../archive/archiver.js";
import type { Audit } from "../audit/audit.js";
import type { CleanupReport } from "../cleanup/cleanup.js";
import type { MovementDocument } from "../domain/document.js";
import type { EventLog } from "../events/event-log.js";
import type { ExternalDocuments, ImportReport } from "../external/external-documents.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Monitor } from "../monitor/monitor.js";
import type { PageOptions } from "../page-options.js";
import type { PortOptions } from "../ports/store.js";
import type { EnvelopeHandler } from "../ports/transport.js";
import type { OfflineRequests, RequestsReport } from "../requests/offline-requests.js";
import type { BackupMark } from "../root/backup-marks.js";
import type { SettleReport } from "../root/settle.js";
import type { RedriveOptions, RedriveReport, Suspension, SuspensionQuery } from "../root/suspensions.js";
import type { CustomerTotalsService, TotalsReport } from "../totals/customer-totals.js";
import type { Cycle } from "./cycle.js";
import type { ExpiryReport } from "./expire-reservations.js";

/** The root processing centre: it has every account, and settles what its children did. */
export interface RootNode {
  readonly nodeId: string;
  readonly ledger: Ledger;
  readonly requests: OfflineRequests;
  readonly externalDocuments: ExternalDocuments;
  readonly customerTotals: CustomerTotalsService;
  readonly events: EventLog;
  readonly audit: Audit;
  readonly monitor: Monitor;
  /** Answers children: give it to the listeners. */
  readonly handle: EnvelopeHandler;

  /** Books what children sent: one page of each child in turn. */
  runSettle(options?: PageOptions): Promise<SettleReport>;
  /** Ends reservations whose time is over. */
  runExpireReservations(options?: PageOptions): Promise<ExpiryReport>;
  /** Keeps documents and accounts for good. Rejects with `PROCESSING_OPTIONS_INVALID` when the node has no archive. */
  runArchive(options?: PageOptions): Promise<ArchiveReport>;
  runRequests(options?: PageOptions): Promise<RequestsReport>;
  runExternalDocuments(options?: PageOptions): Promise<ImportReport>;
  runCustomerTotals(options?: PageOptions): Promise<TotalsReport>;
  /** Deletes what is old and safe elsewhere, now. */
  runCleanup(options?: PageOptions): Promise<CleanupReport>;
  /** Deletes it when the daily start is due; otherwise resolves with `undefined`. */
  runCleanupIfDue(options?: PageOptions): Promise<CleanupReport | undefined>;

  /** Documents of children whose accounts could not take them, by id. */
  suspensions(query?: SuspensionQuery, options?: PortOptions): Promise<readonly Suspension[]>;
  /** Books a suspended document on its accounts after all, or on others. Repeating it changes nothing. */
  redrive(documentId: string, options?: RedriveOptions): Promise<MovementDocument>;
  /** Tries every open suspension once, in the order of ids. */
  runRedrive(options?: PageOptions): Promise<RedriveReport>;

  /**
   * To be called once after the root was restored from a backup, before it answers: it takes a new epoch, by which its
   * children see that they have to send again what the backup lacks. Resolves with the epoch.
   */
  declareRestored(options?: PortOptions): Promise<string>;
  /** Says what a backup that is begun after this call holds at least. Plain JSON: keep it beside the backup. */
  markBackup(options?: PortOptions): Promise<BackupMark>;
  /** Says that the backup of a mark is complete and safe: what it holds may be deleted. Repeating it changes nothing. */
  confirmBackup(mark: BackupMark, options?: PortOptions): Promise<void>;

  /** The periodic duties of the node. */
  cycles(): readonly Cycle[];
  /** Takes nothing new, resolves when everything under way is done. The store and the archive stay open: they are the host's. */
  close(): Promise<void>;
}
