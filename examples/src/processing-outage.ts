/**
 * A root and two shops through an outage: both go on selling on their copies of the accounts, and afterwards every node
 * shows the same, to the kopeck.
 *
 * Everything is in this process. In your backend `createSqlProcessingStore`, `createHttpTransport` and `createHttpListener`
 * take the places of the stores and of the door, and your scheduler runs what `cycles()` of each node names.
 */
import { systemClock, systemIds, systemRandom } from "@opora/core";
import {
  type ChildNode,
  createChildNode,
  createInProcessListener,
  createRootNode,
  ProcessingError,
  type RootNode,
} from "@opora/processing-sdk";
import { createMemoryArchive, createMemoryStore } from "@opora/processing-sdk/testing";

const ports = { clock: systemClock, ids: systemIds, random: systemRandom };
const door = createInProcessListener();
const archive = createMemoryArchive();
const root = await createRootNode({ ...ports, nodeId: "centre", store: createMemoryStore(), archive });
let line = await door.serve(root.handle);
const shops = await Promise.all(
  ["shop-1", "shop-2"].map((nodeId) =>
    createChildNode({ ...ports, nodeId, store: createMemoryStore(), transport: door.connect(nodeId) }),
  ),
);
const [first, second] = shops as [ChildNode, ChildNode];

const customer = { customerId: "customer-1", currency: "RUB" };
await root.ledger.open({ id: "bonus-1", kind: "bonus", ...customer });
await root.ledger.open({ id: "payment-1", kind: "payment", ...customer, creditLimit: 10_000n });
await root.ledger.topUp({ id: "top-up-1", accountId: "bonus-1", amount: 50_00n, contra: "issuer:campaign" });
await root.ledger.topUp({ id: "top-up-2", accountId: "payment-1", amount: 1_000_00n });
await synchronise();
await print("In the morning");

await line.close();
console.log("\nThe line goes down. Both shops go on selling.");
// Bonuses pay up to 30 % of a purchase, the payment account the rest.
const scheme = [{ kind: "bonus", maxShare: 300 }, { kind: "payment" }];
const from = { customerId: "customer-1", scheme };
await first.ledger.pay({ id: "sale-1", total: 120_00n, currency: "RUB", from, contra: "till:1" });
await second.ledger.pay({ id: "sale-2", total: 80_00n, currency: "RUB", from, contra: "till:7" });
await second.ledger.refund({ id: "refund-2", documentId: "sale-2", amount: 30_00n });
// The till of the second shop did not see an answer and asks again: nothing happens twice.
await second.ledger.pay({ id: "sale-2", total: 80_00n, currency: "RUB", from, contra: "till:7" });
await root.ledger.topUp({ id: "top-up-3", accountId: "payment-1", amount: 5_00n });
await first.sync.runSync().catch((error: unknown) => {
  if (!ProcessingError.is(error)) throw error;
  console.log(`shop-1 cannot synchronise: ${error.code}`);
});
await print("During the outage");

line = await door.serve(root.handle);
console.log("\nThe line is back.");
await synchronise();
await root.runArchive();
await print("In the evening");

// Both shops spent the same bonuses while they could not know of each other. It is reported; `spendMode: "allotment"` of the
// account makes it impossible.
for (const { type, subject } of await root.events.read()) console.log(`\nThe root reports: ${type} ${subject}`);

for (const node of [root, first, second]) {
  const { findingCount } = await node.audit.run();
  if (findingCount > 0) throw new Error(`The audit of ${node.nodeId} found ${findingCount} differences.`);
}
console.log(`\nThe archive holds ${archive.content().documents.length} documents. Every audit is clean.`);
for (const node of [first, second, root]) await node.close();

/** One cycle of each shop sends, the root books, another one brings the result: with timers it is a few seconds. */
async function synchronise(): Promise<void> {
  for (const shop of shops) await shop.sync.runPush();
  await root.runSettle();
  for (const shop of shops) await shop.sync.runPull();
}

async function print(moment: string): Promise<void> {
  console.log(`\n${moment}:`);
  for (const node of [root, first, second]) console.log(`  ${node.nodeId.padEnd(7)} ${await balances(node)}`);
}

async function balances(node: RootNode | ChildNode): Promise<string> {
  const accounts = await node.ledger.accountsOf("customer-1");
  return accounts
    .map(({ kind, balance, pending }) => `${kind} ${balance}${pending === 0n ? "" : ` (${pending} pending)`}`)
    .join(", ");
}
