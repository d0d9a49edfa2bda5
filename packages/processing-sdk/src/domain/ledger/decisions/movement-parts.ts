import type { MovementDetails } from "../../commands.js";
import type { Movement } from "../book-movement.js";
import type { LedgerState } from "../ledger-state.js";

/** What every command that moves money says of its document. */
export function commonParts(
  { node, nowMs }: LedgerState,
  { occurredAt, contra, meta }: MovementDetails,
): Pick<Movement, "contra" | "occurredAtMs" | "meta"> {
  return {
    contra: contra ?? `node:${node.nodeId}`,
    occurredAtMs: occurredAt?.getTime() ?? nowMs,
    meta: meta === undefined ? "{}" : JSON.stringify(meta),
  };
}
