import { execFile } from "node:child_process";
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { SimulationOptions, Violation } from "@opora/processing-sdk/simulation";
import { testFolder } from "@opora/test-support";

/** A fault put into the sources on purpose. */
export interface Mutation {
  /** What goes wrong in it. */
  readonly name: string;
  /** Below `src`. */
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly original: string;
  readonly replacement: string;
  /** In how many schedules it has to be found. */
  readonly within: number;
  /** Default: packet size 1, every fault. */
  readonly options?: Partial<SimulationOptions>;
}

/** What a simulation in a process of its own found. */
export interface Finding {
  readonly runs: number;
  readonly violation?: Violation;
}

const packageFolder = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/** Copies the sources of the package, so that a simulation runs on the copy; resolves with its folder. */
export async function copyPackage(): Promise<string> {
  const folder = testFolder();
  await cp(join(packageFolder, "src"), join(folder, "src"), { recursive: true });
  await cp(join(packageFolder, "package.json"), join(folder, "package.json"));
  await cp(join(packageFolder, "test/mutations/programs"), join(folder, "programs"), { recursive: true });
  await symlink(join(packageFolder, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

/** Puts the fault into a copy. Fails when the sources are no longer as the mutation expects. */
export async function mutate(folder: string, { name, file, original, replacement }: Mutation): Promise<void> {
  const path = join(folder, "src", file);
  const source = await readFile(path, "utf8");
  const places = source.split(original).length - 1;
  if (places !== 1) throw new Error(`"${name}" is to change one place of ${file}; ${places} are like it.`);
  await writeFile(
    path,
    source.replace(original, () => replacement),
  );
}

/** Runs the simulation on a copy. */
export async function simulateCopy(folder: string, options: SimulationOptions): Promise<Finding> {
  const program = join(folder, "programs/simulate.ts");
  const parameters = ["--conditions=@opora/source", "--import", "tsx", program, JSON.stringify(options)];
  const { stdout } = await run(process.execPath, parameters, { cwd: packageFolder });
  return JSON.parse(stdout) as Finding;
}
