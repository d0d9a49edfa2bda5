import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as source from "@opora/core";
import { repositoryRoot, suiteFolder } from "@opora/test-support";
import { beforeAll, describe, expect, test } from "vitest";

type Core = typeof source;

const packageRoot = join(repositoryRoot, "packages/core");
const folder = suiteFolder();
const installed = join(folder, "node_modules/@opora/core");
const copies: Record<"source" | "esm" | "cjs", Core> = { source, esm: source, cjs: source };

beforeAll(async () => {
  const tsup = join(repositoryRoot, "node_modules/tsup/dist/cli-default.js");
  const args = ["--config", "../../tooling/tsup.config.ts", "--no-dts", "--out-dir", join(installed, "dist")];
  execFileSync(process.execPath, [tsup, ...args], { cwd: packageRoot, stdio: "pipe" });
  const manifest = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  writeFileSync(join(installed, "package.json"), JSON.stringify({ ...manifest, ...manifest.publishConfig }));

  copies.esm = (await import(/* @vite-ignore */ pathToFileURL(join(installed, "dist/index.js")).href)) as Core;
  copies.cjs = createRequire(import.meta.url)(join(installed, "dist/index.cjs")) as Core;
});

describe("copies of the package in one process", () => {
  test("are really copies", () => {
    expect(new Set([copies.source.OporaError, copies.esm.OporaError, copies.cjs.OporaError]).size).toBe(3);
  });

  const names = ["source", "esm", "cjs"] as const;
  const pairs = names.flatMap((thrower) => names.map((catcher) => [thrower, catcher] as const));

  test.each(pairs)("an error of the %s copy is recognised by the %s copy", (thrower, catcher) => {
    const error: unknown = errorOf(copies[thrower]);
    const { CoreError, OporaError } = copies[catcher];
    expect([CoreError.is(error), OporaError.is(error)]).toEqual([true, true]);
    expect([error instanceof CoreError, error instanceof OporaError]).toEqual([true, true]);
  });

  test.each(pairs)(
    "a class made with the %s copy is of the family of the %s copy, but no CoreError",
    (maker, asker) => {
      class HostError extends copies[maker].OporaError<"HOST_FAILED"> {
        static override readonly brand: string = "@example/host/HostError";
      }
      const error: unknown = new HostError("HOST_FAILED", "failed");
      const { CoreError, OporaError } = copies[asker];
      expect([OporaError.is(error), error instanceof OporaError]).toEqual([true, true]);
      expect([CoreError.is(error), error instanceof CoreError]).toEqual([false, false]);
      expect([HostError.is(errorOf(copies[asker])), errorOf(copies[asker]) instanceof HostError]).toEqual([
        false,
        false,
      ]);
    },
  );
});

describe("the package as it is published", () => {
  test("gives import and require the same classes, from the main entry and through its other entries", () => {
    writeFileSync(
      join(folder, "main.mjs"),
      `import { createRequire } from "node:module";
       import * as imported from "@opora/core";
       import { createManualClock } from "@opora/core/testing";
       import { expectThat } from "@opora/core/conformance";
       const require = createRequire(import.meta.url);
       const same = require("@opora/core").OporaError === imported.OporaError
         && require("@opora/core/testing").createManualClock === createManualClock;
       console.log(JSON.stringify({ same, expectThat: typeof expectThat }));`,
    );
    const output = execFileSync(process.execPath, [join(folder, "main.mjs")], { cwd: folder, encoding: "utf8" });
    expect(JSON.parse(output)).toEqual({ same: true, expectThat: "function" });
  });
});

function errorOf(core: Core): unknown {
  try {
    core.parseMoney("12,5", "RUB");
  } catch (error) {
    return error;
  }
  throw new Error("parseMoney took a comma");
}
