import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { systemIds, systemRandom } from "@opora/core";
import { createSeededRandom } from "@opora/core/testing";
import { createGisStandIn } from "@opora/gis-sdk/testing";
import { createPemSigner } from "@opora/gost/signers";
import { createTestAuthority } from "@opora/gost/testing";
import { skipUnlessAvailable, testFolder, testPostgres } from "@opora/test-support";
import { expect, onTestFinished, test } from "vitest";
import { hour, orgPpaGuid } from "../loading-fixtures.js";
import type { LoadRegisterOptions } from "./programs/load-register.js";

const program = fileURLToPath(new URL("programs/load-register.ts", import.meta.url));
const payments = 60;
const lives = 5;
const longestLifeMs = 600;

interface Life {
  readonly child: ChildProcess;
  readonly lines: AsyncIterator<string>;
  readonly exited: Promise<unknown>;
  errors(): string;
}

function live(options: LoadRegisterOptions): Life {
  const parameters = ["--conditions=@opora/source", "--import", "tsx", program, JSON.stringify(options)];
  const child = spawn(process.execPath, parameters, { stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, lines, exited: once(child, "exit"), errors: () => errors };
}

async function nextLine({ lines, errors }: Life): Promise<string> {
  const next = await lines.next();
  if (next.done === true) throw new Error(`The process ended: ${errors()}`);
  return next.value;
}

/** Kills a loading process again and again, lets the last one finish, and compares what both sides hold. */
async function killAgainAndAgain(database: LoadRegisterOptions["database"], seed: number): Promise<void> {
  const random = createSeededRandom(seed);
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const authority = createTestAuthority({ random: systemRandom, clock });
  const [ours, theirs] = [authority.issue(), authority.issue()];
  const standIn = createGisStandIn({
    clock,
    ids: systemIds,
    random,
    signer: createPemSigner({ key: theirs.privateKeyPem, certificate: theirs.certificatePem }),
    trustAnchors: [authority.certificate],
    processing: { untilProcessingMs: 0, untilDoneMs: 0 },
    // The clocks of the lives run ahead of this one.
    pollingGuard: "count-only",
  });
  const { url: endpoint, close } = await standIn.listen();
  onTestFinished(close);
  const options = (): LoadRegisterOptions => ({
    database,
    endpoint,
    keyPem: ours.privateKeyPem,
    certificatePem: ours.certificatePem,
    orgPpaGuid,
    taskId: "register",
    payments,
    packetSize: 2,
    aheadMs,
  });

  for (let number = 0; number < lives; number += 1) {
    const life = live(options());
    onTestFinished(() => void life.child.kill("SIGKILL"));
    expect(await nextLine(life)).toBe("started");
    await new Promise((resolve) => setTimeout(resolve, random.below(longestLifeMs)));
    life.child.kill("SIGKILL");
    await life.exited;
    // Whatever the dead one had claimed is free by then.
    aheadMs += 2 * hour;
  }
  const last = live(options());
  onTestFinished(() => void last.child.kill("SIGKILL"));
  const said = [await nextLine(last), await nextLine(last), await nextLine(last)];

  const sum = BigInt(payments * (payments + 1)) * 50n;
  expect(said).toEqual(["started", "taken in", `done ${payments}`]);
  expect(standIn.totals()).toEqual({ count: payments, amountKopecks: sum });
  expect(standIn.loadedPayments()).toHaveLength(payments);
}

test("kill -9 of a process that loads from SQLite loses no payment and loads none twice", async () => {
  await killAgainAndAgain({ path: join(testFolder(), "gis.db") }, 1);
}, 240_000);

test("kill -9 of a process that loads from PostgreSQL loses no payment and loads none twice", async (context) => {
  const { url, dispose } = skipUnlessAvailable(context, await testPostgres());
  onTestFinished(dispose);
  await killAgainAndAgain({ url }, 2);
}, 240_000);
