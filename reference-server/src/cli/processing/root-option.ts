import type { Transport } from "@opora/processing-sdk";
import type { Command } from "commander";
import { openTransport } from "../../processing/node-paths.js";
import { type CommandContext, pathOf } from "../command-context.js";
import { UsageError } from "../usage-error.js";

/** Options of commands of a child that speak with its root. */
export interface RootArguments {
  readonly root?: string;
  readonly keyEnv?: string;
  readonly rootCa?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
}

const schemes = ["http:", "https:", "tcp:", "tls:"];

/** Adds how a child reaches its root. */
export function addRootOptions(command: Command): Command {
  return command
    .option("--root <address>", "child: its root, http://host:2405, https://…, tcp://host:2403 or tls://…")
    .option("--key-env <name>", "child: environment variable with the key shared with the root, base64")
    .option("--root-ca <file>", "child: authorities of the root's certificate, PEM")
    .option("--client-cert <file>", "child: its certificate, PEM")
    .option("--client-key <file>", "child: its private key, PEM");
}

/** Opens the way to the root as the options say; `undefined` when no root was named. */
export function transportOpener(
  context: CommandContext,
  { root, keyEnv, rootCa, clientCert, clientKey }: RootArguments,
): ((nodeId: string) => Promise<Transport>) | undefined {
  if (root === undefined) return undefined;
  if (!URL.canParse(root) || !schemes.includes(new URL(root).protocol)) {
    throw new UsageError(`--root: ${root} is no address that starts with ${schemes.join(", ")}`);
  }
  const key = keyEnv === undefined ? undefined : context.environment[keyEnv];
  if (keyEnv !== undefined && key === undefined) throw new UsageError(`--key-env: the variable ${keyEnv} is not set`);
  const file = (path: string | undefined, name: "ca" | "cert" | "key") =>
    path === undefined ? {} : { [name]: pathOf(context, path) };
  return (nodeId) =>
    openTransport({
      url: new URL(root),
      nodeId,
      ...(key !== undefined && { key }),
      tls: { ...file(rootCa, "ca"), ...file(clientCert, "cert"), ...file(clientKey, "key") },
    });
}
