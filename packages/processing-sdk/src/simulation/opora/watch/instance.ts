import type { NodeName } from "../../schedule/step.js";
import type { Line } from "../document-line.js";

/** A document as one node has recorded it. The same id may be recorded at several nodes. */
export interface Instance {
  readonly id: string;
  readonly node: NodeName;
  readonly no: bigint;
  readonly kind: string;
  readonly payloadHash: string;
  readonly lines: readonly Line[];
  /** `lost`: its node came back from a backup that did not have it, so it may be anywhere or nowhere. */
  fate: "held" | "lost";
}
