import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createSeededRandom } from "@opora/core/testing";
import { skipUnlessAvailable, testFolder, testMariadb, testPostgres } from "@opora/test-support";
import { expect, onTestFinished, type TestContext, test } from "vitest";
import { createOnlooker } from "./acknowledged.js";
import { examineNodes, type NodeDatabases } from "./examine-nodes.js";
import { type NodeProcess, startNode } from "./node-process.js";

const kills = 6;
const callers = 6;
/** Of one life: so much that it is always under load when it is killed, and no more to look through at the end. */
const movements = 600;
const longestLifeMs = 700;

type Role = "root" | "child";

/** Kills a root and a child that work under load again and again, then looks what became of what they acknowledged. */
async function killAgainAndAgain(engine: string, databases: NodeDatabases, seed: number): Promise<void> {
  const random = createSeededRandom(seed);
  const onlooker = createOnlooker();
  const port = await freePort();
  let lives = 0;

  const live = (role: Role): NodeProcess => {
    lives += 1;
    // Half of the open questions are asked once more; the others stay open for ever.
    const repeat = onlooker.unanswered().filter((id) => id.startsWith(role) && Number(id.split(":")[1]) % 2 === 0);
    const own =
      role === "root" ? { database: databases.root, archive: databases.archive } : { database: databases.child };
    const process = startNode(
      `run-${role}.ts`,
      { ...own, port, callers, movements, repeat, source: `${role}-${lives}` },
      onlooker.hear,
    );
    onTestFinished(() => process.kill());
    return process;
  };

  const nodes = { root: live("root"), child: live("child") };
  await Promise.all([nodes.root.said("ready"), nodes.child.said("ready")]);
  for (let kill = 0; kill < kills; kill += 1) {
    await delay(random.below(longestLifeMs));
    const victims = ([["root"], ["child"], ["root", "child"]] as const)[kill % 3] ?? [];
    for (const role of victims) await nodes[role].kill();
    for (const role of victims) nodes[role] = live(role);
    for (const role of victims) await nodes[role].said("ready");
  }
  for (const node of Object.values(nodes)) node.tell("stop");
  for (const node of Object.values(nodes)) await node.said("stopped");
  for (const node of Object.values(nodes)) await node.kill();

  const { acknowledged, unknown } = onlooker.counts();
  const { documents, archived } = await examineNodes(databases, onlooker);
  expect(acknowledged).toBeGreaterThan(0);
  console.log(
    `kill -9 on ${engine}: ${lives} lives, ${acknowledged} movements acknowledged, ${unknown} never answered; ` +
      `${documents} documents at the root, ${archived} in the archive; 0 lost, 0 doubled`,
  );
}

test("kill -9 of a root and a child on SQLite loses no acknowledged movement and books none twice", async () => {
  const folder = testFolder();
  const file = (name: string) => ({ path: join(folder, `${name}.db`) });
  await killAgainAndAgain("SQLite", { root: file("root"), archive: file("archive"), child: file("child") }, 1);
}, 240_000);

test("kill -9 of a root and a child on PostgreSQL loses no acknowledged movement and books none twice", async (context) => {
  await killAgainAndAgain("PostgreSQL", await onServer(context, testPostgres), 2);
}, 240_000);

test("kill -9 of a root and a child on MariaDB loses no acknowledged movement and books none twice", async (context) => {
  await killAgainAndAgain("MariaDB", await onServer(context, testMariadb), 3);
}, 240_000);

async function onServer(context: TestContext, find: typeof testPostgres | typeof testMariadb): Promise<NodeDatabases> {
  const [root, archive, child] = await Promise.all([find(), find(), find()]);
  const databases = [root, archive, child].map((found) => skipUnlessAvailable(context, found));
  for (const { dispose } of databases) onTestFinished(dispose);
  const [rootUrl = "", archiveUrl = "", childUrl = ""] = databases.map(({ url }) => url);
  return { root: { url: rootUrl }, archive: { url: archiveUrl }, child: { url: childUrl } };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
