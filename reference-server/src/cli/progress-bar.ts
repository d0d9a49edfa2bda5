import { formatMinorUnits } from "@opora/core";
import type { TaskSummary } from "@opora/gis-sdk";
import cliProgress from "cli-progress";
import type { CommandContext } from "./command-context.js";

/** Shows how far a loading got. */
export interface ProgressDisplay {
  readonly update: (summary: TaskSummary) => void;
  stop(): void;
}

const silent: ProgressDisplay = { update: () => undefined, stop: () => undefined };

/** Statuses of payments of which nothing more is awaited by itself. */
const settled = ["loaded", "already_loaded", "rejected", "unanswered", "cancelled"] as const;

/** A bar on standard error, where that is a terminal. */
export function openProgressDisplay(context: CommandContext): ProgressDisplay {
  if (context.progress === "none") return silent;
  const bar = new cliProgress.SingleBar(
    { format: "{bar} {value}/{total} payments with an answer | at GIS: {sum} | {state}", clearOnComplete: false },
    cliProgress.Presets.shades_classic,
  );
  let isStarted = false;
  return {
    update({ payments, byStatus, state }) {
      const answered = settled.reduce((count, status) => count + byStatus[status].count, 0);
      const sum = formatMinorUnits(byStatus.loaded.amountKopecks + byStatus.already_loaded.amountKopecks, 2);
      if (!isStarted) bar.start(payments.count, answered, { sum, state });
      else bar.update(answered, { sum, state });
      isStarted = true;
    },
    stop: () => bar.stop(),
  };
}
