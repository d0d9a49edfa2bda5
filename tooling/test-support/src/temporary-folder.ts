import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** An empty folder that is removed when the running test ends. Call it in a test. */
export function testFolder(): string {
  const folder = createFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** An empty folder that is removed when the suite ends. Call it in `describe` or at the top of a test file. */
export function suiteFolder(): string {
  const folder = createFolder();
  afterAll(() => removeFolder(folder));
  return folder;
}

function createFolder(): string {
  return mkdtempSync(join(tmpdir(), "opora-test-"));
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
