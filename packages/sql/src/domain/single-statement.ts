import { SqlError } from "../errors.js";

// What may hold a semicolon that ends nothing: quoted text and names, comments.
const opaque = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|--[^\n]*|\/\*[\s\S]*?\*\//g;
const trigger = /^\s*create\s+(?:temp(?:orary)?\s+)?trigger\b/i;

/**
 * Refuses a text that holds more than one statement: SQLite bindings prepare the first and drop the rest without a word.
 *
 * @throws {@link SqlError} `SQL_STATEMENT_INVALID`.
 */
export function requireSingleStatement(text: string): void {
  // The body of a trigger is made of statements.
  if (trigger.test(text)) return;
  const bare = text.replace(opaque, "").trimEnd();
  const end = bare.indexOf(";");
  if (end < 0 || end === bare.length - 1) return;
  throw new SqlError("SQL_STATEMENT_INVALID", "The text holds more than one statement. Send them one at a time.", {
    details: { statement: text.slice(0, 500) },
  });
}
