import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { GostError } from "@opora/gost";

/** One run of a program. */
export interface ProgramRun {
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string | undefined;
  /** Bytes for its standard input. */
  readonly input: Uint8Array;
  /** The most that each of its output streams may hold. */
  readonly maxOutputBytes: number;
}

/** How a program ended. */
export interface ProgramResult {
  /** Exit code; `undefined` when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly output: Uint8Array;
  /** What it wrote to its standard error, cut at the limit. */
  readonly diagnostics: string;
}

/**
 * Runs a program without a shell and collects what it writes. When `signal` fires, or when it writes too much, the
 * program is killed and its streams are let go of, so that a grandchild that keeps them open cannot hold us up.
 *
 * @throws GostError `GOST_SIGNER_FAILED` when it cannot be started, `GOST_LIMIT_EXCEEDED` when it writes too
 * much; the signal's reason when it fires.
 */
export function runProgram(run: ProgramRun, signal: AbortSignal): Promise<ProgramResult> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(run.executable, run.arguments, {
      cwd: run.workingDirectory,
      env: { ...run.environment },
      stdio: "pipe",
      windowsHide: true,
    });

    const abandon = (reason: unknown): void => {
      signal.removeEventListener("abort", onAbort);
      child.kill("SIGKILL");
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      reject(reason);
    };
    const onAbort = (): void => abandon(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });

    const output = collect(child.stdout, run.maxOutputBytes, () => {
      abandon(
        new GostError(
          "GOST_LIMIT_EXCEEDED",
          `The signing command ${run.executable} wrote more than ${run.maxOutputBytes} bytes.`,
          { details: { executable: run.executable, maxOutputBytes: run.maxOutputBytes } },
        ),
      );
    });
    const diagnostics = collect(child.stderr, run.maxOutputBytes, () => undefined);

    child.once("error", (cause) => abandon(cannotStart(run.executable, cause)));
    child.once("close", (exitCode) => {
      signal.removeEventListener("abort", onAbort);
      resolve({
        exitCode: exitCode ?? undefined,
        output: output(),
        diagnostics: new TextDecoder().decode(diagnostics()),
      });
    });

    // A program that ends without reading its input breaks the pipe: its exit code says what happened.
    child.stdin.on("error", () => undefined);
    child.stdin.end(run.input);
  });
}

/** Keeps at most `limit` bytes of a stream; `onExcess` is told once when there are more. */
function collect(stream: Readable, limit: number, onExcess: () => void): () => Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  stream.on("data", (chunk: Uint8Array) => {
    const room = limit - length;
    if (room >= 0 && chunk.length > room) onExcess();
    if (room > 0) chunks.push(chunk.subarray(0, room));
    length += chunk.length;
  });
  return () => Uint8Array.from(Buffer.concat(chunks));
}

function cannotStart(executable: string, cause: Error): GostError {
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
  return new GostError(
    "GOST_SIGNER_FAILED",
    `Cannot start the signing command ${executable} (${code}). Check the path and that it may be executed.`,
    { cause, details: { executable, reason: code } },
  );
}
