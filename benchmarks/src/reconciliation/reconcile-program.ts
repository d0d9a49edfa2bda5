/** Reconciles two registers in a process of its own, and prints what a peer prints. */
import { reconcileRegisters } from "@opora/gis-sdk/csv";
import type { JoinOutcome } from "./join-outcome.js";

const [billing = "", acquiring = "", outDir = ""] = process.argv.slice(2);
const { result } = await reconcileRegisters({ billing: { file: billing }, acquiring: { file: acquiring }, outDir });
const outcome: JoinOutcome = {
  billingSum: result.billingSum,
  acquiringSum: result.acquiringSum,
  rows: result.rows,
  matched: result.byStatus.matched,
  peakKib: process.resourceUsage().maxRSS,
};
console.log(JSON.stringify(outcome));
