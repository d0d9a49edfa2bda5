import { tmpdir } from "node:os";
import { GostError, integerOption } from "@opora/gost";
import { withDeadline } from "../deadline.js";
import type { CommandLine, CommandSettings } from "./command-line.js";
import { openExchange } from "./exchange.js";
import { runProgram } from "./run-program.js";

/** Runs a command on a request and returns its answer. */
export type CommandRunner = (
  command: CommandLine,
  request: Uint8Array,
  signal: AbortSignal | undefined,
) => Promise<Uint8Array>;

/**
 * Prepares runs under the given settings. A run rejects with `GOST_SIGNER_FAILED` when the program cannot be started, ends
 * with another code than 0 or takes too long (only then `retryable`), and with `GOST_LIMIT_EXCEEDED` when it writes too
 * much.
 *
 * @throws GostError `GOST_OPTIONS_INVALID`
 */
export function createCommandRunner(settings: CommandSettings): CommandRunner {
  const { temporaryDirectory = tmpdir(), onDiagnostics } = settings;
  const timeoutMs = integerOption("timeoutMs", settings.timeoutMs, { from: 1, to: 3_600_000, otherwise: 30_000 });
  const maxOutputBytes = integerOption("maxOutputBytes", settings.maxOutputBytes, {
    from: 1,
    to: 64 * 1024 * 1024,
    otherwise: 1024 * 1024,
  });
  return (command, request, signal) =>
    withDeadline({ timeoutMs, signal, timedOut: () => tookTooLong(command, timeoutMs) }, async (stop) => {
      const exchange = await openExchange(command, request, { temporaryDirectory, maxOutputBytes });
      try {
        const { exitCode, output, diagnostics } = await runProgram(
          {
            executable: command.executable,
            arguments: exchange.arguments,
            environment: command.environment ?? {},
            workingDirectory: command.workingDirectory,
            input: exchange.input,
            maxOutputBytes,
          },
          stop,
        );
        if (exitCode !== 0) {
          onDiagnostics?.(diagnostics);
          throw endedBadly(command, exitCode);
        }
        return await exchange.takeAnswer(output);
      } finally {
        await exchange.close();
      }
    });
}

function endedBadly({ executable }: CommandLine, exitCode: number | undefined): GostError {
  const how = exitCode === undefined ? "was ended by a signal" : `ended with code ${exitCode}`;
  return new GostError(
    "GOST_SIGNER_FAILED",
    `The signing command ${executable} ${how}. What it printed goes to the option onDiagnostics.`,
    { details: { executable, exitCode: exitCode ?? null } },
  );
}

function tookTooLong({ executable }: CommandLine, timeoutMs: number): GostError {
  return new GostError(
    "GOST_SIGNER_FAILED",
    `The signing command ${executable} did not end within ${timeoutMs} ms and was killed.`,
    { retryable: true, details: { executable, timeoutMs } },
  );
}
