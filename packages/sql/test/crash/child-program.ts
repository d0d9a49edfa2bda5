import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A program of this folder that runs in a process of its own and speaks in lines. */
export interface ChildProgram {
  /** The next line; rejects with what the program wrote to its error output when it ends instead. */
  nextLine(): Promise<string>;
  /** Lines written so far that nobody has read, and any that are still on their way from an ended process. */
  remainingLines(): Promise<readonly string[]>;
  send(line: string): void;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts a program of `programs/`; it is killed when the test ends. */
export function startProgram(program: URL, options: object): ChildProgram {
  const path = fileURLToPath(program);
  const child: ChildProcess = spawn(
    process.execPath,
    ["--conditions=@opora/source", "--import", "tsx", path, JSON.stringify(options)],
    { stdio: ["pipe", "pipe", "pipe"] },
  );
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error("The child has no pipes.");
  const exited = once(child, "exit");
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  let errors = "";
  stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  // A killed process cannot be written to any more; that is no failure of the test.
  stdin.on("error", () => undefined);

  async function kill(): Promise<void> {
    child.kill("SIGKILL");
    await exited;
  }
  onTestFinished(kill);

  return {
    kill,
    async nextLine() {
      const next = await lines.next();
      if (next.done) throw new Error(`${path} has ended: ${errors}`);
      return next.value;
    },
    async remainingLines() {
      const rest: string[] = [];
      for (let next = await lines.next(); !next.done; next = await lines.next()) rest.push(next.value);
      return rest;
    },
    send: (line) => void stdin.write(`${line}\n`),
  };
}
