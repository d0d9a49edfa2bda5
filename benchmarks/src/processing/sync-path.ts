import { randomBytes } from "node:crypto";
import { systemClock, systemIds, systemRandom } from "@opora/core";
import { type ChildNode, type Command, createChildNode, createRootNode, type RootNode } from "@opora/processing-sdk";
import { createHttpListener, createHttpTransport } from "@opora/processing-sdk/http";
import {
  archiveMigrations,
  createSqlArchive,
  createSqlProcessingStore,
  processingMigrations,
} from "@opora/processing-sdk/sql";
import { migrate, type SqlDatabase } from "@opora/sql";
import { newDocumentId } from "./document-ids.js";

/** A child, a root and its archive with a database each, and HTTP between child and root. */
export interface SyncPath {
  readonly child: ChildNode;
  readonly root: RootNode;
  close(): Promise<void>;
}

/** The databases of a {@link SyncPath}: empty, and closed with it. */
export interface SyncPathDatabases {
  readonly child: SqlDatabase;
  readonly root: SqlDatabase;
  readonly archive: SqlDatabase;
}

/** Starts both nodes with their default settings: pages of 3000. */
export async function openSyncPath(databases: SyncPathDatabases): Promise<SyncPath> {
  await migrate(databases.child, [processingMigrations]);
  await migrate(databases.root, [processingMigrations]);
  await migrate(databases.archive, [archiveMigrations]);
  const ports = { clock: systemClock, ids: systemIds, random: systemRandom };
  const root = await createRootNode({
    ...ports,
    nodeId: "root",
    store: createSqlProcessingStore(databases.root),
    archive: createSqlArchive(databases.archive),
  });
  const key = randomBytes(32);
  const listener = createHttpListener({ port: 0, authentication: { method: "hmac", keysOf: () => [key] } });
  const door = await listener.serve(root.handle);
  const transport = createHttpTransport({
    address: door.address,
    authentication: { method: "hmac", nodeId: "child", key },
  });
  const child = await createChildNode({
    ...ports,
    nodeId: "child",
    store: createSqlProcessingStore(databases.child),
    transport,
  });
  return {
    child,
    root,
    async close() {
      await child.close();
      await transport.close();
      await door.close();
      await root.close();
      await Promise.all(Object.values(databases).map((database: SqlDatabase) => database.close()));
    },
  };
}

/** Tops up accounts at the child, in turn, one document each. */
export async function recordDocuments(child: ChildNode, accountIds: readonly string[], count: number): Promise<void> {
  for (let from = 0; from < count; from += 1000) {
    const commands = Array.from({ length: Math.min(1000, count - from) }, (): Command => {
      const accountId = accountIds[Math.floor(Math.random() * accountIds.length)] ?? "";
      return { type: "topUp", id: newDocumentId(), accountId, amount: 100n };
    });
    const rejected = (await child.ledger.batch(commands)).find(({ status }) => status === "rejected");
    if (rejected?.status === "rejected") throw rejected.error;
  }
}

/**
 * Lets the duties of both nodes run beside one another until nothing is left to do: everything recorded at the child is
 * settled at the root, in the archive, and shown as settled at the child.
 */
export async function synchroniseFully({ child, root }: SyncPath): Promise<void> {
  let isPushed = false;
  const pushing = until(async () => (await child.sync.runPush()).isFinished).then(() => {
    isPushed = true;
  });
  let isSettled = false;
  const settling = until(async () => {
    const wasPushed = isPushed;
    const { isFinished } = await root.runSettle();
    return wasPushed && isFinished;
  }).then(() => {
    isSettled = true;
  });
  const archiving = until(async () => {
    const wasSettled = isSettled;
    const { isCaughtUp } = await root.runArchive();
    return wasSettled && isCaughtUp;
  });
  await Promise.all([pushing, settling, archiving]);
  await until(async () => (await child.sync.runSync()).isFinished);
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setImmediate(resolve));
}
