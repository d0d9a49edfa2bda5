/** When a request that fails is processed all the same: before it fails, or not at all. */
export type FaultProcessing = "processed" | "not-processed";

/** A way in which a request fails. */
export type StandInFault =
  /** A SOAP fault. */
  | {
      readonly kind: "soap-fault";
      readonly code: string;
      readonly message: string;
      /** Default: 500. */
      readonly status?: number;
      readonly processing?: FaultProcessing;
    }
  /** What a gateway answers by itself: an HTML page, an empty body. */
  | {
      readonly kind: "gateway";
      readonly status: number;
      readonly body: string;
      readonly processing?: FaultProcessing;
    }
  /** The connection is cut: without an answer, or amid one. */
  | { readonly kind: "cut"; readonly moment: "before-answer" | "amid-answer"; readonly processing: FaultProcessing }
  /** The answer never comes to its end. */
  | { readonly kind: "stall"; readonly moment: "before-answer" | "amid-answer"; readonly processing: FaultProcessing }
  /** A poll is answered with `ErrorMessage`, by default under HTTP 500. */
  | { readonly kind: "state-error"; readonly code: string; readonly description: string; readonly status?: number }
  /** The packet is acknowledged, and later refused as a whole. */
  | { readonly kind: "refuse-packet"; readonly code: string; readonly description: string }
  /** The packet is acknowledged and forgotten: polls get INT002013. */
  | { readonly kind: "forget-packet" };

/** A fault that waits for its request. */
export interface PlannedFault {
  readonly fault: StandInFault;
  /** Default: `any`. */
  readonly on?: "import" | "getState" | "any";
  /** How many requests it hits. Default: 1. */
  readonly times?: number;
}
