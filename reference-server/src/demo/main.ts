/**
 * The main job of the GIS SDK from end to end, on two registers of invented payments: `npm start`.
 *
 * Everything is real except for the other side: ГИС ЖКХ is a stand-in of this process, reached over HTTP, that checks the
 * signature and the structure of every packet and keeps its own truth. Twenty seconds pass in one, so that the pace at
 * which ГИС ЖКХ wants to be asked is kept and the run is over soon.
 */
import { mkdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { formatMinorUnits, type NewOutboxEvent, systemClock, systemIds, systemRandom } from "@opora/core";
import { createLoading, type TaskSummary } from "@opora/gis-sdk";
import { createGisStandIn, sampleRules } from "@opora/gis-sdk/testing";
import { createUndiciTransport } from "@opora/gis-sdk/undici";
import { reconciliationLines, taskLines } from "../loading/describe-loading.js";
import { loadRegisters } from "../loading/load-registers.js";
import { openLoadingFolder } from "../loading/loading-folder.js";
import { createAcceleratedClock } from "./accelerated-clock.js";
import { createDemoKeys } from "./demo-keys.js";
import { writeDemoRegisters } from "./demo-registers.js";

const workspace = fileURLToPath(new URL("../../..", import.meta.url));
const folder = join(workspace, "opora-data", "gis-demo");
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

const registers = await writeDemoRegisters(folder);
const clock = createAcceleratedClock(systemClock, 20);
const keys = createDemoKeys(clock);
const standIn = createGisStandIn({
  clock,
  ids: systemIds,
  random: systemRandom,
  signer: keys.standIn,
  trustAnchors: [keys.root],
  registry: registers.known,
  answerStyle: { prefixes: { soap: "env", base: "ns4", pay: "ns13" }, guidCase: "upper", order: "shuffled" },
});
// What a day at the real service brings, too.
standIn.failNext({
  on: "import",
  fault: { kind: "soap-fault", code: "EXP001000", message: "Произошла ошибка при передаче данных" },
});
standIn.failNext({
  on: "getState",
  fault: { kind: "gateway", status: 502, body: "<html><title>Bad Gateway</title></html>" },
});
const server = await standIn.listen();
const transport = createUndiciTransport({ endpoint: server.url });
const loadingFolder = await openLoadingFolder(folder);

try {
  const loading = createLoading({
    store: loadingFolder.store,
    transport,
    signer: keys.sender,
    clock,
    ids: systemIds,
    random: systemRandom,
    sender: { orgPpaGuid: "3a16bc99-3016-42cd-b088-52106be6fa99" },
    profile: "supplier",
    answerTrust: { trustAnchors: [keys.root] },
    onEvent: printEvent,
  });
  console.log(`Two registers of invented payments, and a stand-in of GIS ZhKKh at ${server.url}\n`);
  const { task } = await loadRegisters({
    billing: { file: registers.billing },
    acquiring: { file: registers.acquiring },
    rules: sampleRules,
    folder: loadingFolder,
    loading,
    taskId: "demo",
    mapping: { profile: "supplier" },
    clock,
    wait: clock.wait,
    onReconciled: (report) => console.log(reconciliationLines(report).join("\n")),
    onFormed: ({ packets, accepted }) => console.log(`\n${accepted.count} payments agree: ${packets} packets`),
    signal: new AbortController().signal,
  });
  console.log(`\n${taskLines(task).join("\n")}`);
  console.log(`stand-in   ${standIn.totals().count} payments, ${formatMinorUnits(standIn.totals().amountKopecks, 2)}`);
  requireSameTruth(task);
  console.log(`\nThe outcome of every payment:  ${pathFromHere(loadingFolder.payments)}`);
  console.log(`The reconciliation:            ${pathFromHere(loadingFolder.reconciliation)}`);
  console.log(`Totals:                        ${pathFromHere(loadingFolder.summary)}`);
} finally {
  await transport.close();
  await server.close();
  await loadingFolder.close();
}

/** Prints what happens to packets; the five thousand events of single payments are in the outbox. */
function printEvent({ name, occurredAt, payload }: NewOutboxEvent): void {
  if (!name.startsWith("gis.packet.")) return;
  const time = occurredAt.toISOString().slice(11, 19);
  console.log(`${time}  packet ${payload["packetNumber"]}  ${name.slice("gis.packet.".length)}`);
}

/** What the other side holds must be what we believe that it holds. */
function requireSameTruth({ byStatus: { loaded } }: TaskSummary): void {
  const { count, amountKopecks } = standIn.totals();
  if (count !== loaded.count || amountKopecks !== loaded.amountKopecks) {
    throw new Error("The stand-in holds other payments than those that we believe to be loaded.");
  }
}

function pathFromHere(path: string): string {
  return relative(process.cwd(), path);
}
