/** One claim about speed or memory, measured beside a peer in the same run. */
export interface Comparison {
  /** What is compared with what, for instance `Streebog-256 of 1 MiB, ours to OpenSSL's engine`. */
  readonly name: string;
  /** Raw figures with their unit in the key, for instance `oursMbPerSecond`. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** The measured ratio that the claim is about. */
  readonly ratio: number;
  /** The limit of the claim. */
  readonly target: number;
  /** Whether the ratio must reach the target or stay below it. */
  readonly comparison: "at least" | "at most";
}

/** A benchmark: run by `npm run bench`, alone or with the others. */
export interface Benchmark {
  /** Short name, also the argument that selects it: `npm run bench -- streebog`. */
  readonly name: string;
  /** Measures; rejects when a peer that it needs is absent. */
  run(): Promise<readonly Comparison[]>;
}

/** Whether the claim holds. */
export function isMet({ ratio, target, comparison }: Comparison): boolean {
  return comparison === "at least" ? ratio >= target : ratio <= target;
}
