import { isGuid, normalizeGuid } from "../guid.js";
import { baseNamespace } from "../namespaces.js";
import type { AnswerNotes } from "./answer-notes.js";
import type { ElementReader } from "./element-reader.js";
import { createRecordReader } from "./record-reader.js";
import type { GisErrorMessage, ImportResult } from "./soap-answer.js";

const resultFields = new Map([
  ["TransportGUID", "transportGuid"],
  ["GUID", "guid"],
  ["UniqueNumber", "uniqueNumber"],
  ["UpdateDate", "updateDate"],
] as const);

const errorFields = new Map([
  ["ErrorCode", "code"],
  ["Description", "description"],
  ["StackTrace", "stackTrace"],
] as const);

/** Reads `ImportResult`. One without a TransportGUID belongs to no payment: it is noted and left out. */
export function createResultReader(notes: AnswerNotes, finish: (result: ImportResult) => void): ElementReader {
  const path = notes.countResult();
  const errors: GisErrorMessage[] = [];
  return createRecordReader({
    path,
    fields: resultFields,
    other(namespace, localName) {
      if (namespace === baseNamespace && localName === "Error") {
        notes.countError();
        return createErrorReader(`${path}/Error`, (error) => errors.push(error));
      }
      notes.unexpectedElement(path, localName);
      return undefined;
    },
    end({ transportGuid = "", guid, uniqueNumber, updateDate }) {
      if (transportGuid === "") {
        notes.missingTransportGuid(path);
        return;
      }
      if (!isGuid(transportGuid) || (guid !== undefined && !isGuid(guid))) notes.malformedGuid(path);
      finish({
        transportGuid: normalizeGuid(transportGuid),
        ...(guid !== undefined && { guid: normalizeGuid(guid) }),
        ...(uniqueNumber !== undefined && { uniqueNumber }),
        ...(updateDate !== undefined && { updateDate }),
        errors,
      });
    },
  });
}

/** Reads `ErrorMessageType`. A missing code or description becomes an empty text: the error itself must not get lost. */
export function createErrorReader(path: string, finish: (error: GisErrorMessage) => void): ElementReader {
  return createRecordReader({
    path,
    fields: errorFields,
    end: ({ code = "", description = "", stackTrace }) =>
      finish({ code, description, ...(stackTrace !== undefined && { stackTrace }) }),
  });
}
