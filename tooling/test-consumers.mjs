// Installs the packed packages into an empty project, as a user would, and loads each entry point by import, by
// require and by TypeScript. Run it after the build.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runPnpm } from "./pnpm.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "opora-consumer-"));
const tarballs = join(project, "tarballs");
mkdirSync(tarballs);

try {
  const packages = readdirSync(`${root}packages`).map((folder) =>
    JSON.parse(readFileSync(`${root}packages/${folder}/package.json`, "utf8")),
  );
  const status = runPnpm(["-r", "--filter", "./packages/*", "exec", "pnpm", "pack", "--pack-destination", tarballs], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) process.exit(status);

  const peers = Object.assign({}, ...packages.map((manifest) => manifest.devDependencies));
  writeJson("package.json", {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: Object.fromEntries(packages.map(({ name, version }) => [name, `file:${tarball(name, version)}`])),
    devDependencies: { typescript: "5.9.3", ...installedPeers(peers) },
    overrides: Object.fromEntries(packages.map(({ name }) => [name, `$${name}`])),
  });
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"]);

  const entries = packages.flatMap((manifest) =>
    Object.keys(manifest.exports)
      .filter((path) => path !== "./package.json")
      .map((path) => manifest.name + path.slice(1)),
  );
  const specifiers = JSON.stringify(entries);
  writeFileSync(
    join(project, "import.mjs"),
    `for (const entry of ${specifiers}) if (Object.keys(await import(entry)).length === 0) throw new Error(entry);\n`,
  );
  writeFileSync(
    join(project, "require.cjs"),
    [
      `for (const entry of ${specifiers}) if (Object.keys(require(entry)).length === 0) throw new Error(entry);`,
      'const { CoreError, OporaError } = require("@opora/core");',
      'import("@opora/core").then((esm) => {',
      '  const error = new esm.CoreError("CORE_DATE_INVALID", "");',
      '  if (!CoreError.is(error) || !(error instanceof OporaError)) throw new Error("two copies of a class");',
      "});",
      "",
    ].join("\n"),
  );
  writeFileSync(
    join(project, "types.ts"),
    entries.map((entry, i) => `import * as entry${i} from "${entry}";\nexport const used${i} = entry${i};\n`).join(""),
  );
  run(process.execPath, ["import.mjs"]);
  run(process.execPath, ["require.cjs"]);
  for (const [module, resolution] of [
    ["nodenext", "nodenext"],
    ["preserve", "bundler"],
  ]) {
    run("npx", [
      "tsc",
      "--strict",
      "--noEmit",
      "--target",
      "es2022",
      "--module",
      module,
      "--moduleResolution",
      resolution,
      "types.ts",
    ]);
  }
  console.log(`${entries.length} entry points load by import, by require and by TypeScript.`);
} finally {
  rmSync(project, { recursive: true, force: true });
}

function tarball(name, version) {
  return join(tarballs, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
}

/** The optional peers at the versions that the workspace has installed. */
function installedPeers(devDependencies) {
  const catalog = readFileSync(`${root}pnpm-workspace.yaml`, "utf8");
  const entries = Object.entries(devDependencies)
    .filter(([name]) => !name.startsWith("@opora/") && name !== "fast-check")
    .map(([name]) => [name, catalog.match(new RegExp(`^  "?${name.replace("/", "\\/")}"?: (.+)$`, "m"))?.[1]])
    .filter(([, version]) => version !== undefined);
  return { "@types/node": "20.19.43", ...Object.fromEntries(entries) };
}

function writeJson(file, value) {
  writeFileSync(join(project, file), JSON.stringify(value, undefined, 2));
}

function run(command, args) {
  execFileSync(command, args, { cwd: project, stdio: "inherit", shell: process.platform === "win32" });
}
