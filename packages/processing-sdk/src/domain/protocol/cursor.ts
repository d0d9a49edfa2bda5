import type { JsonObject } from "@opora/core";
import type { Cursor } from "./messages.js";
import { malformed, readCount, readId, readObject } from "./read-json.js";

/** Most shards of a feed. */
const shardCountMax = 10_000;

/** A cursor as plain JSON: shard to update number; shards at 0 are left out, the others are in the order of their names. */
export function encodeCursor(cursor: Cursor): JsonObject {
  const shards = Object.keys(cursor).filter((shard) => cursor[shard] !== 0n);
  return Object.fromEntries(shards.sort().map((shard) => [shard, String(cursor[shard])]));
}

/** Reads a cursor; throws `PROCESSING_MALFORMED_DOCUMENT`. */
export function decodeCursor(value: unknown, path: string): Cursor {
  const raw = readObject(value, path);
  const shards = Object.keys(raw);
  if (shards.length > shardCountMax) throw malformed(path, `has more than ${shardCountMax} shards`);
  return Object.fromEntries(shards.map((shard) => [readId(shard, path), readCount(raw[shard], path)]));
}

/** Where a cursor stands in a shard. */
export function positionIn(cursor: Cursor, shard: string): bigint {
  return Object.hasOwn(cursor, shard) ? (cursor[shard] as bigint) : 0n;
}

/** Whether two cursors stand at the same place. */
export function isSameCursor(left: Cursor, right: Cursor): boolean {
  return isNotBehind(left, right) && isNotBehind(right, left);
}

/** Whether a cursor stands in every shard where another does, or beyond. */
export function isNotBehind(cursor: Cursor, other: Cursor): boolean {
  return Object.keys(other).every((shard) => positionIn(cursor, shard) >= positionIn(other, shard));
}
