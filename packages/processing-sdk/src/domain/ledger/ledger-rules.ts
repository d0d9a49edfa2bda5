/** Rules of a node that the host chooses. */
export interface LedgerRules {
  /** Whether a blocked account takes credits. Default: `accept`. */
  readonly creditsOnBlocked: "accept" | "refuse";
  /** What the root does with a child's debit of an account that is blocked. Default: `apply`: the goods are gone. */
  readonly factsOnBlocked: "apply" | "suspend";
  /** Over how many feeds the root spreads its accounts, by customer. Default: 1. */
  readonly shards: number;
}
