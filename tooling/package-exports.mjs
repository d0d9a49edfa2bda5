// Writes what follows from a package's list of entry points, so that no list is kept twice.
// The source of truth is the "@opora/source" path of each subpath in "exports"; from it come the published
// conditions, "publishConfig.exports" (the same without the source condition) and the entry points of typedoc.
// With --check it changes nothing and fails where a file differs.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const isCheck = process.argv.includes("--check");
const stale = [];

for (const name of readdirSync(`${root}packages`)) {
  const folder = `${root}packages/${name}`;
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const sources = Object.entries(manifest.exports).filter(([, target]) => typeof target === "object");
  const published = Object.fromEntries(sources.map(([path, target]) => [path, conditions(target["@opora/source"])]));
  manifest.main = "./dist/index.cjs";
  manifest.module = "./dist/index.js";
  manifest.types = "./dist/index.d.ts";
  manifest.exports = {
    ...Object.fromEntries(
      sources.map(([path, target]) => [path, { "@opora/source": target["@opora/source"], ...published[path] }]),
    ),
    "./package.json": "./package.json",
  };
  manifest.publishConfig = { access: "public", exports: { ...published, "./package.json": "./package.json" } };
  save(`${folder}/package.json`, manifest);
  save(`${folder}/typedoc.json`, { entryPoints: sources.map(([, target]) => target["@opora/source"].slice(2)) });
}

if (stale.length > 0) {
  console.error(`Out of date, run "node tooling/package-exports.mjs":\n${stale.join("\n")}`);
  process.exit(1);
}

function conditions(source) {
  const built = source.replace("./src/", "./dist/").replace(/\.ts$/, "");
  const esm = { types: `${built}.d.ts`, default: `${built}.js` };
  // module-sync lets require() load the ESM copy, so that a process holds one copy of each class.
  return { "module-sync": esm, import: esm, require: { types: `${built}.d.cts`, default: `${built}.cjs` } };
}

function save(file, value) {
  const text = `${JSON.stringify(value, undefined, 2)}\n`;
  const current = readFileOrEmpty(file);
  if (JSON.stringify(parseOrNull(current)) === JSON.stringify(value)) return;
  if (isCheck) stale.push(file.slice(root.length));
  else writeFileSync(file, text);
}

function readFileOrEmpty(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

function parseOrNull(text) {
  return text === "" ? null : JSON.parse(text);
}
