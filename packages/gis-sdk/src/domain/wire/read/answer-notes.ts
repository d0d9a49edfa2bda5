import type { AnswerAnomaly } from "./soap-answer.js";
import { UnexpectedContent } from "./unexpected-content.js";

/** What is counted and noted while an answer is read. */
export interface AnswerNotes {
  readonly anomalies: readonly AnswerAnomaly[];
  /** Number of `ImportResult` so far. */
  resultCount(): number;
  /** Counts an `ImportResult`. Throws when there are too many. */
  countResult(): void;
  /** Counts an `Error` of a result. Throws when there are too many. */
  countError(): void;
  missingTransportGuid(path: string): void;
  malformedGuid(path: string): void;
  unexpectedElement(parentPath: string, localName: string): void;
}

const localNameLengthMax = 64;

/** Notes with at most `max` results, errors and anomalies each. */
export function createAnswerNotes(max: number): AnswerNotes {
  const anomalies: AnswerAnomaly[] = [];
  let results = 0;
  let errors = 0;
  const note = (kind: AnswerAnomaly["kind"], path: string): void => {
    if (anomalies.length >= max) throw tooMany("anomalies", max);
    anomalies.push({ kind, path });
  };
  return {
    anomalies,
    resultCount: () => results,
    countResult() {
      results += 1;
      if (results > max) throw tooMany("ImportResult elements", max);
    },
    countError() {
      errors += 1;
      if (errors > max) throw tooMany("Error elements", max);
    },
    missingTransportGuid: (path) => note("missing-transport-guid", path),
    malformedGuid: (path) => note("malformed-guid", path),
    unexpectedElement: (parentPath, localName) =>
      note("unexpected-element", `${parentPath}/${localName.slice(0, localNameLengthMax)}`),
  };
}

function tooMany(what: string, max: number): UnexpectedContent {
  return new UnexpectedContent(`getStateResult has more than ${max} ${what}`, "limit");
}
