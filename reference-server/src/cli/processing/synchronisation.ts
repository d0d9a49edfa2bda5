import type { ChildNode } from "@opora/processing-sdk";
import type { NodeSurroundings } from "../../processing/open-node.js";
import { plainJson } from "../../processing/plain-json.js";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import type { CommandReport } from "../report.js";
import { UsageError } from "../usage-error.js";
import type { NodeArguments } from "./database-option.js";
import { type RootArguments, transportOpener } from "./root-option.js";
import { withNode, withRoot } from "./with-node.js";

/** Options of `opora processing sync run`, `push` and `pull`. */
export interface SyncArguments extends NodeArguments, RootArguments {
  readonly maxPages?: number;
}

/** Synchronises a child with its root once. */
export function syncCommand(
  context: CommandContext,
  direction: "run" | "push" | "pull",
  options: SyncArguments,
): Promise<CommandReport> {
  const { signal } = context;
  const opener = transportOpener(context, options);
  const pages = { signal, ...(options.maxPages !== undefined && { maxPages: options.maxPages }) };
  const work = async ({ sync }: ChildNode): Promise<CommandReport> => {
    const runs = { run: sync.runSync, push: sync.runPush, pull: sync.runPull };
    const report = await runs[direction](pages);
    return {
      exitCode: report.isFinished ? exitCode.ok : exitCode.partial,
      json: plainJson(report),
      lines: [`${report.pushed} documents handed over, ${report.pulled} accounts taken over`],
    };
  };
  return withChild(context, options, work, opener === undefined ? {} : { openTransport: opener });
}

/** Books everything that children sent. */
export function settleCommand(context: CommandContext, options: NodeArguments): Promise<CommandReport> {
  return withRoot(context, options, async (root) => {
    const report = await root.runSettle({ signal: context.signal, maxPages: 1_000_000 });
    const { applied, suspended, duplicate, conflict, malformed, archiveOnly } = report.outcomes;
    return {
      exitCode: suspended + conflict + malformed === 0 ? exitCode.ok : exitCode.partial,
      json: plainJson(report),
      lines: [
        `${report.documents} documents: ${applied} applied, ${archiveOnly} for the archive only, ${duplicate} duplicates, ` +
          `${suspended} suspended, ${conflict} in conflict, ${malformed} malformed`,
      ],
    };
  });
}

/** Lets a child begin anew. */
export function resynchroniseCommand(context: CommandContext, options: NodeArguments): Promise<CommandReport> {
  return withChild(context, options, async ({ sync, nodeId }) => {
    await sync.resynchronise();
    return { exitCode: exitCode.ok, json: { nodeId }, lines: [`${nodeId} takes every account over anew.`] };
  });
}

function withChild(
  context: CommandContext,
  options: NodeArguments,
  work: (child: ChildNode) => Promise<CommandReport>,
  surroundings?: NodeSurroundings,
): Promise<CommandReport> {
  return withNode(
    context,
    options,
    (open) => {
      if (open.role !== "child") throw new UsageError(`${options.database} holds a root: this is for a child.`);
      return work(open.node);
    },
    surroundings,
  );
}
