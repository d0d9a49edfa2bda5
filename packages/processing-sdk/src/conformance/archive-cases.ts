import type { ConformanceCase } from "@opora/core/conformance";
import type { AccountRecord, ProcessingArchive } from "@opora/processing-sdk";
import { account, document, expectCode, expectEqual, integerMax, integerMin, posting } from "./fixtures.js";

/** What the cases of an archive run against. */
export interface ArchiveSubject {
  readonly archive: ProcessingArchive;
  /** An account as the archive has it. */
  readAccount(id: string): Promise<AccountRecord | undefined>;
}

const nothing = { documents: [], postings: [], accounts: [] };

/** What every `ProcessingArchive` must do. The cases may share one archive. */
export const archiveCases: readonly ConformanceCase<ArchiveSubject>[] = [
  {
    name: "documents, postings and accounts come back as they were put",
    async run({ archive, readAccount }) {
      const full = document("arc-full", {
        meta: '{"чек":"😀"}',
        originSeq: integerMax,
        receivedAtMs: 1,
        reverses: "r",
      });
      const owner = account("arc-full", { creditLimit: integerMin, blocked: true, description: "Счёт" });
      await archive.put({ documents: [full], postings: [posting("arc-full", 1n)], accounts: [owner] });
      expectEqual(await archive.findDocument("arc-full"), full, "the document");
      const postings = await archive.readPostings({ accountId: "arc-full", limit: 10 });
      expectEqual(postings, [posting("arc-full", 1n)], "the postings");
      expectEqual(await readAccount("arc-full"), owner, "the account");
      expectEqual(await archive.findDocument("arc-none"), undefined, "a document that was never put");
    },
  },
  {
    name: "putting the same again changes nothing, also together with more",
    async run({ archive }) {
      const first = { ...nothing, documents: [document("arc-again-1")], postings: [posting("arc-again", 1n)] };
      await archive.put(first);
      await archive.put(first);
      const changed = {
        ...nothing,
        documents: [document("arc-again-2"), document("arc-again-1", { total: 999n })],
        postings: [posting("arc-again", 2n), posting("arc-again", 1n, { amount: 999n })],
      };
      await archive.put(changed);
      expectEqual(await archive.findDocument("arc-again-1"), document("arc-again-1"), "the document");
      expectEqual(await archive.findDocument("arc-again-2"), document("arc-again-2"), "the other document");
      const postings = await archive.readPostings({ accountId: "arc-again", limit: 10 });
      expectEqual(postings, [posting("arc-again", 2n), posting("arc-again", 1n)], "the postings");
    },
  },
  {
    name: "an account is replaced only by one with a higher update number, whole",
    async run({ archive, readAccount }) {
      const put = (...accounts: readonly AccountRecord[]): Promise<void> => archive.put({ ...nothing, accounts });
      const [old, current] = [
        account("arc-newer", { updateNo: 4n }),
        account("arc-newer", { updateNo: 5n, confirmed: 50n, closed: true }),
      ];
      await put(current);
      await put(old);
      expectEqual(await readAccount("arc-newer"), current, "the account after an older one");
      await put({ ...current, confirmed: 1n });
      expectEqual(await readAccount("arc-newer"), current, "the account after one of the same number");
      const next = account("arc-newer", { updateNo: 6n, confirmed: 60n, description: "next" });
      await put(account("arc-other", { updateNo: 1n }), next);
      expectEqual(await readAccount("arc-newer"), next, "the account after a newer one");
    },
  },
  {
    name: "postings of an account are read from the latest on, page by page",
    async run({ archive }) {
      const entries = Array.from({ length: 7 }, (_, index) => BigInt(index + 1));
      await archive.put({
        ...nothing,
        postings: [
          ...entries.map((entry) => posting("arc-pages", entry)),
          posting("arc-pages-", 9n),
          posting("arc-page", 9n),
        ],
      });
      const page = async (limit: number, beforeEntry?: bigint): Promise<readonly bigint[]> =>
        (
          await archive.readPostings({
            accountId: "arc-pages",
            limit,
            ...(beforeEntry !== undefined && { beforeEntry }),
          })
        ).map(({ entry }) => entry);
      expectEqual(await page(3), [7n, 6n, 5n], "the first page");
      expectEqual(await page(3, 5n), [4n, 3n, 2n], "the second page");
      expectEqual(await page(3, 2n), [1n], "the last page");
      expectEqual(await page(3, 1n), [], "what is beyond");
      await expectCode(page(0), "PROCESSING_OPTIONS_INVALID", "a limit of 0");
    },
  },
  {
    name: "a put of nothing does nothing, and one of 3,000 documents keeps them all",
    async run({ archive }) {
      await archive.put(nothing);
      const documents = Array.from({ length: 3000 }, (_, index) =>
        document(`arc-many-${index}`, { no: BigInt(index) }),
      );
      const postings = documents.map((_, index) => posting("arc-many", BigInt(index + 1)));
      await archive.put({ ...nothing, documents, postings });
      expectEqual(await archive.findDocument("arc-many-2999"), documents[2999], "the last document");
      const kept = await archive.readPostings({ accountId: "arc-many", limit: 10_000 });
      expectEqual(kept, [...postings].reverse(), "the postings");
    },
  },
  {
    name: "two that archive the same at once leave it there once",
    async run({ archive }) {
      const documents = Array.from({ length: 20 }, (_, index) => document(`arc-race-${index}`));
      const accounts = documents.map(({ id }) => account(id));
      const content = { documents, accounts, postings: [posting("arc-race", 1n)] };
      const reversed = { ...content, documents: [...documents].reverse(), accounts: [...accounts].reverse() };
      await Promise.all([archive.put(content), archive.put(reversed), archive.put(content), archive.put(reversed)]);
      expectEqual(await archive.findDocument("arc-race-7"), documents[7], "a document");
      expectEqual(await archive.readPostings({ accountId: "arc-race", limit: 10 }), content.postings, "the postings");
    },
  },
  {
    name: "what a table cannot hold is refused, and nothing of the call is kept",
    async run({ archive }) {
      const bad = archive.put({
        ...nothing,
        documents: [document("arc-bad-1"), document("arc-bad-2", { total: integerMax + 1n })],
      });
      await expectCode(bad, "PROCESSING_MALFORMED_DOCUMENT", "an integer above 64 bits");
      expectEqual(await archive.findDocument("arc-bad-1"), undefined, "the document beside it");
    },
  },
];
