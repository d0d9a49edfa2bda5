import type { Clock } from "@opora/core";

/** Pauses before the first, second, … poll of a packet; the last one repeats. */
const leastPausesMs = [10_000, 60_000, 300_000, 900_000, 1_800_000] as const;

/** Watches over the pace of polling. */
export interface PollingGuard {
  /** Notes a poll, and says whether it came before its time. A poll that came too early does not count as one. */
  note(gisMessageGuid: string, ackedAt: Date): "in-time" | "too-early";
  /** How many polls came before their time. */
  violations(): number;
}

/** Creates a guard that knows of no poll yet. */
export function createPollingGuard({ clock }: { readonly clock: Clock }): PollingGuard {
  const polls = new Map<string, { readonly count: number; readonly lastAt: number }>();
  let violations = 0;
  return {
    note(gisMessageGuid, ackedAt) {
      const now = clock.now().getTime();
      const { count, lastAt } = polls.get(gisMessageGuid) ?? { count: 0, lastAt: ackedAt.getTime() };
      const pauseMs = leastPausesMs[Math.min(count, leastPausesMs.length - 1)] ?? 0;
      if (now - lastAt < pauseMs) {
        violations += 1;
        return "too-early";
      }
      polls.set(gisMessageGuid, { count: count + 1, lastAt: now });
      return "in-time";
    },
    violations: () => violations,
  };
}
