import type { RootNodeOptions } from "./node-options.js";
import type { RootNode } from "./root-node.js";

/** Starts a root processing centre on its store. */
export async function createRootNode(_options: RootNodeOptions): Promise<RootNode> {
  throw new Error("under way");
}
