import { ProcessingError } from "../../errors.js";
import { checkValues } from "./check-record.js";
import type { RecordValue } from "./record-value.js";
import { type TableName, tables } from "./tables.js";

const countMax = 10_000;

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
  checkCount("limit", limit);
  checkValues(table, fields, prefix);
  const further = fields.slice(prefix.length);
  if (after !== undefined) checkValues(table, further, after);
  if (through !== undefined) checkValues(table, further, through);
  return fields;
}

/**
 * Checks a query for the ranges under several starts of an order and returns the fields of the order; throws as
 * {@link checkRange}.
 */
export function checkRangeEach(
  table: TableName,
  order: string,
  prefixes: readonly (readonly RecordValue[])[],
  limit: number,
): readonly string[] {
  const fields = orderFields(table, order);
  checkCount("limit", limit);
  checkCount("prefixes.length", prefixes.length);
  const length = prefixes[0]?.length ?? 0;
  for (const prefix of prefixes) {
    if (prefix.length === 0 || prefix.length !== length) {
      throw invalid("prefixes", "must all have the same number of fields, at least one");
    }
    checkValues(table, fields, prefix);
  }
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
  throw invalid("order", `"${order}" is not an order of ${table}`);
}

function checkCount(path: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 1 || count > countMax) {
    throw invalid(path, `must be an integer from 1 to ${countMax}`);
  }
}

function invalid(path: string, requirement: string): ProcessingError {
  return new ProcessingError("PROCESSING_OPTIONS_INVALID", `${path} ${requirement}.`, { details: { path } });
}
