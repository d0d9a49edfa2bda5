import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GostError } from "@opora/gost";
import type { CommandLine } from "./command-line.js";

/** How one request reaches the program and its answer comes back: through pipes, files, or one of each. */
export interface Exchange {
  /** The arguments with their placeholders filled in. */
  readonly arguments: readonly string[];
  /** What goes to the program's standard input. */
  readonly input: Uint8Array;
  /** The answer: what the program printed, or what it wrote to its file. */
  takeAnswer(printed: Uint8Array): Promise<Uint8Array>;
  /** Removes what was made for the exchange. */
  close(): Promise<void>;
}

/** Where files are made, and how long an answer may be. */
export interface ExchangeBounds {
  readonly temporaryDirectory: string;
  readonly maxOutputBytes: number;
}

/** Prepares an exchange. A folder that this user alone can read is made only for a command that names files. */
export async function openExchange(
  command: CommandLine,
  request: Uint8Array,
  { temporaryDirectory, maxOutputBytes }: ExchangeBounds,
): Promise<Exchange> {
  const names = (placeholder: string) => command.arguments.some((argument) => argument.includes(placeholder));
  const [readsFile, writesFile] = [names("{input}"), names("{output}")];
  const folder = readsFile || writesFile ? await mkdtemp(join(temporaryDirectory, "opora-signing-")) : undefined;
  const pathOf = (name: string) => (folder === undefined ? "" : join(folder, name));
  const close = async (): Promise<void> => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  };
  if (readsFile) {
    await writeFile(pathOf("input"), request, { mode: 0o600, flag: "wx" }).catch(async (error: unknown) => {
      await close();
      throw error;
    });
  }

  return {
    // Replacements are functions: in a text, "$&" would have a meaning of its own.
    arguments: command.arguments.map((argument) =>
      argument.replaceAll("{input}", () => pathOf("input")).replaceAll("{output}", () => pathOf("output")),
    ),
    input: readsFile ? new Uint8Array() : request,
    takeAnswer: async (printed) => (writesFile ? readAnswer(pathOf("output"), maxOutputBytes) : printed),
    close,
  };
}

async function readAnswer(path: string, maxBytes: number): Promise<Uint8Array> {
  const file = await open(path, "r").catch((cause: unknown) => {
    throw new GostError("GOST_SIGNER_FAILED", "The signing command did not write the file {output}.", { cause });
  });
  try {
    const { size } = await file.stat();
    if (size > maxBytes) {
      throw new GostError("GOST_LIMIT_EXCEEDED", `The signing command wrote a file of more than ${maxBytes} bytes.`, {
        details: { maxBytes },
      });
    }
    return Uint8Array.from(await file.readFile());
  } finally {
    await file.close();
  }
}
