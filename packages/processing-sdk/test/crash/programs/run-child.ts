/** A child that moves money while it synchronises over HTTP, in a process that may be killed at any moment. */
import { createHttpTransport } from "@opora/processing-sdk/http";
import { createSqlProcessingStore } from "@opora/processing-sdk/sql";
import { heard, say } from "./conversation.js";
import { childId, childKey, startChild } from "./crash-nodes.js";
import { runInCircles } from "./duties.js";
import { loadLedger, untilDone } from "./load-ledger.js";
import { type DatabaseAddress, openDatabase } from "./open-database.js";

/** What the process is told. */
export interface RunChildOptions {
  readonly database: DatabaseAddress;
  readonly port: number;
  /** Names the movements of this life. */
  readonly source: string;
  readonly callers: number;
  readonly movements: number;
  readonly repeat: readonly string[];
}

const options = JSON.parse(process.argv[2] ?? "{}") as RunChildOptions;
const database = await openDatabase(options.database, "node");
const transport = createHttpTransport({
  address: `http://127.0.0.1:${options.port}`,
  authentication: { method: "hmac", nodeId: childId, key: childKey },
});
const child = await startChild(createSqlProcessingStore(database), transport);
// Accounts come from the root; a child that has them already needs nobody.
while ((await child.ledger.accountsOf("customer")).length === 0) await untilDone(() => child.sync.runSync());
say("ready");

const load = loadLedger(child.ledger, { ...options, report: (event, id) => say(`${event} ${id}`) });
void runInCircles(() => child.sync.runSync());
await heard("stop");
await load.stop();
say("stopped");
