/**
 * Loads three payments into ГИС ЖКХ and follows them to their end.
 *
 * The other side is a stand-in within this process, and a clock moved by hand stands for your scheduler: in your backend
 * `createSqlGisStore`, `createUndiciTransport`, your signer and `systemClock` take their places.
 */
import { systemClock, systemIds, systemRandom } from "@opora/core";
import { createManualClock } from "@opora/core/testing";
import { createLoading, type NewGisPayment } from "@opora/gis-sdk";
import { createGisStandIn, createMemoryGisStore } from "@opora/gis-sdk/testing";
import { createKeySigner } from "@opora/gost/signers";
import { createTestAuthority } from "@opora/gost/testing";

const clock = createManualClock(systemClock.now());
const ports = { clock, ids: systemIds, random: systemRandom };
const authority = createTestAuthority({ clock, random: systemRandom });
const issueSigner = () => {
  const { privateKey, certificate } = authority.issue();
  return createKeySigner({ key: privateKey, certificate });
};
const known = ["00АА000001-01-0001", "00АА000002-01-0001"];
const standIn = createGisStandIn({
  ...ports,
  signer: issueSigner(),
  trustAnchors: [authority.certificate],
  registry: new Set(known),
});

const loading = createLoading({
  ...ports,
  store: createMemoryGisStore(),
  transport: standIn.transport,
  signer: issueSigner(),
  sender: { orgPpaGuid: "3a16bc99-3016-42cd-b088-52106be6fa99" },
  profile: "supplier",
  answerTrust: { trustAnchors: [authority.certificate] },
});

const payments = [...known, "00АА999999-01-0001"].map(
  (paymentDocumentId, index): NewGisPayment => ({
    profile: "supplier",
    paymentDocumentId,
    orderDate: "2026-01-15",
    amountKopecks: 150_000n + BigInt(index),
  }),
);
await loading.loadPayments({ taskId: "register-2026-01-15", payments });

// A host's scheduler calls the two jobs every few seconds; here the seconds are made.
let summary = await loading.summary("register-2026-01-15");
for (let round = 0; summary.nextActionAt !== undefined && round < 100; round += 1) {
  await loading.runSend();
  await loading.runPoll();
  clock.advance(5_000);
  summary = await loading.summary("register-2026-01-15");
}

console.log(`task: ${summary.state}`);
for (const [status, { count, amountKopecks }] of Object.entries(summary.byStatus)) {
  if (count > 0) console.log(`${status}: ${count} payments, ${amountKopecks} kopecks`);
}
console.log(`the stand-in holds ${standIn.totals().count} payments, ${standIn.totals().amountKopecks} kopecks`);
if (standIn.totals().amountKopecks !== summary.byStatus.loaded.amountKopecks) throw new Error("The sums differ.");
