import { createInterface } from "node:readline";

/** Says a line to whoever started the process. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Resolves when the other side says `line`. */
export function heard(line: string): Promise<void> {
  return new Promise((resolve) => lines.on("line", (said) => said === line && resolve()));
}

const lines = createInterface({ input: process.stdin });
