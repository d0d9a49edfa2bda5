import type { Logger } from "@opora/core";
import type { Ledger } from "../ledger/ledger.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import type { NodeStorage } from "../storage/node-storage.js";

/** What the root's side of synchronisation works with. */
export interface RootContext {
  readonly storage: NodeStorage;
  readonly ledgerContext: LedgerContext;
  readonly ledger: Ledger;
  readonly logger: Logger;
  /** `confirmed`: children may clean up what is archived and in a confirmed backup; `none`: what is archived. */
  readonly backups: "confirmed" | "none";
  /** Nodes that may be children; absent: any that the listener lets in. */
  readonly children?: ReadonlySet<string>;
  /** Largest message, in bytes. */
  readonly maxEnvelopeBytes: number;
}
