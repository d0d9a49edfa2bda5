import { execFile } from "node:child_process";

/** What a finished program left behind. */
export interface CommandOutcome {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/** What one run of a program gets. */
export interface RunOptions {
  /** Bytes for its standard input. Default: none. */
  readonly input?: Uint8Array | string;
  /** Working folder. Default: that of the test run. */
  readonly cwd?: string;
}

/** A program of this machine, run as a child process with an argument list and without a shell. */
export interface Command {
  /** Runs it to its end; a failure is an outcome like any other. Rejects only where it cannot be started or hangs. */
  run(args: readonly string[], options?: RunOptions): Promise<CommandOutcome>;
  /** Its standard output; rejects with its standard error where the exit code is not 0. */
  output(args: readonly string[], options?: RunOptions): Promise<Uint8Array>;
}

/** Where a program is and what every run of it has in common. */
export interface CommandTarget {
  readonly file: string;
  /** Arguments before those of the run. */
  readonly leadingArgs?: readonly string[];
  /** Environment variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

const timeoutMs = 120_000;
const outputBytesMax = 512 * 1024 * 1024;

/** Creates a {@link Command}; whether the program exists shows when it runs. */
export function createCommand({ file, leadingArgs = [], env = {} }: CommandTarget): Command {
  const run: Command["run"] = (args, { input, cwd } = {}) =>
    new Promise((resolve, reject) => {
      const child = execFile(
        file,
        [...leadingArgs, ...args],
        { cwd, env: { ...process.env, ...env }, encoding: "buffer", maxBuffer: outputBytesMax, timeout: timeoutMs },
        (error, stdout, stderr) => {
          // A number is the exit code of the program; anything else means that it did not start or was killed.
          if (error && typeof error.code !== "number") reject(error);
          else resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr: stderr.toString("utf8") });
        },
      );
      // A program that ends without reading its input breaks the pipe; its exit code tells what happened.
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(input ?? "");
    });

  return {
    run,
    async output(args, options) {
      const { exitCode, stdout, stderr } = await run(args, options);
      if (exitCode !== 0) throw new Error(`${file} ${args.join(" ")} ended with ${exitCode}: ${stderr}`);
      return stdout;
    },
  };
}

/** Whether a program runs through with these arguments. */
export async function succeeds(command: Command, args: readonly string[], options?: RunOptions): Promise<boolean> {
  try {
    return (await command.run(args, options)).exitCode === 0;
  } catch {
    return false;
  }
}
