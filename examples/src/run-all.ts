import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Runs each example as its reader would, one after the other; the first that fails stops the run. */
const folder = fileURLToPath(new URL(".", import.meta.url));
const programs = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && file !== "run-all.ts")
  .sort();

for (const program of programs) {
  console.log(`--- ${program}`);
  const { status } = spawnSync(process.execPath, [...process.execArgv, `${folder}${program}`], { stdio: "inherit" });
  if (status !== 0) {
    console.error(`${program} ended with ${status}.`);
    process.exit(1);
  }
}
