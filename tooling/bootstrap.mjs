// Installs the workspace with the frozen lock file when that has not been done for this lock file and this Node yet.
// The commands that a new user types run it first, so that a fresh machine needs Node and npm only.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runPnpm } from "./pnpm.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = `${root}node_modules/.opora-installed`;

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Opora needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(2);
}

const installed = createHash("sha256")
  .update(readFileSync(`${root}pnpm-lock.yaml`))
  .update(process.platform + process.arch)
  .digest("hex");

if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== installed) {
  console.error("Installing the workspace, once…");
  // Everything goes to standard error: standard output belongs to the command that follows.
  const status = runPnpm(["install", "--frozen-lockfile"], { stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(status);
  writeFileSync(stampFile, installed);
}
