/** What a statement does: reads rows, changes rows, or something else (definitions, settings, transactions). */
export type StatementKind = "read" | "write" | "other";

const leadingNoise = /^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*/;
const reading = /^(?:select|values|table|explain|show|describe|pragma)\b/i;
const writing = /^(?:insert|update|delete|replace|merge)\b/i;
const writingInside = /\b(?:insert\s+into|update|delete\s+from|merge\s+into)\b/i;
const returning = /\breturning\b/i;

/** Tells what a statement does from its text. A common table expression counts as a write when it could hold one. */
export function statementKind(statement: string): StatementKind {
  const text = statement.replace(leadingNoise, "");
  if (reading.test(text)) return "read";
  if (writing.test(text)) return "write";
  if (/^with\b/i.test(text)) return writingInside.test(text) ? "write" : "read";
  return "other";
}

/** Whether SQLite would answer the statement with rows; only a binding without such a question needs to guess. */
export function returnsRows(statement: string): boolean {
  return statementKind(statement) === "read" || returning.test(statement);
}
