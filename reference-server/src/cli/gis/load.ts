import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { systemClock, systemIds, systemRandom } from "@opora/core";
import type { GisStore } from "@opora/gis-sdk";
import { type AfterUnknown, createLoading, type GisProfile, type Loading, type SignatureProfile } from "@opora/gis-sdk";
import { createUndiciTransport, type UndiciTransport } from "@opora/gis-sdk/undici";
import { reconciliationLines, taskLines } from "../../loading/describe-loading.js";
import { describeLoading, isComplete, type LoadRegistersReport, loadRegisters } from "../../loading/load-registers.js";
import { openLoadingFolder } from "../../loading/loading-folder.js";
import { type CommandContext, pathOf } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import { openProgressDisplay } from "../progress-bar.js";
import type { CommandReport } from "../report.js";
import { openSigner, type SigningKeyArguments } from "../signing-key.js";
import { readTrustAnchors } from "../trust.js";
import { UsageError } from "../usage-error.js";
import { type MessageArguments, senderOf } from "./message-options.js";
import { readMapping } from "./payment-mapping.js";
import { openRegister, type RegisterArguments } from "./register-options.js";

/** Options of `opora gis load`. */
export interface LoadArguments extends RegisterArguments, SigningKeyArguments, MessageArguments {
  readonly url: string;
  readonly profile: GisProfile;
  readonly out: string;
  readonly recipient?: string;
  readonly guids?: string;
  readonly packetSize?: number;
  readonly signatureProfile: SignatureProfile;
  readonly afterUnknown?: AfterUnknown;
  readonly basicAuthEnv?: string;
  readonly clientCertFingerprint?: string;
  readonly trust?: readonly string[];
  readonly json?: true;
}

const requestTimeoutMs = 30_000;
/** The shortest that there may be: after a kill amid a request, so long the next call waits before it touches that packet. */
const leaseMs = requestTimeoutMs + 60_000;
const servicePath = "/ext-bus-payment-service/services/PaymentAsync";

/** Loads what agrees in two registers; the folder keeps everything, so that a second call goes on where the first ended. */
export async function loadCommand(context: CommandContext, options: LoadArguments): Promise<CommandReport> {
  const { signal } = context;
  const taskId = await taskIdOf(context, options);
  const registers = {
    billing: await openRegister(context, "billing", options),
    acquiring: await openRegister(context, "acquiring", options),
  };
  const mapping = await readMapping(context, options, taskId);
  const folder = await openLoadingFolder(pathOf(context, options.out));
  const display = openProgressDisplay(context);
  const transport = openTransport(context, options);
  try {
    const loading = await openLoading(context, options, { store: folder.store, transport });
    const report = await loadRegisters({
      ...registers,
      folder,
      loading,
      taskId,
      mapping,
      clock: systemClock,
      wait: (ms) => delay(ms, undefined, { signal }),
      onReconciled: (reconciliation) => say(context, reconciliationLines(reconciliation)),
      onFormed: ({ packets, accepted }) => say(context, [`${accepted.count} payments in ${packets} packets`]),
      onProgress: display.update,
      signal,
    });
    display.stop();
    return reportOf(report, options.out);
  } finally {
    display.stop();
    await transport.close();
    await folder.close();
  }
}

/** The same registers in the same form for the same organisation are the same task, however often the command is run. */
async function taskIdOf(context: CommandContext, options: LoadArguments): Promise<string> {
  const hash = createHash("sha256").update(
    `${options.profile} ${options.orgPpaGuid.toLowerCase()} ${options.packetSize}`,
  );
  for (const side of ["billing", "acquiring"] as const) {
    try {
      for await (const chunk of createReadStream(pathOf(context, options[side]))) hash.update(chunk);
    } catch (cause) {
      throw new UsageError(`--${side}: cannot read ${options[side]}`, { cause });
    }
    hash.update("\0");
  }
  return `registers-${hash.digest("hex").slice(0, 32)}`;
}

function openTransport(context: CommandContext, options: LoadArguments): UndiciTransport {
  const { clientCertFingerprint } = options;
  return createUndiciTransport({
    endpoint: endpointOf(options.url),
    ...basicAuthOf(context, options),
    ...(clientCertFingerprint === undefined ? {} : { clientCertificateFingerprint: clientCertFingerprint }),
  });
}

/** An address without a path means the service at its usual place. */
function endpointOf(url: string): URL {
  if (!URL.canParse(url)) throw new UsageError(`--url: ${url} is no address`);
  const endpoint = new URL(url);
  if (endpoint.pathname === "/") endpoint.pathname = servicePath;
  return endpoint;
}

function basicAuthOf(
  context: CommandContext,
  { basicAuthEnv }: LoadArguments,
): { readonly basicAuth?: { readonly username: string; readonly password: string } } {
  if (basicAuthEnv === undefined) return {};
  const [username, ...password] = context.environment[basicAuthEnv]?.split(":") ?? [];
  if (username === undefined) throw new UsageError(`--basic-auth-env: the variable ${basicAuthEnv} is not set`);
  return { basicAuth: { username, password: password.join(":") } };
}

async function openLoading(
  context: CommandContext,
  options: LoadArguments,
  ports: { readonly store: GisStore; readonly transport: UndiciTransport },
): Promise<Loading> {
  const { profile, packetSize, signatureProfile, afterUnknown, trust } = options;
  return createLoading({
    ...ports,
    signer: await openSigner(context, options),
    clock: systemClock,
    ids: systemIds,
    random: systemRandom,
    sender: senderOf(context, options),
    profile,
    signatureProfile,
    requestTimeoutMs,
    leaseMs,
    ...(packetSize === undefined ? {} : { packetSize }),
    ...(afterUnknown === undefined ? {} : { policy: { afterUnknown: { [profile]: afterUnknown } } }),
    ...(trust === undefined ? {} : { answerTrust: { trustAnchors: await readTrustAnchors(context, trust) } }),
  });
}

function reportOf(report: LoadRegistersReport, out: string): CommandReport {
  return {
    exitCode: isComplete(report)
      ? exitCode.ok
      : report.task.haltedBy === undefined
        ? exitCode.partial
        : exitCode.refused,
    json: describeLoading(report),
    lines: [...taskLines(report.task), `The outcome of every payment is in ${out}/payments.csv.`],
  };
}

function say(context: CommandContext, lines: readonly string[]): void {
  context.writeError(`${lines.join("\n")}\n`);
}
