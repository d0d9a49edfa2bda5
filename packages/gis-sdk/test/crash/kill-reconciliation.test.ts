import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readReconciliationReport, reconcileRegisters, reconciliationFiles } from "@opora/gis-sdk/csv";
import { createSampleRegisters } from "@opora/gis-sdk/testing";
import { testFolder } from "@opora/test-support";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("programs/reconcile-and-die.ts", import.meta.url));

async function reconcileAndDie(outDir: string, chunksMax: number): Promise<unknown> {
  const parameters = ["--conditions=@opora/source", "--import", "tsx", program, outDir, String(chunksMax)];
  const child = spawn(process.execPath, parameters, { stdio: "ignore" });
  const [, signal] = await once(child, "exit");
  return signal;
}

test("a reconciliation that is killed leaves the last result as it was, and the next one tidies up", async () => {
  const outDir = testFolder();
  const { billing, acquiring } = createSampleRegisters({ bills: 40 });
  await reconcileRegisters({ billing: { rows: billing }, acquiring: { rows: acquiring }, outDir });
  const files = Object.values(reconciliationFiles);
  const contents = () => Promise.all(files.map((name) => readFile(join(outDir, name), "utf8")));
  const before = await contents();

  expect(await reconcileAndDie(outDir, 60)).toBe("SIGKILL");
  expect(await contents()).toEqual(before);
  // What the killed process had on disk had no name; only the headers of results that never came to be are left.
  const leftovers = (await readdir(outDir, { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile() && entry.parentPath !== outDir,
  );
  for (const { parentPath, name } of leftovers) {
    expect((await readFile(join(parentPath, name))).length).toBeLessThan(1000);
  }

  expect(await reconcileAndDie(outDir, 1_000_000)).toBeNull();
  expect((await readReconciliationReport(outDir)).billing.rows).toBeGreaterThan(1800);
  expect((await readdir(outDir)).sort()).toEqual([...files].sort());
});
