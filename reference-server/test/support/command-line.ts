import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, systemRandom } from "@opora/core";
import { createTestAuthority } from "@opora/gost/testing";
import { onTestFinished } from "vitest";
import { runCommandLine } from "../../src/cli/run.js";

/** What one call of the command line did. */
export interface CallResult {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
  /** The output as JSON. */
  json(): Record<string, unknown>;
}

/** A folder with a key, its certificate and its authority, in which commands run. */
export interface Workplace {
  readonly folder: string;
  write(name: string, content: string | Uint8Array): Promise<void>;
  call(...args: readonly string[]): Promise<CallResult>;
  /** As `call`, with environment variables. */
  callWith(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<CallResult>;
}

/** Makes a workplace that is gone when the test is over. */
export async function openWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), "opora-cli-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const write = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(folder, name), content);
  const authority = createTestAuthority({ random: systemRandom, clock: systemClock });
  const stranger = createTestAuthority({ random: systemRandom, clock: systemClock });
  const { privateKeyPem, certificatePem } = authority.issue();
  await write("signer.key", privateKeyPem);
  await write("signer.crt", certificatePem);
  await write("root.crt", authority.certificatePem);
  await write("stranger.crt", stranger.certificatePem);
  return {
    folder,
    write,
    call: (...args) => call(folder, args, {}),
    callWith: (environment, ...args) => call(folder, args, environment),
  };
}

async function call(
  workingDirectory: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CallResult> {
  let output = "";
  let errors = "";
  const exitCode = await runCommandLine(args, {
    workingDirectory,
    environment,
    progress: "none",
    write: (text) => {
      output += text;
    },
    writeError: (text) => {
      errors += text;
    },
    signal: new AbortController().signal,
  });
  return { exitCode, output, errors, json: () => JSON.parse(output) };
}
