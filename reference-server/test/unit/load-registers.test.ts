import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom } from "@opora/core";
import { createManualClock, createSeededIds, type ManualClock } from "@opora/core/testing";
import { createLoading } from "@opora/gis-sdk";
import {
  createGisStandIn,
  createSampleRegisters,
  encodeSampleRegister,
  type GisStandIn,
  sampleRules,
} from "@opora/gis-sdk/testing";
import { createKeySigner } from "@opora/gost/signers";
import { createTestAuthority } from "@opora/gost/testing";
import { expect, onTestFinished, test } from "vitest";
import { isComplete, type LoadRegistersReport, loadRegisters } from "../../src/loading/load-registers.js";
import { openLoadingFolder } from "../../src/loading/loading-folder.js";

const bills = 600;

interface World {
  readonly folder: string;
  readonly clock: ManualClock;
  readonly standIn: GisStandIn;
  /** Starts a process of its own, as it were: a new store handle, a new loading. */
  run(options?: { readonly diesInRound?: number }): Promise<LoadRegistersReport>;
}

async function openWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "opora-load-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { billing, acquiring } = createSampleRegisters({ bills });
  await writeFile(join(folder, "billing.csv"), encodeSampleRegister(billing));
  await writeFile(join(folder, "acquiring.csv"), encodeSampleRegister(acquiring, { encoding: "windows-1251" }));

  const clock = createManualClock(new Date("2026-04-03T09:00:00+03:00"));
  const authority = createTestAuthority({ clock, random: systemRandom });
  const issueSigner = () => {
    const { privateKey, certificate } = authority.issue();
    return createKeySigner({ key: privateKey, certificate });
  };
  const ids = createSeededIds(1);
  const standIn = createGisStandIn({
    clock,
    ids: createSeededIds(2),
    random: systemRandom,
    signer: issueSigner(),
    trustAnchors: [authority.certificate],
  });
  const signer = issueSigner();

  return {
    folder,
    clock,
    standIn,
    async run({ diesInRound = Number.POSITIVE_INFINITY } = {}) {
      let rounds = 0;
      const loadingFolder = await openLoadingFolder(join(folder, "loading"));
      try {
        return await loadRegisters({
          billing: { file: join(folder, "billing.csv") },
          acquiring: { file: join(folder, "acquiring.csv") },
          rules: sampleRules,
          folder: loadingFolder,
          loading: createLoading({
            store: loadingFolder.store,
            transport: standIn.transport,
            signer,
            clock,
            ids,
            random: systemRandom,
            sender: { orgPpaGuid: "3a16bc99-3016-42cd-b088-52106be6fa99" },
            profile: "supplier",
          }),
          taskId: "register",
          mapping: { profile: "supplier" },
          clock,
          wait: async (ms) => {
            rounds += 1;
            if (rounds === diesInRound) throw new Error("killed");
            clock.advance(ms);
          },
          signal: new AbortController().signal,
        });
      } finally {
        await loadingFolder.close();
      }
    },
  };
}

test("what agrees in two registers is at the other side, to the kopeck, and each outcome is on disk", async () => {
  const { folder, standIn, run } = await openWorld();

  const report = await run();

  const { loaded } = report.task.byStatus;
  expect(report.task.state).toBe("done");
  expect(standIn.totals()).toEqual(loaded);
  expect(loaded.count).toBeGreaterThan(bills / 2);
  const lines = (await readFile(join(folder, "loading", "payments.csv"), "utf8")).trimEnd().split("\n");
  expect(lines).toHaveLength(1 + loaded.count);
  expect(lines.slice(1).every((line) => line.split(";")[4] === "loaded")).toBe(true);
  expect(isComplete(report)).toBe(true);
});

test("lines of the reconciliation are payments or refused with a reason: none is missing", async () => {
  const { run } = await openWorld();

  const { reconciliation, refused, task } = await run();

  const refusedLines = Object.values(refused).reduce((sum, { lines }) => sum + lines, 0);
  expect(task.payments.count + refusedLines).toBe(reconciliation.result.rows);
});

test("a run that dies while packets are out goes on in the next one, and nothing is loaded twice", async () => {
  const { standIn, run } = await openWorld();
  await expect(run({ diesInRound: 1 })).rejects.toThrow("killed");
  expect(standIn.packets().length).toBeGreaterThan(0);

  const { task } = await run();

  expect(task.state).toBe("done");
  expect(standIn.totals()).toEqual(task.byStatus.loaded);
  expect(standIn.loadedPayments()).toHaveLength(task.payments.count);
});

test("the same registers loaded once more change nothing at the other side", async () => {
  const { standIn, run } = await openWorld();
  const first = await run();

  const second = await run();

  expect(second.task.byStatus).toEqual(first.task.byStatus);
  expect(standIn.loadedPayments()).toHaveLength(first.task.payments.count);
});
