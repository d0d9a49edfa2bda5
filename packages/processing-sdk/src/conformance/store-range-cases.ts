import type { ConformanceCase } from "@opora/core/conformance";
import type { ProcessingStore, RangeQuery } from "@opora/processing-sdk";
import {
  account,
  counter,
  expectCode,
  expectEqual,
  integerMax,
  integerMin,
  posting,
  read,
  textsInOrder,
  write,
} from "./fixtures.js";
import type { StoreSubject } from "./store-subject.js";

const entriesOf = (store: ProcessingStore, accountId: string, query: Omit<RangeQuery, "prefix">) =>
  read(store, async (transaction) =>
    (await transaction.range("postings", "key", { prefix: [accountId], ...query })).map(({ entry }) => entry),
  );

const feedOf = (store: ProcessingStore, shard: string, query: Partial<RangeQuery>) =>
  read(store, async (transaction) =>
    (await transaction.range("accounts", "byFeed", { prefix: [shard], limit: 100, ...query })).map(({ id }) => id),
  );

/** Reading in an order. */
export const storeRangeCases: readonly ConformanceCase<StoreSubject>[] = [
  {
    name: "text is ordered by its bytes, both ways",
    async run({ store }) {
      const counters = textsInOrder.map((shard, index) => counter("bytes", BigInt(index), shard));
      await write(store, { table: "counters", insert: [...counters].reverse() });
      const query = { prefix: ["bytes"], limit: 100 } as const;
      const up = await read(store, (transaction) => transaction.range("counters", "key", query));
      expectEqual(up, counters, "the records upwards");
      const down = await read(store, (transaction) =>
        transaction.range("counters", "key", { ...query, direction: "descending" }),
      );
      expectEqual(down, [...counters].reverse(), "the records downwards");
    },
  },
  {
    name: "a range goes beyond a text by its bytes too",
    async run({ store }) {
      const counters = textsInOrder.map((shard, index) => counter("beyond-bytes", BigInt(index), shard));
      await write(store, { table: "counters", insert: counters });
      for (const [index, shard] of textsInOrder.entries()) {
        const found = await read(store, (transaction) =>
          transaction.range("counters", "key", { prefix: ["beyond-bytes"], after: [shard], limit: 100 }),
        );
        expectEqual(found, counters.slice(index + 1), `what comes after ${JSON.stringify(shard)}`);
      }
    },
  },
  {
    name: "after, through, limit and direction cut a range where they say",
    async run({ store }) {
      const account = "range-cut";
      await write(store, { table: "postings", insert: [5n, 3n, 1n, 4n, 2n].map((entry) => posting(account, entry)) });
      const cases: readonly (readonly [Omit<RangeQuery, "prefix">, readonly bigint[]])[] = [
        [{ limit: 100 }, [1n, 2n, 3n, 4n, 5n]],
        [{ limit: 2 }, [1n, 2n]],
        [{ limit: 100, after: [2n] }, [3n, 4n, 5n]],
        [{ limit: 100, through: [2n] }, [1n, 2n]],
        [{ limit: 100, after: [1n], through: [3n] }, [2n, 3n]],
        [{ limit: 1, after: [1n], through: [3n] }, [2n]],
        [{ limit: 100, after: [5n] }, []],
        [{ limit: 100, after: [3n], through: [3n] }, []],
        [{ limit: 100, direction: "descending" }, [5n, 4n, 3n, 2n, 1n]],
        [{ limit: 2, direction: "descending" }, [5n, 4n]],
        [{ limit: 100, after: [3n], direction: "descending" }, [2n, 1n]],
        [{ limit: 100, through: [3n], direction: "descending" }, [5n, 4n, 3n]],
        [{ limit: 100, after: [5n], through: [2n], direction: "descending" }, [4n, 3n, 2n]],
      ];
      for (const [query, expected] of cases) {
        const what = `the entries ${JSON.stringify({ ...query, after: String(query.after), through: String(query.through) })}`;
        expectEqual(await entriesOf(store, account, query), expected, what);
      }
    },
  },
  {
    name: "a range stays within its prefix",
    async run({ store }) {
      const accounts = ["range-prefix", "range-prefix-", "range-prefi", "range-prefix\u0001"];
      await write(store, {
        table: "postings",
        insert: accounts.flatMap((accountId) => [posting(accountId, integerMin), posting(accountId, integerMax)]),
      });
      expectEqual(await entriesOf(store, "range-prefix", { limit: 100 }), [integerMin, integerMax], "the entries");
      const down = await entriesOf(store, "range-prefix", { limit: 100, direction: "descending" });
      expectEqual(down, [integerMax, integerMin], "the entries downwards");
      expectEqual(await entriesOf(store, "range-prefi\u0001", { limit: 100 }), [], "the entries of nobody");
    },
  },
  {
    name: "an index orders by all of its fields, and bounds may name some or all of the further ones",
    async run({ store }) {
      const shard = "range-index";
      const feed = [
        ["i-b", 1n],
        ["i-c", 1n],
        ["i-a", 2n],
        ["i-d", 2n],
        ["i-e", 10n],
      ] as const;
      await write(store, {
        table: "accounts",
        insert: [...feed].reverse().map(([id, updateNo]) => account(id, { shard, updateNo })),
      });
      const ids = feed.map(([id]) => id);
      expectEqual(await feedOf(store, shard, {}), ids, "the feed");
      expectEqual(await feedOf(store, shard, { direction: "descending" }), [...ids].reverse(), "the feed downwards");
      expectEqual(await feedOf(store, shard, { after: [1n] }), ["i-a", "i-d", "i-e"], "after 1");
      expectEqual(await feedOf(store, shard, { after: [1n, "i-b"] }), ["i-c", "i-a", "i-d", "i-e"], "after 1, i-b");
      expectEqual(await feedOf(store, shard, { through: [2n] }), ["i-b", "i-c", "i-a", "i-d"], "through 2");
      expectEqual(await feedOf(store, shard, { through: [2n, "i-a"] }), ["i-b", "i-c", "i-a"], "through 2, i-a");
      expectEqual(
        await feedOf(store, shard, { after: [1n, "i-b"], through: [2n] }),
        ["i-c", "i-a", "i-d"],
        "after 1, i-b through 2",
      );
      const down = { after: [2n, "i-d"], through: [1n, "i-c"], direction: "descending" } as const;
      expectEqual(await feedOf(store, shard, down), ["i-a", "i-c"], "downwards after 2, i-d through 1, i-c");
      const whole = { prefix: [shard, 2n], after: ["i-a"] } as const;
      expectEqual(await feedOf(store, shard, whole), ["i-d"], "at 2, after i-a");
    },
  },
  {
    name: "an index follows the changes of its fields",
    async run({ store }) {
      const shard = "range-moved";
      await write(store, {
        table: "accounts",
        insert: ["m-a", "m-b", "m-c"].map((id, index) => account(id, { shard, updateNo: BigInt(index + 1) })),
      });
      await write(
        store,
        { table: "accounts", patch: [{ id: "m-a", updateNo: 9n }] },
        { table: "accounts", put: [account("m-b", { shard: "range-moved-away" })] },
      );
      expectEqual(await feedOf(store, shard, {}), ["m-c", "m-a"], "the feed");
      expectEqual(await feedOf(store, "range-moved-away", {}), ["m-b"], "the other feed");
    },
  },
  {
    name: "pages of a range, each after the last record of the one before, give every record once",
    async run({ store }) {
      const accountId = "range-pages";
      const entries = Array.from({ length: 23 }, (_, index) => BigInt(index * 3 - 30));
      await write(store, { table: "postings", insert: entries.map((entry) => posting(accountId, entry)) });
      const found: bigint[] = [];
      for (let page = await entriesOf(store, accountId, { limit: 5 }); page.length > 0; ) {
        found.push(...page);
        page = await entriesOf(store, accountId, { limit: 5, after: [found.at(-1) as bigint] });
      }
      expectEqual(found, entries, "the entries");
    },
  },
  {
    name: "several prefixes at once give what each of them gives alone",
    async run({ store }) {
      const ids = Array.from({ length: 130 }, (_, index) => `each-${index}`);
      await write(store, {
        table: "postings",
        insert: ids.flatMap((id, index) =>
          Array.from({ length: index % 4 }, (_, entry) => posting(id, BigInt(-entry))),
        ),
      });
      const prefixes = [...ids].reverse().map((id) => [id]);
      const found = await read(store, (transaction) => transaction.rangeEach("postings", "key", prefixes, 2));
      const alone = await read(store, async (transaction) => {
        const lists = [];
        for (const prefix of prefixes) lists.push(await transaction.range("postings", "key", { prefix, limit: 2 }));
        return lists;
      });
      expectEqual(found, alone, "the records of each");
      const [single] = await read(store, (transaction) => transaction.rangeEach("postings", "key", [["each-3"]], 10));
      expectEqual(
        single?.map(({ entry }) => entry),
        [-2n, -1n, 0n],
        "the records of one",
      );
    },
  },
  {
    name: "limits out of bounds, orders and values that do not exist are refused",
    async run({ store }) {
      const range = (order: string, query: object) =>
        read(store, (transaction) =>
          transaction.range("postings", order as "key", { prefix: [], limit: 1, ...query } as RangeQuery),
        );
      for (const limit of [0, -1, 1.5, 10_001]) {
        await expectCode(range("key", { limit }), "PROCESSING_OPTIONS_INVALID", `a limit of ${limit}`);
      }
      await expectCode(range("byName", {}), "PROCESSING_OPTIONS_INVALID", "an order that does not exist");
      await expectCode(range("key", { prefix: ["a", 1n, 2n] }), "PROCESSING_MALFORMED_DOCUMENT", "a long prefix");
      await expectCode(range("key", { after: [1n] }), "PROCESSING_MALFORMED_DOCUMENT", "a bound of another type");
      const each = (prefixes: readonly (readonly string[])[]) =>
        read(store, (transaction) => transaction.rangeEach("postings", "key", prefixes, 1));
      await expectCode(each([]), "PROCESSING_OPTIONS_INVALID", "no prefix");
      await expectCode(each([[]]), "PROCESSING_OPTIONS_INVALID", "an empty prefix");
    },
  },
];
