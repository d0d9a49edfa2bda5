import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCommand } from "./command.js";
import { repositoryRoot } from "./repository.js";
import { testFolder } from "./temporary-folder.js";

/** What the first TypeScript program of a README prints, and what its comments say that it prints, line by line. */
export interface ReadmeRun {
  readonly printed: readonly string[];
  readonly promised: readonly string[];
}

/**
 * Runs the first `ts` block of a package's README as a reader would who pasted it beside the installed package. A comment
 * after a `console.log` promises a line. Call it in a test.
 */
export async function runReadme(packageFolder: string): Promise<ReadmeRun> {
  const packageRoot = join(repositoryRoot, "packages", packageFolder);
  const program = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(packageRoot, "README.md"), "utf8"))?.[1];
  if (program === undefined) throw new Error(`${packageFolder}/README.md has no TypeScript program.`);

  const folder = testFolder();
  linkModules(packageRoot, join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "quickstart.ts"), program);
  const node = createCommand({ file: process.execPath });
  const loader = join(repositoryRoot, "node_modules/tsx/dist/loader.mjs");
  const args = ["--conditions=@opora/source", "--import", loader, "quickstart.ts"];
  const output = Buffer.from(await node.output(args, { cwd: folder })).toString("utf8");
  return {
    printed: output.trimEnd().split("\n"),
    promised: [...program.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1] ?? ""),
  };
}

/** Links the packages of the workspace, and whatever else the package itself can import. */
function linkModules(packageRoot: string, modules: string): void {
  mkdirSync(join(modules, "@opora"), { recursive: true });
  for (const name of readdirSync(join(repositoryRoot, "packages"))) {
    symlinkSync(join(repositoryRoot, "packages", name), join(modules, "@opora", name), "junction");
  }
  for (const name of readdirSync(join(packageRoot, "node_modules"))) {
    if (name !== "@opora") symlinkSync(join(packageRoot, "node_modules", name), join(modules, name), "junction");
  }
}
