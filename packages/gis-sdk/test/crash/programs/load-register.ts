/**
 * Loads a register until nothing happens by itself, in a process that may be killed at any moment. Its clock begins where
 * it is told to, and is moved on to whatever is due next, so that no life waits.
 */
import { systemIds, systemRandom } from "@opora/core";
import { createLoading } from "@opora/gis-sdk";
import { createSqlGisStore, gisMigrations } from "@opora/gis-sdk/sql";
import { createUndiciTransport } from "@opora/gis-sdk/undici";
import { createPemSigner } from "@opora/gost/signers";
import { migrate, outboxMigrations } from "@opora/sql";
import { openPostgres } from "@opora/sql/postgres";
import { openSqlite } from "@opora/sql/sqlite";
import { operator139Payments } from "../../loading-payments.js";

/** What the process is told. */
export interface LoadRegisterOptions {
  /** A file of SQLite, or the URL of a database of PostgreSQL. */
  readonly database: { readonly path: string } | { readonly url: string };
  readonly endpoint: string;
  readonly keyPem: string;
  readonly certificatePem: string;
  readonly orgPpaGuid: string;
  readonly taskId: string;
  readonly payments: number;
  readonly packetSize: number;
  /** How far its clock is ahead, in milliseconds. */
  readonly aheadMs: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as LoadRegisterOptions;
const { taskId } = options;
/** Far more than it takes: each round sends five packets. */
const roundsMax = 1_000;

const database = await ("path" in options.database
  ? openSqlite({ path: options.database.path })
  : openPostgres({ url: options.database.url }));
await migrate(database, [outboxMigrations, gisMigrations]);
let aheadMs = options.aheadMs;
const clock = { now: () => new Date(Date.now() + aheadMs) };
const loading = createLoading({
  store: createSqlGisStore({ database }),
  transport: createUndiciTransport({ endpoint: options.endpoint }),
  signer: createPemSigner({ key: options.keyPem, certificate: options.certificatePem }),
  clock,
  ids: systemIds,
  random: systemRandom,
  sender: { orgPpaGuid: options.orgPpaGuid },
  profile: "operator139",
  packetSize: options.packetSize,
});

console.log("started");
await loading.loadPayments({ taskId, payments: operator139Payments(options.payments) });
console.log("taken in");
for (let round = 1; ; round += 1) {
  if (round > roundsMax) throw new Error(`Nothing came of ${roundsMax} rounds.`);
  await loading.runSend({ taskId, limit: 5 });
  await loading.runPoll({ taskId });
  const { state, nextActionAt, byStatus } = await loading.summary(taskId);
  if (nextActionAt === undefined) {
    const { loaded, already_loaded } = byStatus;
    console.log(`${state} ${loaded.count + already_loaded.count}`);
    break;
  }
  aheadMs += Math.max(0, nextActionAt.getTime() - clock.now().getTime());
}
await database.close();
process.exit(0);
