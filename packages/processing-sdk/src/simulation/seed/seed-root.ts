import { globalAccounts, openingBalance, retentionDays } from "../schedule/population.js";
import { accepts, type SeedAccount, type SeedDocument } from "./seed-document.js";

/** How the root answers a pull: rows with their numbers, from one moment. */
export interface SeedPullAnswer {
  readonly rootNo: number;
  readonly rows: readonly { readonly id: string; readonly sum: bigint; readonly isBlocked: boolean }[];
}

/** The root of the seed: the administrator's guide, sections on the root cycle and on synchronisation. */
export interface SeedRoot {
  /** ACCOUNT. */
  readonly accounts: ReadonlyMap<string, SeedAccount & { readonly updateNo: number }>;
  /** PCDataSyncDirs.UpdateNum of the table Account. */
  readonly lastNo: number;
  /** Ids in the archive database, as often as they were inserted. */
  readonly archive: readonly string[];
  /** Ids of children's documents, as often as they were applied. */
  readonly applied: readonly string[];
  /** Whether a document waits for something in AccountDocSync. */
  readonly hasWork: boolean;
  move(document: SeedDocument): boolean;
  changeBlocked(account: string, isBlocked: boolean): void;
  /** Takes a packet of a child into AccountDocSync. */
  receive(documents: readonly SeedDocument[]): void;
  answerPull(since: number, packetSize: number): SeedPullAnswer;
  /** One cycle. `dies`: the process dies between the insert into the archive and the note of it. */
  work(today: number, dies?: "in the archive step"): void;
}

/** AccountDocSync.UpdateNum: new, in a wrong state, done, archived. */
type InboxStatus = 0 | 3 | 1000 | 1001;

/** Creates the root with the accounts of the beginning. */
export function createSeedRoot(): SeedRoot {
  const accounts = new Map(
    globalAccounts.map((id, index) => [id as string, { sum: openingBalance, isBlocked: false, updateNo: index + 1 }]),
  );
  const documents = new Map<string, { readonly document: SeedDocument; isHandedOver: boolean }>();
  const inbox = new Map<string, { readonly document: SeedDocument; status: InboxStatus }>();
  const archive: string[] = [];
  const applied: string[] = [];
  let lastNo = accounts.size;

  function change(id: string, changes: Partial<SeedAccount>): void {
    const account = accounts.get(id);
    if (account === undefined) return;
    lastNo += 1;
    Object.assign(account, changes, { updateNo: lastNo });
  }

  function apply(today: number): void {
    for (const [id, entry] of inbox) {
      if (entry.status === 3) entry.status = 0;
      if (entry.status === 1001 && entry.document.day < today - retentionDays) inbox.delete(id);
    }
    for (const entry of inbox.values()) {
      if (entry.status !== 0) continue;
      const { id, account: accountId, amount } = entry.document;
      const account = accounts.get(accountId);
      if (account === undefined || account.isBlocked) {
        entry.status = 3;
        continue;
      }
      change(accountId, { sum: account.sum + amount });
      applied.push(id);
      entry.status = 1000;
    }
  }

  function takeOwnDocuments(): void {
    for (const [id, entry] of documents) {
      if (entry.isHandedOver) continue;
      if (!inbox.has(id)) inbox.set(id, { document: entry.document, status: 1000 });
      entry.isHandedOver = true;
    }
  }

  return {
    accounts,
    archive,
    applied,
    get lastNo() {
      return lastNo;
    },
    get hasWork() {
      return [...inbox.values()].some(({ status }) => status < 1001);
    },
    move(document) {
      const account = accounts.get(document.account);
      if (documents.has(document.id) || !accepts(account, document.amount)) return false;
      change(document.account, { sum: account.sum + document.amount });
      documents.set(document.id, { document, isHandedOver: false });
      return true;
    },
    changeBlocked: (id, isBlocked) => change(id, { isBlocked }),
    receive(packet) {
      for (const document of packet) if (!inbox.has(document.id)) inbox.set(document.id, { document, status: 0 });
    },
    answerPull(since, packetSize) {
      const rows = [...accounts].filter(([, { updateNo }]) => updateNo > since && updateNo <= since + packetSize);
      return { rootNo: lastNo, rows: rows.map(([id, { sum, isBlocked }]) => ({ id, sum, isBlocked })) };
    },
    work(today, dies) {
      apply(today);
      takeOwnDocuments();
      const done = [...inbox.values()].filter(({ status }) => status === 1000);
      archive.push(...done.map(({ document }) => document.id));
      if (dies === "in the archive step") return;
      for (const entry of done) entry.status = 1001;
      for (const [id, { document, status }] of inbox) {
        if (status === 1001 && document.day < today - retentionDays) inbox.delete(id);
      }
      for (const [id, { document, isHandedOver }] of documents) {
        if (isHandedOver && document.day < today - retentionDays) documents.delete(id);
      }
    },
  };
}
