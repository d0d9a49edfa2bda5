import { decimalFromEngine, integerFromEngine } from "@opora/sql";
import type { CustomTypesConfig } from "pg";

type Parser = (text: string) => unknown;

// Object identifiers of the built-in types (pg_type.dat). Everything else comes as PostgreSQL writes it.
const parsers: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [16, (text) => (text === "t" ? 1n : 0n)], // boolean
  [17, parseBytes], // bytea
  [20, BigInt], // bigint
  [21, BigInt], // smallint
  [23, BigInt], // integer
  [26, BigInt], // oid
  [700, parseFloatingPoint], // real
  [701, parseFloatingPoint], // double precision
  [1700, decimalFromEngine], // numeric: sums of bigint too
]);

/** The value mapping, given along with each query so that nothing global is changed. */
export const resultTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number) => parsers.get(oid) ?? ((text: string) => text)) as CustomTypesConfig["getTypeParser"],
};

/** Reads bytea in its hex form, the default since PostgreSQL 9.0. */
function parseBytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.slice(2), "hex"));
}

function parseFloatingPoint(text: string): bigint {
  return integerFromEngine(Number(text), "(floating point)");
}
