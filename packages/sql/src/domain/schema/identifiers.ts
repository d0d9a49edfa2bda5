import { invalidOption } from "../../errors.js";
import type { SqlEngine } from "../engine.js";

const identifier = /^[a-z][a-z0-9_]{0,59}$/;

/** The name of a table, column or index as the engine writes it. */
export function quoteIdentifier(name: string, engine: SqlEngine): string {
  if (!identifier.test(name)) {
    throw invalidOption(name, "is no name for a table, column or index: use a-z, 0-9 and _, at most 60 characters");
  }
  return engine === "mysql" ? `\`${name}\`` : `"${name}"`;
}

/** Several names, with commas in between. */
export function quoteIdentifiers(names: readonly string[], engine: SqlEngine): string {
  return names.map((name) => quoteIdentifier(name, engine)).join(", ");
}
