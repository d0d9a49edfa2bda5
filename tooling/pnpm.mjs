// Runs pnpm with the given arguments, bringing it along where the machine has none that works:
// node tooling/pnpm.mjs install --frozen-lockfile
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// Written in JavaScript alone, so it starts on every Node that we support; pnpm 11 needs node:sqlite and does not.
const broughtVersion = "10.34.9";
const shell = process.platform === "win32";

/** Runs pnpm in the root of the workspace and returns its exit status. */
export function runPnpm(args, { stdio }) {
  const [command, commandArgs] = hasUsablePnpm()
    ? ["pnpm", args]
    : ["npm", ["exec", "--yes", `--package=pnpm@${broughtVersion}`, "--", "pnpm", ...args]];
  const { status, error } = spawnSync(command, commandArgs, {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio,
    shell,
    // Without a terminal pnpm asks before it replaces node_modules unless it believes to be in CI.
    env: { ...process.env, CI: process.env.CI ?? "true" },
  });
  if (error) throw error;
  return status ?? 1;
}

function hasUsablePnpm() {
  const found = spawnSync("pnpm", ["--version"], { encoding: "utf8", shell });
  if (found.status !== 0) return false;
  const [major, minor] = found.stdout.trim().split(".").map(Number);
  return major >= 12 || (major === 10 && minor >= 26);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exit(runPnpm(process.argv.slice(2), { stdio: "inherit" }));
}
