/** A root over HTTP that moves money itself while it settles and archives, in a process that may be killed at any moment. */
import { createHttpListener } from "@opora/processing-sdk/http";
import { createSqlArchive, createSqlProcessingStore } from "@opora/processing-sdk/sql";
import { heard, say } from "./conversation.js";
import { childKey, openTestAccounts, startRoot } from "./crash-nodes.js";
import { runInCircles } from "./duties.js";
import { loadLedger } from "./load-ledger.js";
import { type DatabaseAddress, openDatabase } from "./open-database.js";

/** What the process is told. */
export interface RunRootOptions {
  readonly database: DatabaseAddress;
  readonly archive: DatabaseAddress;
  readonly port: number;
  /** Names the movements of this life. */
  readonly source: string;
  readonly callers: number;
  readonly movements: number;
  readonly repeat: readonly string[];
}

const options = JSON.parse(process.argv[2] ?? "{}") as RunRootOptions;
const database = await openDatabase(options.database, "node");
const archiveDatabase = await openDatabase(options.archive, "archive");
const root = await startRoot(createSqlProcessingStore(database), createSqlArchive(archiveDatabase));
await openTestAccounts(root);
const listener = createHttpListener({
  port: options.port,
  authentication: { method: "hmac", keysOf: () => [childKey] },
});
await listener.serve(root.handle);
say("ready");

const load = loadLedger(root.ledger, { ...options, report: (event, id) => say(`${event} ${id}`) });
void runInCircles(() => root.runSettle());
void runInCircles(() => root.runArchive());
await heard("stop");
await load.stop();
say("stopped");
