import { readFileSync } from "node:fs";
import { defineConfig } from "tsup";

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;
}

/** One build for every package: run from the package's folder, it takes its entry points from `exports`. */
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;

const entry = Object.fromEntries(
  Object.values(manifest.exports).flatMap((target) => {
    const source = typeof target === "object" ? target["@opora/source"] : undefined;
    return typeof source === "string" ? [[source.slice("./src/".length).replace(/\.ts$/, ""), source]] : [];
  }),
);

export default defineConfig({
  entry,
  format: ["esm", "cjs"],
  dts: true,
  tsconfig: "tsconfig.build.json",
  sourcemap: true,
  clean: true,
  // Splitting would send the CommonJS output through a transform that rewrites every ?? and ?. into calls.
  splitting: false,
  // Entry points import their own package by name, so that each class exists once.
  external: [manifest.name],
  target: "node20",
});
