/** A figure whose history somebody else keeps: the shape of Prometheus, without a dependency on it. */
export interface Metric {
  /** For instance `processing_origin_received`. */
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: readonly MetricSample[];
}

/** One value of a metric. Sequence numbers beyond 2^53 lose their last digits: they are for curves, not for accounts. */
export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
