import type { Ledger, RootNode } from "@opora/processing-sdk";
import { type NodeSurroundings, type OpenNode, openNode } from "../../processing/open-node.js";
import type { CommandContext } from "../command-context.js";
import type { CommandReport } from "../report.js";
import { UsageError } from "../usage-error.js";
import { type NodeArguments, placeOf } from "./database-option.js";

/** Opens the node of a command, and closes it after the work. */
export async function withNode(
  context: CommandContext,
  options: NodeArguments,
  work: (open: OpenNode) => Promise<CommandReport>,
  surroundings: NodeSurroundings = {},
): Promise<CommandReport> {
  const open = await openNode(placeOf(context, options), surroundings);
  if (open === undefined) {
    throw new UsageError(`${options.database} holds no node: make one with opora processing node init.`);
  }
  try {
    return await work(open);
  } finally {
    await open.close();
  }
}

/** As {@link withNode}, for what every node has. */
export function withLedger(
  context: CommandContext,
  options: NodeArguments,
  work: (ledger: Ledger) => Promise<CommandReport>,
): Promise<CommandReport> {
  return withNode(context, options, ({ node }) => work(node.ledger));
}

/** As {@link withNode}, for what only a root does. */
export function withRoot(
  context: CommandContext,
  options: NodeArguments,
  work: (root: RootNode) => Promise<CommandReport>,
  surroundings?: NodeSurroundings,
): Promise<CommandReport> {
  return withNode(
    context,
    options,
    (open) => {
      if (open.role !== "root") throw new UsageError(`${options.database} holds a child: this is for a root.`);
      return work(open.node);
    },
    surroundings,
  );
}
