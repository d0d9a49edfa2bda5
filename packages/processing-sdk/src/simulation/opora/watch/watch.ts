import type { Records } from "@opora/processing-sdk";
import type { ChildName, NodeName } from "../../schedule/step.js";
import type { Breach } from "../../verdict.js";
import type { Commit, Mirror } from "../mirror.js";

/** A part of the onlooker: it follows some invariants. */
export interface Watch {
  /** A node has committed something; its mirror shows it already. */
  committed?(node: NodeName, commit: Commit): Breach | undefined;
  /** Between two steps. */
  check?(): Breach | undefined;
  /** When everything is at rest. */
  checkAtRest?(): Breach | undefined;
  /** A node was backed up; a backup of the root may be confirmed now. */
  backedUp?(node: NodeName): void;
  /** A node came back from its last backup; its mirror shows it already. */
  restored?(node: NodeName): void;
}

/** What the onlooker sees of every node. */
export type Mirrors = Readonly<Record<NodeName, Mirror>>;

/** The children. */
export const childNames: readonly ChildName[] = ["a", "b"];

/** The record of a node about itself. */
export function selfOf(mirror: Mirror): Records["node"] | undefined {
  return mirror.node.get("self");
}
