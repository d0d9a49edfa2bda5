import { ProcessingError } from "../../errors.js";
import { checkValues } from "./check-record.js";
import type { RecordValue } from "./record-value.js";
import { type TableName, tables } from "./tables.js";

const limitMax = 10_000;

/** What {@link checkRange} looks at: a `RangeQuery`. */
export interface RangeBounds {
  readonly prefix: readonly RecordValue[];
  readonly after?: readonly RecordValue[];
  readonly through?: readonly RecordValue[];
  readonly limit: number;
}

/**
 * Checks a query for a range and returns the fields of its order.
 *
 * @throws {@link ProcessingError} `PROCESSING_OPTIONS_INVALID` for an order or a limit that does not exist;
 * `PROCESSING_MALFORMED_DOCUMENT` for values that the fields of the order cannot have.
 */
export function checkRange(
  table: TableName,
  order: string,
  { prefix, after, through, limit }: RangeBounds,
): readonly string[] {
  const fields = orderFields(table, order);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > limitMax) {
    throw new ProcessingError("PROCESSING_OPTIONS_INVALID", `limit must be an integer from 1 to ${limitMax}.`, {
      details: { path: "limit" },
    });
  }
  checkValues(table, fields, prefix);
  const further = fields.slice(prefix.length);
  if (after !== undefined) checkValues(table, further, after);
  if (through !== undefined) checkValues(table, further, through);
  return fields;
}

/**
 * The fields of an order of a table: of its key or of an index.
 *
 * @throws {@link ProcessingError} `PROCESSING_OPTIONS_INVALID`.
 */
export function orderFields(table: TableName, order: string): readonly string[] {
  if (order === "key") return tables[table].key;
  const indexes: Readonly<Record<string, readonly string[]>> = tables[table].indexes;
  const fields = Object.hasOwn(indexes, order) ? indexes[order] : undefined;
  if (fields !== undefined) return fields;
  throw new ProcessingError("PROCESSING_OPTIONS_INVALID", `${table} has no order "${order}".`, {
    details: { path: "order" },
  });
}
