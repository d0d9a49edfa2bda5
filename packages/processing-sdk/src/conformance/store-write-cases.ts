import type { ConformanceCase } from "@opora/core/conformance";
import type { Change, ProcessingStore } from "@opora/processing-sdk";
import {
  account,
  counter,
  counterValue,
  document,
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

const documentIn = async (store: ProcessingStore, id: string) =>
  (await read(store, (transaction) => transaction.read("documents", [[id]])))[0];

/** Changes, each by itself. */
export const storeWriteCases: readonly ConformanceCase<StoreSubject>[] = [
  {
    name: "a record comes back with every field as it went in: nulls, limits, booleans, texts of any script and length",
    async run({ store }) {
      const documents = [
        document("values-1"),
        document("values-2", {
          total: integerMin,
          no: integerMax,
          originSeq: 0n,
          isCancelled: true,
          occurredAtMs: Number.MIN_SAFE_INTEGER,
          receivedAtMs: Number.MAX_SAFE_INTEGER,
          recordedAtMs: -1,
          reverses: "",
          reservationId: "null",
          refunded: "NULL",
          contra: "Ж".repeat(128),
          currency: "😀".repeat(128),
          lines: '[["счёт \\"1\\"","-1","0","g"]]\n\t{},\\\\ \u2028 \' `%_ $1 ? \u0001',
          meta: JSON.stringify({ note: "длинный текст ".repeat(20_000) }),
        }),
        ...textsInOrder.map((text, index) =>
          document(`values-text-${index}`, { origin: text, lines: text, refunded: text }),
        ),
      ];
      await write(store, { table: "documents", insert: documents });
      const found = await read(store, (transaction) =>
        transaction.read(
          "documents",
          documents.map(({ id }) => [id] as const),
        ),
      );
      expectEqual(found, documents, "the documents");
    },
  },
  {
    name: "a record inserted under a key that exists fails the transaction as a conflict, and nothing of it is kept",
    async run({ store }) {
      await write(store, { table: "counters", insert: [counter("exists", 1n)] });
      const failing = write(
        store,
        { table: "counters", insert: [counter("exists-not", 1n)] },
        { table: "counters", insert: [counter("exists-neither", 2n), counter("exists", 2n)] },
      );
      await expectCode(failing, "PROCESSING_STORE_CONFLICT", "the second record");
      expectEqual(await counterValue(store, "exists"), 1n, "the value");
      expectEqual(await counterValue(store, "exists-not"), undefined, "what was written before");
      expectEqual(await counterValue(store, "exists-neither"), undefined, "what was written along");
    },
  },
  {
    name: "a put inserts, and replaces every field of a record that exists",
    async run({ store }) {
      await write(store, { table: "documents", put: [document("put-1"), document("put-2", { reverses: "x" })] });
      const replaced = document("put-2", { no: 7n, meta: '{"a":"b"}', isCancelled: true, receivedAtMs: 5 });
      const added = document("put-3");
      await write(store, { table: "documents", put: [replaced, added] });
      expectEqual(await documentIn(store, "put-1"), document("put-1"), "the first");
      expectEqual(await documentIn(store, "put-2"), replaced, "the second");
      expectEqual(await documentIn(store, "put-3"), added, "the third");
      await write(store, { table: "documents", put: [replaced] });
      expectEqual(await documentIn(store, "put-2"), replaced, "the second, put again");
    },
  },
  {
    name: "a patch changes the fields that it names and no others, also to null and back",
    async run({ store }) {
      const [first, second] = [document("patch-1", { reverses: "r" }), document("patch-2")];
      await write(store, { table: "documents", insert: [first, second, document("patch-3")] });
      const patch = [
        { id: "patch-2", reverses: "q", originSeq: 4n, isCancelled: true, refunded: "[]" },
        { id: "patch-1", reverses: null, originSeq: null, isCancelled: false, refunded: null },
      ];
      await write(store, { table: "documents", patch });
      expectEqual(await documentIn(store, "patch-1"), { ...first, ...patch[1] }, "the first");
      expectEqual(await documentIn(store, "patch-2"), { ...second, ...patch[0] }, "the second");
      expectEqual(await documentIn(store, "patch-3"), document("patch-3"), "the third");
    },
  },
  {
    name: "a patch that changes nothing is no error, and one of an absent record fails the transaction",
    async run({ store }) {
      await write(store, { table: "counters", insert: [counter("patched", 1n)] });
      await write(store, { table: "counters", patch: [counter("patched", 1n)] });
      await write(store, { table: "counters", patch: [{ name: "patched", shard: "0" }] });
      const failing = write(
        store,
        { table: "counters", insert: [counter("patched-before", 1n)] },
        { table: "counters", patch: [counter("patched", 2n), counter("patched-never", 2n)] },
      );
      await expectCode(failing, "PROCESSING_STORE_CORRUPT", "a patch of an absent record");
      expectEqual(await counterValue(store, "patched"), 1n, "the value");
      expectEqual(await counterValue(store, "patched-before"), undefined, "what was written before");
      const bare = write(store, { table: "counters", patch: [{ name: "patched-never", shard: "0" }] });
      await expectCode(bare, "PROCESSING_STORE_CORRUPT", "a patch of nothing but an absent key");
    },
  },
  {
    name: "a delete removes the records that are there and passes over the others",
    async run({ store }) {
      await write(store, { table: "counters", insert: [counter("delete-1", 1n), counter("delete-2", 2n)] });
      await write(store, {
        table: "counters",
        delete: [
          ["delete-1", "0"],
          ["delete-2", "1"],
          ["delete-3", "0"],
        ],
      });
      expectEqual(
        [await counterValue(store, "delete-1"), await counterValue(store, "delete-2")],
        [undefined, 2n],
        "the values",
      );
    },
  },
  {
    name: "deleteThrough removes what is under its start, up to its value and that too",
    async run({ store }) {
      const entries = [-5n, 0n, 1n, 2n, 3n];
      await write(store, {
        table: "postings",
        insert: ["through-a", "through-b"].flatMap((id) => entries.map((entry) => posting(id, entry))),
      });
      await write(store, { table: "postings", deleteThrough: { prefix: ["through-a"], through: 1n } });
      const left = await read(store, async (transaction) =>
        (await transaction.range("postings", "key", { prefix: [], after: ["through-"], limit: 100 }))
          .filter(({ accountId }) => accountId.startsWith("through-"))
          .map(({ accountId, entry }) => `${accountId} ${entry}`),
      );
      const expected = [2n, 3n].map((entry) => `through-a ${entry}`);
      expectEqual(left, [...expected, ...entries.map((entry) => `through-b ${entry}`)], "what is left");
    },
  },
  {
    name: "changes of a call are carried out in their order, also those of one table",
    async run({ store }) {
      await write(
        store,
        { table: "counters", insert: [counter("sequence", 1n)] },
        { table: "counters", patch: [counter("sequence", 2n)] },
        { table: "counters", delete: [["sequence", "0"]] },
        { table: "counters", insert: [counter("sequence", 3n)] },
        { table: "counters", put: [counter("sequence", 4n)] },
      );
      expectEqual(await counterValue(store, "sequence"), 4n, "the value");
    },
  },
  {
    name: "changes of several tables in one call are carried out together",
    async run({ store }) {
      await write(
        store,
        { table: "accounts", insert: [account("tables")] },
        { table: "counters", insert: [counter("tables", 1n)] },
      );
      await write(
        store,
        { table: "documents", insert: [document("tables")] },
        { table: "postings", insert: [posting("tables", 1n)] },
        { table: "accounts", patch: [{ id: "tables", confirmed: 5n }] },
        { table: "counters", patch: [counter("tables", 2n)] },
      );
      const found = await read(store, async (transaction) => [
        await transaction.read("documents", [["tables"]]),
        await transaction.read("postings", [["tables", 1n]]),
        await transaction.read("accounts", [["tables"]]),
        await transaction.read("counters", [["tables", "0"]]),
      ]);
      expectEqual(
        found,
        [
          [document("tables")],
          [posting("tables", 1n)],
          [account("tables", { confirmed: 5n })],
          [counter("tables", 2n)],
        ],
        "the records",
      );
    },
  },
  {
    name: "empty lists of changes do nothing",
    async run({ store }) {
      const nothing: readonly Change[] = [
        { table: "counters", insert: [] },
        { table: "counters", put: [] },
        { table: "counters", patch: [] },
        { table: "counters", delete: [] },
      ];
      await write(store);
      await write(store, ...nothing);
    },
  },
  {
    name: "what a table cannot hold is refused, and nothing of the transaction is kept",
    async run({ store }) {
      const bad: readonly (readonly [string, object])[] = [
        ["an integer above 64 bits", counter("unfit", integerMax + 1n)],
        ["an integer below 64 bits", counter("unfit", integerMin - 1n)],
        ["a number for an integer", { ...counter("unfit", 1n), value: 1 }],
        ["a text for an integer", { ...counter("unfit", 1n), value: "1" }],
        ["null for a field that has none", { ...counter("unfit", 1n), value: null }],
        ["an id of 129 characters", counter("x".repeat(129), 1n)],
        ["a lone surrogate", counter("unfit\uD800", 1n)],
        ["NUL in a text", counter("unfit\0", 1n)],
        ["a record without a field", { name: "unfit", shard: "0" }],
        ["a field that the table lacks", { ...counter("unfit", 1n), extra: 1n }],
      ];
      for (const [what, record] of bad) {
        for (const kind of ["insert", "put"]) {
          const change = { table: "counters", [kind]: [counter("unfit-beside", 1n), record] } as unknown as Change;
          await expectCode(write(store, change), "PROCESSING_MALFORMED_DOCUMENT", `${what} in ${kind}`);
        }
      }
      expectEqual(await counterValue(store, "unfit-beside"), undefined, "what was written along");
      await write(store, { table: "counters", insert: [counter("unfit", 1n)] });
      const patch = [{ name: "unfit", shard: "0", value: integerMax + 1n }];
      const patched = write(store, { table: "counters", patch });
      await expectCode(patched, "PROCESSING_MALFORMED_DOCUMENT", "an integer above 64 bits in a patch");
    },
  },
  {
    name: "a key twice in a list, and patches with different fields, are refused",
    async run({ store }) {
      const twice = [counter("twice", 1n), counter("twice", 2n)];
      const mixed = [
        { id: "twice-1", no: 1n },
        { id: "twice-2", total: 1n },
      ];
      const changes: readonly Change[] = [
        { table: "counters", insert: twice },
        { table: "counters", put: twice },
        { table: "counters", patch: twice },
        { table: "documents", patch: mixed },
      ];
      await write(store, { table: "documents", insert: [document("twice-1"), document("twice-2")] });
      for (const change of changes) {
        await expectCode(write(store, change), "PROCESSING_OPTIONS_INVALID", Object.keys(change).join(" "));
      }
      expectEqual(await counterValue(store, "twice"), undefined, "the value");
    },
  },
  {
    name: "long texts of many records go in and come out in one call",
    async run({ store }) {
      const documents = Array.from({ length: 12 }, (_, index) =>
        document(`long-${index}`, { lines: 'ж"\\'.repeat(200_000), meta: `${index}` }),
      );
      await write(store, { table: "documents", insert: documents });
      const keys = documents.map(({ id }) => [id] as const);
      const found = await read(store, (transaction) => transaction.read("documents", keys));
      expectEqual(
        found.map((record, index) => record?.lines === documents[index]?.lines && record?.meta === `${index}`),
        documents.map(() => true),
        "whether each came back",
      );
      await write(store, { table: "documents", delete: keys });
    },
  },
];
