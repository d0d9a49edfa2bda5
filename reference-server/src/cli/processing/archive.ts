import type { NodeSurroundings } from "../../processing/open-node.js";
import { plainJson } from "../../processing/plain-json.js";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import type { CommandReport } from "../report.js";
import { type NodeArguments, placeOf } from "./database-option.js";
import { readSettings } from "./settings-option.js";
import { withNode, withRoot } from "./with-node.js";

/** Options of `opora processing archive …` and `audit`. */
export interface ArchiveArguments extends NodeArguments {
  readonly archive?: string;
  readonly settings?: string;
}

/** Archives everything that is settled. */
export async function archiveCommand(context: CommandContext, options: ArchiveArguments): Promise<CommandReport> {
  const work: Parameters<typeof withRoot>[2] = async (root) => {
    const report = await root.runArchive({ signal: context.signal, maxPages: 1_000_000 });
    return {
      exitCode: report.isCaughtUp ? exitCode.ok : exitCode.partial,
      json: plainJson(report),
      lines: [`${report.documents} documents and ${report.accounts} accounts archived`],
    };
  };
  return withRoot(context, options, work, await surroundingsOf(context, options));
}

/** Deletes what is old and kept elsewhere. */
export async function cleanupCommand(context: CommandContext, options: ArchiveArguments): Promise<CommandReport> {
  const work: Parameters<typeof withNode>[2] = async ({ node }) => {
    const report = await node.runCleanup({ signal: context.signal });
    const retained = Object.entries(report.retained).filter(([, number]) => number > 0);
    return {
      exitCode: report.isFinished ? exitCode.ok : exitCode.partial,
      json: plainJson(report),
      lines: [
        `${report.documents} documents, ${report.postings} postings, ${report.reservations} reservations and ${report.events} events deleted`,
        ...retained.map(([reason, number]) => `${number} kept: ${reason}`),
      ],
    };
  };
  return withNode(context, options, work, await surroundingsOf(context, options));
}

/** Audits a node. */
export async function auditCommand(context: CommandContext, options: ArchiveArguments): Promise<CommandReport> {
  const work: Parameters<typeof withNode>[2] = async ({ node }) => {
    const report = await node.audit.run({ signal: context.signal });
    return {
      exitCode: report.findingCount === 0 ? exitCode.ok : exitCode.refused,
      json: plainJson(report),
      lines: [
        ...report.sums.map(
          ({ scope, currency, accounts, balance }) => `${scope} ${currency}: ${balance} on ${accounts} accounts`,
        ),
        ...report.findings.map(
          ({ kind, subject, expected, found }) => `${kind} ${subject}: ${found} instead of ${expected}`,
        ),
        `${report.accounts} accounts, ${report.documents} documents, ${report.postings} postings: ${report.findingCount} findings`,
      ],
    };
  };
  return withNode(context, options, work, await surroundingsOf(context, options));
}

async function surroundingsOf(
  context: CommandContext,
  { archive, settings }: ArchiveArguments,
): Promise<NodeSurroundings> {
  return {
    ...(archive !== undefined && { archive: placeOf(context, { database: archive }) }),
    ...(settings !== undefined && { settings: await readSettings(context, settings) }),
  };
}
