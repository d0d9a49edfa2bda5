// The arrows of docs/architecture.md. A rule's comment says what to do instead.
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const packagesRoot = join(__dirname, "packages");

/** Folders of the entry points beside the main one, by package: { gost: ["cms", "xml", …] }. */
const entryFolders = Object.fromEntries(
  readdirSync(packagesRoot).map((name) => {
    const manifest = JSON.parse(readFileSync(join(packagesRoot, name, "package.json"), "utf8"));
    const sources = Object.values(manifest.exports).map((target) => target["@opora/source"]);
    return [name, sources.flatMap((source) => /^\.\/src\/(.+)\/index\.ts$/.exec(source)?.[1] ?? [])];
  }),
);

/** Folders inside a package that only its entries beside the main one share: nothing of them is in the main bundle. */
const sharedByEntries = ["^packages/sql/src/sqlite/", "^packages/processing-sdk/src/adapters/wire/"];

/**
 * What an entry carries a copy of on purpose: `./csv` must not load signatures, XML and the exchange with GIS, which the
 * main entry does. Reconciliation is functions and plain values, and errors are recognised by their brand.
 */
const copiedOnPurpose = {
  "gis-sdk/adapters/csv": ["^packages/gis-sdk/src/domain/reconciliation/", "^packages/gis-sdk/src/errors\\.ts$"],
};

/** Bundled on its own, an entry that reaches into its package by a relative path would get copies of its classes. */
const entriesShareOneCopy = Object.entries(entryFolders).flatMap(([name, folders]) =>
  folders.map((folder) => ({
    name: `one-copy:${name}/${folder}`,
    comment: `Import it from "@opora/${name}", so that each class exists once.`,
    severity: "error",
    from: { path: `^packages/${name}/src/${folder}/` },
    to: {
      path: `^packages/${name}/src/`,
      pathNot: [
        `^packages/${name}/src/${folder}/`,
        `^packages/${name}/src/index\\.ts$`,
        ...folders.map((other) => `^packages/${name}/src/${other}/index\\.ts$`),
        ...sharedByEntries,
        ...(copiedOnPurpose[`${name}/${folder}`] ?? []),
      ],
      dependencyTypesNot: ["type-only"],
    },
  })),
);

/** What an entry adds is for those who import the entry. */
const mainKnowsNoEntry = Object.entries(entryFolders)
  .filter(([, folders]) => folders.length > 0)
  .map(([name, folders]) => ({
    name: `main-knows-no-entry:${name}`,
    comment: "Whoever imports the main entry must not get the others with it.",
    severity: "error",
    from: {
      path: `^packages/${name}/src/`,
      pathNot: [...folders.map((folder) => `^packages/${name}/src/${folder}/`), ...sharedByEntries],
    },
    to: { path: `^packages/${name}/src/(${folders.join("|")})/` },
  }));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "resolvable",
      comment: "A module that is not found escapes every other rule.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-cycles",
      comment: "Move what both need into a module of its own.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "core-imports-nothing",
      comment: "Everybody installs core: it has no dependencies.",
      severity: "error",
      from: { path: "^packages/core/src/" },
      to: { path: "^packages/(?!core/)|node_modules/" },
    },
    {
      name: "gost-and-sql-know-core-only",
      comment: "They stand below the SDKs and beside each other.",
      severity: "error",
      from: { path: "^packages/(gost|sql)/src/" },
      to: { path: "^packages/", pathNot: "^packages/($1|core)/" },
    },
    {
      name: "no-sdk-knows-another",
      comment: "What two SDKs share belongs to core; what composes them is the host.",
      severity: "error",
      from: { path: "^packages/([^/]+-sdk)/src/" },
      to: { path: "^packages/[^/]+-sdk/", pathNot: "^packages/$1/" },
    },
    {
      name: "only-signing-sdks-know-gost",
      comment: "Only poa-sdk and gis-sdk sign.",
      severity: "error",
      from: { path: "^packages/", pathNot: "^packages/(gost|poa-sdk|gis-sdk)/" },
      to: { path: "^packages/gost/" },
    },
    {
      name: "only-sql-stores-know-sql",
      comment: "@opora/sql is an optional peer: only the ./sql entry of an SDK imports it.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/", pathNot: "^packages/(sql/src/|[^/]+/src/sql/)" },
      to: { path: "^packages/sql/" },
    },
    {
      name: "nobody-knows-the-hosts",
      comment: "The reference server, the examples and the benchmarks import the packages, never the other way.",
      severity: "error",
      from: { path: "^(packages|reference-server|examples|benchmarks|tooling)/" },
      to: { path: "^(reference-server|examples|benchmarks)/", pathNot: "^$1/" },
    },
    {
      name: "no-test-code-in-packages",
      comment: "Packages ship what is in src: it imports neither tests nor the workspace's tooling.",
      severity: "error",
      from: { path: "^(packages/[^/]+|reference-server|examples|benchmarks)/src/" },
      to: { path: "^(tooling/|(packages/[^/]+|reference-server)/test/)" },
    },
    {
      name: "no-development-dependency-in-packages",
      comment: "A user does not install devDependencies: make it a dependency, or an optional peer of an adapter.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm", "npm-peer", "type-only"] },
    },
    {
      name: "domain-knows-domain-only",
      comment: "domain/ is the inside: it imports domain/, the package's errors, and @opora/core.",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/domain/" },
      to: {
        path: "^packages/",
        pathNot: ["^packages/$1/src/domain/", "^packages/$1/src/errors\\.ts$", "^packages/core/src/index\\.ts$"],
      },
    },
    {
      name: "domain-is-pure",
      comment:
        "No I/O, clock or randomness in domain/: take it through a port. Of Node it may use digests and buffers.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/domain/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(crypto|buffer)$" },
    },
    {
      name: "ports-know-domain-only",
      comment: "A port speaks of the domain and of nothing that implements or uses it.",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/ports/" },
      to: {
        path: "^packages/",
        pathNot: [
          "^packages/$1/src/(domain|ports)/",
          "^packages/$1/src/errors\\.ts$",
          "^packages/core/src/index\\.ts$",
        ],
      },
    },
    {
      name: "inside-knows-no-adapter",
      comment:
        "A use case works over ports; the host chooses what implements them. Only index.ts may export an adapter; " +
        "adapters/system/ holds defaults that need no library: timers, Node's own randomness.",
      severity: "error",
      from: {
        path: "^packages/([^/]+)/src/",
        pathNot: "/src/(adapters/|conformance/|testing/|simulation/|sql/|index\\.ts$)",
      },
      to: {
        path: "^packages/$1/src/(adapters|conformance|testing|simulation|sql)/",
        pathNot: "^packages/$1/src/adapters/system/",
      },
    },
    ...mainKnowsNoEntry,
    ...entriesShareOneCopy,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|\\.tsc|node_modules/\\.cache)/" },
    tsConfig: { fileName: "tsconfig.base.json" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@opora/source", "import", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
