import type { Clock } from "@opora/core";
import type { LedgerRules } from "../domain/ledger/ledger-rules.js";

export type { LedgerRules };

/** What executing commands needs to know of the node. */
export interface LedgerContext {
  readonly role: "root" | "child";
  readonly nodeId: string;
  /** This run of the node: random, new at every start. Documents are marked with it. */
  readonly run: string;
  readonly rules: LedgerRules;
  readonly clock: Clock;
}
