import { once } from "node:events";
import type { BackupMark } from "@opora/processing-sdk";
import { type Doors, listenForChildren } from "../../processing/listen-for-children.js";
import { openNode } from "../../processing/open-node.js";
import { plainJson } from "../../processing/plain-json.js";
import { prometheusText } from "../../processing/prometheus-text.js";
import { runCycles } from "../../processing/run-cycles.js";
import { type CommandContext, pathOf } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import { writeOutput } from "../files.js";
import type { CommandReport } from "../report.js";
import { UsageError } from "../usage-error.js";
import { type NodeArguments, placeOf } from "./database-option.js";
import { type RootArguments, transportOpener } from "./root-option.js";
import { readJson, readSettings } from "./settings-option.js";
import { withNode, withRoot } from "./with-node.js";

/** Options of `opora processing node init`. */
export interface InitArguments extends NodeArguments {
  readonly role: "root" | "child";
  readonly node: string;
}

/** Options of `opora processing node run`. */
export interface RunArguments extends NodeArguments, RootArguments {
  readonly settings?: string;
  readonly archive?: string;
  readonly host: string;
  readonly http?: number;
  readonly tcp?: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
  readonly keys?: string;
  readonly trustNetwork?: true;
}

/** Options of `opora processing node backup-mark`. */
export interface MarkArguments extends NodeArguments {
  readonly out: string;
}

/** Options of `opora processing node backup-confirm`. */
export interface ConfirmArguments extends NodeArguments {
  readonly in: string;
}

/** Makes a node. */
export async function initCommand(context: CommandContext, options: InitArguments): Promise<CommandReport> {
  const { role, node: nodeId } = options;
  const open = await openNode(placeOf(context, options), {}, { role, nodeId });
  await open?.close();
  return { exitCode: exitCode.ok, json: { nodeId, role }, lines: [`${options.database} holds the ${role} ${nodeId}.`] };
}

/** Runs a node until the process is told to stop. */
export async function runCommand(context: CommandContext, options: RunArguments): Promise<CommandReport> {
  const { signal } = context;
  const opener = transportOpener(context, options);
  const settings = options.settings === undefined ? {} : await readSettings(context, options.settings);
  const surroundings = {
    settings,
    ...(options.archive !== undefined && { archive: placeOf(context, { database: options.archive }) }),
    ...(opener !== undefined && { openTransport: opener }),
  };
  const work = async (open: Parameters<Parameters<typeof withNode>[2]>[0]): Promise<CommandReport> => {
    const listeners =
      open.role === "root" ? await listenForChildren(await doorsOf(context, options), open.node.handle) : [];
    for (const { address } of listeners) context.writeError(`Children are answered at ${address}\n`);
    context.writeError(`The ${open.role} ${open.node.nodeId} is at work.\n`);
    try {
      await runCycles(open.node.cycles(), signal, {
        onFailure: (cycle, error) => context.writeError(`${cycle}: ${error.message} [${error.code}]\n`),
      });
      if (!signal.aborted) await once(signal, "abort");
    } finally {
      for (const listener of listeners) await listener.close();
    }
    return { exitCode: exitCode.ok, json: { nodeId: open.node.nodeId }, lines: [`${open.node.nodeId} has stopped.`] };
  };
  return withNode(context, options, work, surroundings);
}

/** Shows where a node stands; exit code 3 when something needs a person. */
export function statusCommand(context: CommandContext, options: NodeArguments): Promise<CommandReport> {
  return withNode(context, options, async ({ node }) => {
    const status = await node.monitor.status();
    const problems = await node.monitor.problems({ limit: 100 });
    return {
      exitCode: problems.length === 0 ? exitCode.ok : exitCode.partial,
      json: plainJson({ ...status, problemList: problems }),
      lines: [
        `${status.role} ${status.nodeId}, incarnation ${status.incarnation}, epoch ${status.epoch || "unknown"}`,
        ...(status.child === undefined
          ? []
          : [
              `recorded ${status.child.lastSeq}, received by the root ${status.child.acked}, settled ${status.child.settled}`,
            ]),
        ...(status.origins ?? []).map(
          ({ originId, received, settled, archived, lagDocuments }) =>
            `${originId}: received ${received}, settled ${settled}, archived ${archived}, behind ${lagDocuments}`,
        ),
        ...problems.map(({ kind, subject, code, message }) => `${kind} ${subject}: ${message} [${code}]`),
      ],
    };
  });
}

/** Prints the metrics of a node. */
export function metricsCommand(context: CommandContext, options: NodeArguments): Promise<CommandReport> {
  return withNode(context, options, async ({ node }) => {
    const metrics = await node.monitor.metrics();
    return { exitCode: exitCode.ok, json: plainJson(metrics), lines: [prometheusText(metrics)] };
  });
}

/** Says that a node was restored from a backup. */
export function restoredCommand(context: CommandContext, options: NodeArguments): Promise<CommandReport> {
  return withNode(context, options, async (open) => {
    if (open.role === "root") {
      const epoch = await open.node.declareRestored();
      return { exitCode: exitCode.ok, json: { epoch }, lines: [`The root has the epoch ${epoch}.`] };
    }
    await open.node.sync.declareRestored();
    const { incarnation } = await open.node.monitor.status();
    return { exitCode: exitCode.ok, json: { incarnation }, lines: [`The child has the incarnation ${incarnation}.`] };
  });
}

/** Writes down what a backup that follows will hold at least. */
export function backupMarkCommand(context: CommandContext, options: MarkArguments): Promise<CommandReport> {
  return withRoot(context, options, async (root) => {
    const mark = await root.markBackup();
    await writeOutput(context, "--out", options.out, `${JSON.stringify(mark, undefined, 2)}\n`);
    return { exitCode: exitCode.ok, json: mark, lines: [`The mark is in ${options.out}. Make the backup now.`] };
  });
}

/** Confirms the backup of a mark. */
export function backupConfirmCommand(context: CommandContext, options: ConfirmArguments): Promise<CommandReport> {
  return withRoot(context, options, async (root) => {
    const mark = (await readJson(context, "--in", options.in)) as BackupMark;
    await root.confirmBackup(mark);
    return { exitCode: exitCode.ok, json: mark, lines: ["Children may give up what the backup holds."] };
  });
}

async function doorsOf(context: CommandContext, options: RunArguments): Promise<Doors> {
  const { host, http, tcp, tlsCert, tlsKey, tlsCa, keys, trustNetwork } = options;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) throw new UsageError("--tls-cert and --tls-key go together.");
  return {
    host,
    ...(http !== undefined && { httpPort: http }),
    ...(tcp !== undefined && { tcpPort: tcp }),
    ...(tlsCert !== undefined &&
      tlsKey !== undefined && {
        tls: {
          cert: pathOf(context, tlsCert),
          key: pathOf(context, tlsKey),
          ...(tlsCa !== undefined && { ca: pathOf(context, tlsCa) }),
        },
      }),
    children: await childrenOf(),
  };

  async function childrenOf(): Promise<Doors["children"]> {
    if (keys !== undefined) {
      return { provenBy: "hmac", keys: (await readJson(context, "--keys", keys)) as Readonly<Record<string, string>> };
    }
    if (tlsCa !== undefined) return { provenBy: "certificate" };
    if (trustNetwork === true || (http === undefined && tcp === undefined)) return { provenBy: "network" };
    throw new UsageError("Say how children are known: --keys, --tls-ca or --trust-network.");
  }
}
