import { systemClock, systemIds, systemRandom } from "@opora/core";
import {
  type ChildNode,
  createChildNode,
  createRootNode,
  type ProcessingArchive,
  type ProcessingSettings,
  type ProcessingStore,
  type RootNode,
  type Transport,
} from "@opora/processing-sdk";
import { archiveMigrations, createSqlArchive } from "@opora/processing-sdk/sql";
import { migrate } from "@opora/sql";
import { createAbsentTransport } from "./node-paths.js";
import { openDatabase, openProcessingDatabase } from "./open-processing-database.js";

/** Who a node is: settled when it is made. */
export interface NodeIdentity {
  readonly role: "root" | "child";
  readonly nodeId: string;
}

/** What a node works with, beside its database. */
export interface NodeSurroundings {
  /** Settings that differ from the defaults. */
  readonly settings?: Partial<ProcessingSettings>;
  /** Of a root: where it keeps documents for good. Default: in its own database. */
  readonly archive?: string;
  /** Of a child: the way to its root. Default: none. */
  readonly openTransport?: (nodeId: string) => Promise<Transport>;
}

/** A node at work, and what it was opened with. */
export type OpenNode = (
  | { readonly role: "root"; readonly node: RootNode }
  | { readonly role: "child"; readonly node: ChildNode }
) & { close(): Promise<void> };

/**
 * Opens the node in a database.
 *
 * @param identity - Makes the node when the database has none; afterwards it must be the same.
 * @returns `undefined` when the database has no node and no identity was given.
 */
export async function openNode(
  place: string,
  surroundings: NodeSurroundings,
  identity?: NodeIdentity,
): Promise<OpenNode | undefined> {
  const { database, store, close } = await openProcessingDatabase(place);
  const closings = [close];
  const closeAll = async (): Promise<void> => {
    for (const closeOne of closings.reverse()) await closeOne();
  };
  try {
    const known = identity ?? (await readIdentity(store));
    if (known === undefined) {
      await closeAll();
      return undefined;
    }
    const { nodeId } = known;
    const { settings = {} } = surroundings;
    const options = { store, nodeId, clock: systemClock, ids: systemIds, random: systemRandom, settings };
    if (known.role === "root") {
      const archive = await openArchive(surroundings.archive, closings, async () => {
        await migrate(database, [archiveMigrations]);
        return createSqlArchive(database);
      });
      const node = await createRootNode({ ...options, archive });
      closings.push(() => node.close());
      return { role: "root", node, close: closeAll };
    }
    const transport = (await surroundings.openTransport?.(nodeId)) ?? createAbsentTransport();
    closings.push(() => transport.close());
    const node = await createChildNode({ ...options, transport });
    closings.push(() => node.close());
    return { role: "child", node, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function openArchive(
  place: string | undefined,
  closings: (() => Promise<void>)[],
  openBeside: () => Promise<ProcessingArchive>,
): Promise<ProcessingArchive> {
  if (place === undefined) return openBeside();
  const database = await openDatabase(place);
  closings.push(() => database.close());
  await migrate(database, [archiveMigrations]);
  return createSqlArchive(database);
}

async function readIdentity(store: ProcessingStore): Promise<NodeIdentity | undefined> {
  const [self] = await store.transaction("snapshot", (transaction) => transaction.read("node", [["self"]]));
  return self === undefined ? undefined : { role: self.role, nodeId: self.nodeId };
}
