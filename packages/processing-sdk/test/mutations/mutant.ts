import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { SimulationOptions, Violation } from "@opora/processing-sdk/simulation";
import { build, type Plugin } from "esbuild";

/** A change of one file. */
export interface SourceChange {
  /** Below `src`. */
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly original: string;
  readonly replacement: string;
}

/** A fault put into the sources on purpose. */
export interface Mutation extends SourceChange {
  /** What goes wrong in it. */
  readonly name: string;
  /** A change of another file that belongs to it. */
  readonly also?: SourceChange;
  /** In how many schedules it has to be found. */
  readonly within: number;
  /** Default: seed 1, packet size 1, every fault. */
  readonly options?: Partial<SimulationOptions>;
}

/** What a simulation in a process of its own found. */
export interface Finding {
  readonly runs: number;
  readonly violation?: Violation;
}

const packageFolder = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/**
 * Writes the simulation as one program, with the fault in it. Fails when the sources are no longer as the mutation expects.
 * Names of functions are left as they come: keeping them, as loaders of TypeScript do, makes schedules several times slower.
 */
export async function buildProgram(program: string, mutation?: Mutation): Promise<void> {
  await build({
    entryPoints: [join(packageFolder, "test/mutations/programs/simulate.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@opora/source"],
    logLevel: "error",
    plugins:
      mutation === undefined
        ? []
        : [mutation, mutation.also].flatMap((change) => (change === undefined ? [] : [withChange(change)])),
  });
}

/** Runs the program. */
export async function runProgram(program: string, options: readonly SimulationOptions[]): Promise<readonly Finding[]> {
  const { stdout } = await run(process.execPath, [program, JSON.stringify(options)]);
  return JSON.parse(stdout) as readonly Finding[];
}

function withChange({ file, original, replacement }: SourceChange): Plugin {
  const path = join(packageFolder, "src", file);
  return {
    name: `changed ${file}`,
    setup(building) {
      building.onLoad({ filter: /\.ts$/ }, async (loaded) => {
        if (loaded.path !== path) return undefined;
        const source = await readFile(path, "utf8");
        const places = source.split(original).length - 1;
        if (places !== 1) throw new Error(`One place of ${file} was to be changed; ${places} are like it: ${original}`);
        return { contents: source.replace(original, () => replacement), loader: "ts" };
      });
    },
  };
}
