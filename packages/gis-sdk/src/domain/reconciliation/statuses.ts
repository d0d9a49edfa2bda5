/**
 * What a line of the reconciliation says about its rows. The set is closed.
 *
 * | status | meaning |
 * |---|---|
 * | `matched` | one charge and one payment of the same key agree in both components |
 * | `matched-in-group` | several rows of the key agree in total: one to many, many to one, many to many |
 * | `date-mismatch` | the components agree, but the dates lie further apart than the declared window |
 * | `component-mismatch` | the totals agree, but main sum and fine are divided otherwise |
 * | `amount-mismatch` | the key stands in both registers with different totals |
 * | `billing-only` | charged, and nothing of the other register is left for it |
 * | `acquiring-only` | paid, and nothing of the other register is left for it |
 * | `outside-period` | the row's date lies outside of the declared period; it was set aside |
 */
export type ReconciliationStatus = (typeof reconciliationStatuses)[number];

/** All statuses, in the order of reports. */
export const reconciliationStatuses = [
  "matched",
  "matched-in-group",
  "date-mismatch",
  "component-mismatch",
  "amount-mismatch",
  "billing-only",
  "acquiring-only",
  "outside-period",
] as const;

/**
 * The stage that decided about a row; each stage sees only what the stages before it left.
 *
 * `period` (outside of it) → `exact` (date and components) → `date-window` (components, another date within the
 * window) → `tolerance` (components within the tolerance) → `group` (totals of several rows) → `difference` (the same
 * key with something different) → `one-sided`.
 */
export type ReconciliationStage = (typeof reconciliationStages)[number];

/** All stages, in the order in which they run. */
export const reconciliationStages = [
  "period",
  "exact",
  "date-window",
  "tolerance",
  "group",
  "difference",
  "one-sided",
] as const;

/**
 * What else is worth knowing about a line.
 *
 * - `billing-duplicate`, `acquiring-duplicate`: the same register holds another row of this key with the same date and
 *   components.
 * - `refund`: a component of a row of the line is negative.
 * - `zero`: both components of a row of the line are zero.
 * - `within-tolerance`: the rows were accepted as equal although they differ by a few kopecks.
 * - `search-cut-short`: the search for a matching group stopped at its limit, so a group may exist.
 */
export type LineNote = (typeof lineNotes)[number];

/** All notes, in the order in which a line lists them. */
export const lineNotes = [
  "billing-duplicate",
  "acquiring-duplicate",
  "refund",
  "zero",
  "within-tolerance",
  "search-cut-short",
] as const;
