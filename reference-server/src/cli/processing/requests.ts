import { plainJson } from "../../processing/plain-json.js";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import type { CommandReport } from "../report.js";
import { readCommands } from "./command-files.js";
import type { NodeArguments } from "./database-option.js";
import { withRoot } from "./with-node.js";

/** Options of `opora processing requests add` and `external add`. */
export interface AddArguments extends NodeArguments {
  readonly in: string;
}

/** Options of `opora processing requests reprocess`. */
export interface ReprocessArguments extends NodeArguments {
  readonly id: string;
}

/** Leaves commands to be executed later. */
export async function addRequestsCommand(context: CommandContext, options: AddArguments): Promise<CommandReport> {
  const commands = await readCommands(context, options.in);
  return withRoot(context, options, async ({ requests }) => {
    const added = [];
    for (const command of commands) {
      added.push({ id: command.id, status: await requests.addRequest({ command }) });
    }
    return { exitCode: exitCode.ok, json: added, lines: added.map(({ id, status }) => `${id}: ${status}`) };
  });
}

/** Executes the requests that wait. */
export function runRequestsCommand(context: CommandContext, options: NodeArguments): Promise<CommandReport> {
  return withRoot(context, options, async (root) => {
    const report = await root.runRequests({ signal: context.signal });
    return {
      exitCode: report.failed === 0 && report.isFinished ? exitCode.ok : exitCode.partial,
      json: plainJson(report),
      lines: [`${report.executed} executed, ${report.failed} failed, ${report.incomplete} incomplete`],
    };
  });
}

/** Lists requests that were refused. */
export function requestFailuresCommand(context: CommandContext, options: NodeArguments): Promise<CommandReport> {
  return withRoot(context, options, async ({ requests }) => {
    const failures = await requests.failures({ limit: 10_000 });
    return {
      exitCode: exitCode.ok,
      json: plainJson(failures),
      lines: failures.map(({ id, code, message }) => `${id}: ${message} [${code}]`),
    };
  });
}

/** Lets a refused request be tried again. */
export function reprocessRequestCommand(context: CommandContext, options: ReprocessArguments): Promise<CommandReport> {
  const { id } = options;
  return withRoot(context, options, async ({ requests }) => {
    await requests.reprocess(id);
    return { exitCode: exitCode.ok, json: { id }, lines: [`${id} waits again.`] };
  });
}
