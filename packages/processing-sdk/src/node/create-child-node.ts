import type { ChildNode } from "./child-node.js";
import type { ChildNodeOptions } from "./node-options.js";

/** Starts a child processing centre on its store. */
export async function createChildNode(_options: ChildNodeOptions): Promise<ChildNode> {
  throw new Error("under way");
}
