import { commandFromJson, type ExternalCommand, type ExternalDocument, type ImportResult } from "@opora/processing-sdk";
import { plainJson } from "../../processing/plain-json.js";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import type { CommandReport } from "../report.js";
import { UsageError } from "../usage-error.js";
import { readJsonLines } from "./command-files.js";
import type { NodeArguments } from "./database-option.js";
import type { AddArguments } from "./requests.js";
import { withRoot } from "./with-node.js";

/** Options of `opora processing external reprocess`. */
export interface ReprocessExternalArguments extends NodeArguments {
  readonly source: string;
  readonly externalNumber: string;
}

/** Takes documents of another system. */
export async function addExternalCommand(context: CommandContext, options: AddArguments): Promise<CommandReport> {
  const documents = (await readJsonLines(context, options.in)).map(toExternalDocument);
  return withRoot(context, options, async ({ externalDocuments }) => {
    const results: ImportResult[] = [];
    for (const document of documents) results.push(await externalDocuments.add(document));
    return { exitCode: exitCode.ok, json: plainJson(results), lines: results.map(resultLine) };
  });
}

/** Imports what waits. */
export function runExternalCommand(context: CommandContext, options: NodeArguments): Promise<CommandReport> {
  return withRoot(context, options, async (root) => {
    const report = await root.runExternalDocuments({ signal: context.signal });
    return {
      exitCode: report.failed === 0 && report.isFinished ? exitCode.ok : exitCode.partial,
      json: plainJson(report),
      lines: [`${report.imported} imported, ${report.repeated} of them before, ${report.failed} failed`],
    };
  });
}

/** Lists external documents that were refused. */
export function externalFailuresCommand(context: CommandContext, options: NodeArguments): Promise<CommandReport> {
  return withRoot(context, options, async ({ externalDocuments }) => {
    const failures = await externalDocuments.failures({ limit: 10_000 });
    return { exitCode: exitCode.ok, json: plainJson(failures), lines: failures.map(resultLine) };
  });
}

/** Lets a refused document be tried again. */
export function reprocessExternalCommand(
  context: CommandContext,
  options: ReprocessExternalArguments,
): Promise<CommandReport> {
  const { source, externalNumber } = options;
  return withRoot(context, options, async ({ externalDocuments }) => {
    await externalDocuments.reprocess({ source, externalNumber });
    return {
      exitCode: exitCode.ok,
      json: { source, externalNumber },
      lines: [`${externalNumber} of ${source} waits again.`],
    };
  });
}

function resultLine({ source, externalNumber, status, code, message }: ImportResult): string {
  const problem = code === undefined ? "" : `: ${message} [${code}]`;
  return `${externalNumber} of ${source}: ${status}${problem}`;
}

function toExternalDocument(value: unknown): ExternalDocument {
  const { source, externalNumber, command } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof source !== "string" || typeof externalNumber !== "string") {
    throw new UsageError("--in: each line has source, externalNumber and command");
  }
  // The id of the document follows from the number; until then the number stands in its place.
  const { id: _, ...rest } = commandFromJson({ ...(command as object), id: "external" });
  return { source, externalNumber, command: rest as ExternalCommand };
}
