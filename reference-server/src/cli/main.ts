#!/usr/bin/env node
import type { CommandContext } from "./command-context.js";
import { runCommandLine } from "./run.js";

const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => abort.abort());

const context: CommandContext = {
  workingDirectory: whereTheUserIs(),
  environment: process.env,
  progress: process.stderr.isTTY ? "bar" : "none",
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
  signal: abort.signal,
};

process.exitCode = await runCommandLine(process.argv.slice(2), context);

/** `npm run opora` moves to the root of the workspace and leaves the user's folder in INIT_CWD. */
function whereTheUserIs(): string {
  const typedIn = process.env["npm_lifecycle_event"] === "opora" ? process.env["INIT_CWD"] : undefined;
  return typedIn ?? process.cwd();
}
