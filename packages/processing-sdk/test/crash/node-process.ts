import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A node in a process of its own, which tells what it does line by line. */
export interface NodeProcess {
  /** Resolves when the process has said `line`; rejects when it ends before. */
  said(line: string): Promise<void>;
  /** Asks it to do something. */
  tell(line: string): void;
  /** SIGKILL; resolves when nothing of it is left, and everything that it said was heard. */
  kill(): Promise<void>;
}

/** Starts a program of `programs/` with its options as JSON. */
export function startNode(program: string, options: object, onLine: (line: string) => void): NodeProcess {
  const file = fileURLToPath(new URL(`programs/${program}`, import.meta.url));
  const args = ["--conditions=@opora/source", "--import", "tsx", file, JSON.stringify(options)];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const heard = new Set<string>();
  const waiting = new Map<string, () => void>();
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  lines.on("line", (line) => {
    onLine(line);
    heard.add(line);
    waiting.get(line)?.();
  });
  const ended = Promise.all([once(child, "exit"), once(lines, "close")]);

  return {
    async said(line) {
      if (heard.has(line)) return;
      const isSaid = new Promise<void>((resolve) => waiting.set(line, resolve));
      const failure = ended.then(() => {
        if (!heard.has(line)) throw new Error(`The process ended before it said "${line}": ${errors}`);
      });
      await Promise.race([isSaid, failure]);
    },
    tell(line) {
      child.stdin?.write(`${line}\n`);
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
