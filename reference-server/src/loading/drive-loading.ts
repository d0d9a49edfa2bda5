import type { Clock } from "@opora/core";
import type { Loading, TaskSummary } from "@opora/gis-sdk";

/** What {@link driveLoading} works with. */
export interface DriveLoadingOptions {
  readonly loading: Loading;
  readonly taskId: string;
  /** The clock that the loading goes by. */
  readonly clock: Clock;
  /** Resolves after so many milliseconds of that clock, or when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Called after each round. */
  readonly onProgress?: (summary: TaskSummary) => void;
  readonly signal: AbortSignal;
}

/** A packet that fell due a moment ago may be in another's hands for a moment. */
const shortestPauseMs = 200;

/**
 * Runs the jobs of a loading until nothing more happens to the task by itself: what a host's scheduler does all day, for
 * one task. Everything is in the store, so it may be stopped at any point and started again.
 */
export async function driveLoading(options: DriveLoadingOptions): Promise<TaskSummary> {
  const { loading, taskId, clock, wait, onProgress, signal } = options;
  for (;;) {
    signal.throwIfAborted();
    await loading.runSend({ taskId, signal });
    await loading.runPoll({ taskId, signal });
    await loading.runAlarms({ signal });
    const summary = await loading.summary(taskId);
    onProgress?.(summary);
    if (summary.nextActionAt === undefined) return summary;
    await wait(Math.max(summary.nextActionAt.getTime() - clock.now().getTime(), shortestPauseMs), signal);
  }
}
