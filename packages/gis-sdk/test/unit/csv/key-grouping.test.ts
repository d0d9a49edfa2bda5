import { reconcileRegisters } from "@opora/gis-sdk/csv";
import { testFolder } from "@opora/test-support";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bitsFor, createPackedOrder } from "../../../src/adapters/csv/joining/packed-order.js";
import { hashKey } from "../../../src/adapters/csv/spilling/key-hash.js";
import { row } from "../../register-fixtures.js";

/** Two bill numbers whose keys share a hash. */
function collidingBills(): readonly [string, string] {
  const billByHash = new Map<number, string>();
  for (let number = 0; ; number += 1) {
    const bill = String(number);
    const key = new TextEncoder().encode(`${bill}\0s\0t`);
    const hash = hashKey(key, key.length);
    const other = billByHash.get(hash);
    if (other !== undefined) return [other, bill];
    billByHash.set(hash, bill);
  }
}

test("keys that share a hash are told apart", async () => {
  const [one, other] = collidingBills();
  const sketch = { supplier: "s", service: "t" };
  const report = await reconcileRegisters({
    billing: { rows: [row({ ...sketch, bill: one }), row({ ...sketch, bill: other, main: "5.00" })] },
    acquiring: { rows: [row({ ...sketch, bill: other, main: "5.00" })] },
    outDir: testFolder(),
  });
  expect(report.result.byStatus).toMatchObject({ matched: 1, "billing-only": 1, "amount-mismatch": 0 });
});

describe("a packed order", () => {
  test("puts indexes in the order of their numbers, and those of equal numbers in their own", () => {
    const order = createPackedOrder();
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff_ffff), { maxLength: 200 }), (numbers) => {
        order.start(numbers.length);
        numbers.forEach((number, index) => {
          order.set(index, number);
        });
        const expected = numbers
          .map((_, index) => index)
          .sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0) || a - b);
        expect(Array.from(order.sorted())).toEqual(expected);
      }),
    );
  });

  test("has room for a whole hash beside two million indexes, and for less beside more", () => {
    expect(bitsFor(2 ** 21 - 1)).toBe(32);
    expect(bitsFor(2 ** 21)).toBe(31);
    expect(bitsFor(0)).toBe(53);
  });
});
