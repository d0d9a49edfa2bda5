// Installs the workspace with the frozen lock file when it is not installed yet, bringing pnpm along where there is none.
// `npm start` and `npm test` run it first, so that a fresh machine needs Node and npm only.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Written in JavaScript alone, so it starts on every Node that we support; pnpm 11 needs node:sqlite and does not.
const pnpmVersion = "10.34.9";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = `${root}node_modules/.opora-installed`;

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Opora needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(2);
}

const lockHash = createHash("sha256")
  .update(readFileSync(`${root}pnpm-lock.yaml`))
  .update(process.version)
  .digest("hex");

if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== lockHash) {
  const install = ["install", "--frozen-lockfile"];
  const [command, args] = hasUsablePnpm()
    ? ["pnpm", install]
    : ["npm", ["exec", "--yes", `--package=pnpm@${pnpmVersion}`, "--", "pnpm", ...install]];
  console.error("Installing the workspace (once)…");
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
    env: { ...process.env, CI: "true" },
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stampFile, lockHash);
}

function hasUsablePnpm() {
  const found = spawnSync("pnpm", ["--version"], { encoding: "utf8", shell: process.platform === "win32" });
  if (found.status !== 0) return false;
  const [pnpmMajor, pnpmMinor] = found.stdout.trim().split(".").map(Number);
  return pnpmMajor >= 12 || (pnpmMajor === 10 && pnpmMinor >= 26);
}
