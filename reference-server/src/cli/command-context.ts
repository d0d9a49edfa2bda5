import { resolve } from "node:path";

/** What a command may touch of the process that runs it. */
export interface CommandContext {
  /** The folder that relative paths start from. */
  readonly workingDirectory: string;
  /** Environment variables that options name, for instance a key's password. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether standard error is a terminal, so that a progress bar makes sense. */
  readonly progress: "bar" | "none";
  /** Writes to standard output. */
  readonly write: (text: string) => void;
  /** Writes to standard error. */
  readonly writeError: (text: string) => void;
  /** Aborted on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

/** An absolute path for what the user typed. */
export function pathOf(context: CommandContext, path: string): string {
  return resolve(context.workingDirectory, path);
}
