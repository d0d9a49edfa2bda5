import { globalAccounts, openingBalance, retentionDays } from "../schedule/population.js";
import { accepts, type SeedAccount, type SeedDocument } from "./seed-document.js";
import type { SeedPullAnswer } from "./seed-root.js";

/** How the seed is read where it says `local := local + 3000`. */
export type SeedReading =
  /** As it stands. */
  | "literal"
  /** As it must be meant: not beyond the root's own number. */
  | "clamped";

/** A child of the seed: the administrator's guide, section on the cycle of the subordinate centre. */
export interface SeedChild {
  /** ACCOUNT. */
  readonly accounts: ReadonlyMap<string, SeedAccount>;
  /** PCDataSyncDirs.UpdateNum of the table Account. */
  readonly cursor: number;
  move(document: SeedDocument): boolean;
  /** A packet of documents that are not handed over. */
  nextPacket(): readonly SeedDocument[];
  acknowledge(ids: readonly string[]): void;
  takeRows(answer: SeedPullAnswer): void;
  cleanUp(today: number): void;
}

/** Creates a child with copies of the accounts of the beginning. */
export function createSeedChild(reading: SeedReading, packetSize: number): SeedChild {
  const accounts = new Map(globalAccounts.map((id) => [id as string, { sum: openingBalance, isBlocked: false }]));
  const documents = new Map<string, { readonly document: SeedDocument; isHandedOver: boolean }>();
  let cursor: number = accounts.size;
  return {
    accounts,
    get cursor() {
      return cursor;
    },
    move(document) {
      const account = accounts.get(document.account);
      if (documents.has(document.id) || !accepts(account, document.amount)) return false;
      account.sum += document.amount;
      documents.set(document.id, { document, isHandedOver: false });
      return true;
    },
    nextPacket: () =>
      [...documents.values()]
        .filter(({ isHandedOver }) => !isHandedOver)
        .slice(0, packetSize)
        .map(({ document }) => document),
    acknowledge(ids) {
      for (const id of ids) {
        const entry = documents.get(id);
        if (entry !== undefined) entry.isHandedOver = true;
      }
    },
    takeRows({ rootNo, rows }) {
      if (cursor >= rootNo) return;
      for (const { id, sum, isBlocked } of rows) accounts.set(id, { sum, isBlocked });
      cursor = reading === "literal" ? cursor + packetSize : Math.min(cursor + packetSize, rootNo);
    },
    cleanUp(today) {
      for (const [id, { document, isHandedOver }] of documents) {
        if (isHandedOver && document.day < today - retentionDays) documents.delete(id);
      }
    },
  };
}
