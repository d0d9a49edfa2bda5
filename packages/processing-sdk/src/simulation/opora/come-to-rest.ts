import { type Breach, breach } from "../verdict.js";
import { runCycle, runRootWork } from "./duties.js";
import { deliver } from "./post.js";
import type { System } from "./system.js";
import { childNames, selfOf } from "./watch/watch.js";

/** Far more rounds than any quiet system needs. */
const roundsMax = 20;
const deliveriesMax = 100;

/** Lets all messages arrive and all duties run until nothing changes any more; tells when that never happens. */
export async function comeToRest(system: System): Promise<Breach | undefined> {
  await system.startDead();
  for (let count = 0; system.network.size > 0 && count < deliveriesMax; count += 1) await deliver(system, 0);
  let before = "";
  for (let round = 0; round < roundsMax; round += 1) {
    for (const child of childNames) await runCycle(system, child);
    await runRootWork(system);
    const now = fingerprint(system);
    if (now === before) return findWaiting(system);
    before = now;
  }
  return breach("liveness", `the system does not come to rest in ${roundsMax} rounds`);
}

/** Changes whenever something happens that matters. */
function fingerprint({ onlooker: { mirrors } }: System): string {
  const origins = [...mirrors.root.origins.values()].map(
    ({ originId, received, settled, archived }) => `${originId} ${received} ${settled} ${archived}`,
  );
  const children = childNames.flatMap((child) => {
    const self = selfOf(mirrors[child]);
    const accounts = [...mirrors[child].accounts.values()];
    const sums = accounts.map(({ confirmed, pending, updateNo }) => `${confirmed} ${pending} ${updateNo}`);
    return [self?.incarnation, self?.epoch, self?.acked, self?.settled, self?.cursor, ...sums];
  });
  const feed = [...mirrors.root.accounts.values()].map(({ updateNo }) => updateNo);
  return [...origins, ...children, ...feed, mirrors.root.documents.size, mirrors.root.inbox.size].join(";");
}

function findWaiting({ onlooker: { mirrors } }: System): Breach | undefined {
  if (mirrors.root.inbox.size > 0) return breach("liveness", `${mirrors.root.inbox.size} documents stay in the inbox`);
  for (const table of ["requests", "externalDocuments"] as const) {
    const waiting = [...mirrors.root[table].values()].filter(({ status }) => status === "waiting");
    if (waiting.length > 0) return breach("liveness", `${waiting.length} ${table} wait for ever`);
  }
  for (const { originId, received, settled, archived } of mirrors.root.origins.values()) {
    if (settled < received) return breach("liveness", `${originId} stays settled up to ${settled} of ${received}`);
    if (archived < settled) return breach("liveness", `${originId} stays archived up to ${archived} of ${settled}`);
  }
  for (const child of childNames) {
    const self = selfOf(mirrors[child]);
    if (self === undefined || self.haltCode !== "") return breach("liveness", `${child} stays halted`);
    const waiting = [...mirrors[child].documents.values()].filter(({ no }) => no > self.sequenceBase + self.acked);
    if (waiting.length > 0) return breach("liveness", `${child} keeps ${waiting.length} documents to itself`);
  }
  return undefined;
}
