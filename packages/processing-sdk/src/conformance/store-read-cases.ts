import type { ConformanceCase } from "@opora/core/conformance";
import { counter, expectCode, expectEqual, read, textsInOrder, write } from "./fixtures.js";
import type { StoreSubject } from "./store-subject.js";

/** Reading by keys. */
export const storeReadCases: readonly ConformanceCase<StoreSubject>[] = [
  {
    name: "reading by keys answers in their order, with absent ones and repeated ones",
    async run({ store }) {
      const [first, second] = [counter("read-order-1", 1n), counter("read-order-2", 2n, "ш")];
      await write(store, { table: "counters", insert: [first, second] });
      const found = await read(store, (transaction) =>
        transaction.read("counters", [
          ["read-order-2", "ш"],
          ["read-order-2", "0"],
          ["read-order-1", "0"],
          ["read-order-2", "ш"],
        ]),
      );
      expectEqual(found, [second, undefined, first, second], "the records");
    },
  },
  {
    name: "reading no keys answers with nothing",
    async run({ store }) {
      const found = await read(store, (transaction) => transaction.read("accounts", []));
      const locked = await store.transaction("write", (transaction) =>
        transaction.read("accounts", [], { lock: "update" }),
      );
      expectEqual([found, locked], [[], []], "the records");
    },
  },
  {
    name: "5,000 keys are read, locked, changed and deleted in one transaction",
    async run({ store }) {
      const counters = Array.from({ length: 5000 }, (_, index) => counter(`many-${index}`, BigInt(index)));
      const keys = counters.map(({ name, shard }) => [name, shard] as const);
      await write(store, { table: "counters", insert: counters });
      await store.transaction("write", async (transaction) => {
        const found = await transaction.read("counters", keys, { lock: "update" });
        expectEqual(found, counters, "the records");
        const patch = counters.map(({ value, ...key }) => ({ ...key, value: value + 1n }));
        await transaction.write([{ table: "counters", patch }]);
      });
      const changed = await read(store, (transaction) => transaction.read("counters", keys));
      expectEqual(
        changed.map((record) => record?.value),
        counters.map(({ value }) => value + 1n),
        "the values",
      );
      await write(store, { table: "counters", delete: keys });
      const left = await read(store, (transaction) => transaction.read("counters", keys));
      expectEqual(
        left.filter((record) => record !== undefined),
        [],
        "what is left",
      );
    },
  },
  {
    name: "keys are told apart by every character: case, trailing spaces, accents, composition",
    async run({ store }) {
      const names = [
        "a",
        "A",
        "a ",
        " a",
        "á",
        "a\u0301",
        "е",
        "e",
        ...textsInOrder.filter((text) => text !== "a" && text !== "A"),
      ];
      const counters = names.map((name, index) => counter("apart", BigInt(index), name));
      await write(store, { table: "counters", insert: counters });
      const found = await read(store, (transaction) =>
        transaction.read(
          "counters",
          names.map((name) => ["apart", name] as const),
        ),
      );
      expectEqual(found, counters, "the records");
    },
  },
  {
    name: "a key of the wrong length or type is refused",
    async run({ store }) {
      const short = read(store, (transaction) => transaction.read("counters", [["only"]] as never));
      await expectCode(short, "PROCESSING_MALFORMED_DOCUMENT", "a part of a key");
      const wrong = read(store, (transaction) => transaction.read("counters", [["name", 1n]] as never));
      await expectCode(wrong, "PROCESSING_MALFORMED_DOCUMENT", "a key of another type");
    },
  },
];
