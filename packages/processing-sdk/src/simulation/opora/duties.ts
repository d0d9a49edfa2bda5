import { retentionDays } from "../schedule/population.js";
import type { ChildName, Duty, NodeName } from "../schedule/step.js";
import type { Backups } from "./backups.js";
import type { System } from "./system.js";

/** What the root does in one round, in this order. */
const roundOfRoot: readonly Duty[] = ["requests", "imports", "settle", "archive", "expire", "totals"];

/** Lets a node do one of its duties; a child has few. */
export function runDuty(system: System, at: NodeName, duty: Duty): Promise<string> {
  return system.attempt(at, async () => {
    if (at === "root") return runRootDuty(system, duty);
    if (duty === "expire") return system.child(at).runExpireReservations();
    return system.child(at).runCleanup();
  });
}

function runRootDuty(system: System, duty: Duty): Promise<unknown> {
  const root = system.root();
  switch (duty) {
    case "settle":
      return root.runSettle();
    case "archive":
      return root.runArchive();
    case "cleanup":
      return root.runCleanup();
    case "expire":
      return root.runExpireReservations();
    case "totals":
      return root.runCustomerTotals();
    case "redrive":
      return root.runRedrive();
    case "requests":
      return root.runRequests();
    case "imports":
      return root.runExternalDocuments();
  }
}

/** Lets the root do everything that it does again and again, until something goes wrong. */
export async function runRootWork(system: System): Promise<string> {
  for (const duty of roundOfRoot) {
    const outcome = await runDuty(system, "root", duty);
    if (outcome !== "done") return outcome;
  }
  return "done";
}

/** Lets a child synchronise over a line that works. */
export async function runCycle(system: System, child: ChildName): Promise<string> {
  system.line.isReliable = true;
  try {
    return await system.attempt(child, () => system.child(child).sync.runSync());
  } finally {
    system.line.isReliable = false;
  }
}

/** Everything that ever happens to a document of a child after it was recorded. */
export async function liveOut(system: System, child: ChildName, backups: Backups): Promise<string> {
  const acts: readonly (() => Promise<string>)[] = [
    () => runCycle(system, child),
    () => runDuty(system, "root", "settle"),
    () => runDuty(system, "root", "archive"),
    () => backups.backUp("root"),
    () => runCycle(system, child),
    async () => {
      system.clocks.elapse(retentionDays + 1);
      return "done";
    },
    () => runDuty(system, child, "cleanup"),
    () => runDuty(system, "root", "cleanup"),
  ];
  for (const act of acts) {
    const outcome = await act();
    if (outcome !== "done") return outcome;
  }
  return "done";
}
