import { runCommandLine } from "../../src/cli/run.js";

/** A command that works until it is stopped. */
export interface RunningCommand {
  /** The first group of what it says on standard error, once it has said it. */
  said(pattern: RegExp): Promise<string>;
  /** Stops it, and resolves with its exit code. */
  stop(): Promise<number>;
}

/** Starts a command in this process, as SIGTERM would stop it. */
export function startCommand(workingDirectory: string, args: readonly string[]): RunningCommand {
  const abort = new AbortController();
  let errors = "";
  let onWritten = (): void => undefined;
  const ended = runCommandLine(args, {
    workingDirectory,
    environment: {},
    progress: "none",
    write: () => undefined,
    writeError: (text) => {
      errors += text;
      onWritten();
    },
    signal: abort.signal,
  });
  return {
    async said(pattern) {
      for (;;) {
        const found = pattern.exec(errors)?.[1];
        if (found !== undefined) return found;
        const written = new Promise<"written">((resolve) => {
          onWritten = () => resolve("written");
        });
        if ((await Promise.race([written, ended])) !== "written") throw new Error(`The command has ended: ${errors}`);
      }
    },
    stop() {
      abort.abort();
      return ended;
    },
  };
}
