import { normalizeGuid, parseGuid } from "../guid.js";
import { baseNamespace } from "../namespaces.js";
import type { AnswerNotes } from "./answer-notes.js";
import { type ElementReader, type TextChildren, textNames } from "./element-reader.js";
import type { GisErrorMessage, ImportResult } from "./soap-answer.js";

const resultTexts = textNames(baseNamespace, ["TransportGUID", "GUID", "UniqueNumber", "UpdateDate"]);
const errorTexts = textNames(baseNamespace, ["ErrorCode", "Description", "StackTrace"]);

/** Reads `ImportResult` elements, one after another. */
export interface ResultReader extends ElementReader {
  /** An element begins. */
  begin(): ElementReader;
}

/** One reader for all results of an answer. A result without a TransportGUID belongs to no payment: it is left out. */
export function createResultReader(notes: AnswerNotes, results: ImportResult[]): ResultReader {
  const texts: TextChildren = { names: resultTexts, values: [] };
  let errors: GisErrorMessage[] = [];
  const pathOfResult = () => `/getStateResult/ImportResult[${notes.resultCount()}]`;

  /** A malformed GUID is kept: whoever made it may still recognise it. */
  function readGuid(text: string): string {
    const guid = parseGuid(text);
    if (guid === undefined) notes.malformedGuid(pathOfResult());
    return guid ?? normalizeGuid(text);
  }

  return {
    texts,
    get path() {
      return pathOfResult();
    },
    begin() {
      notes.countResult();
      texts.values = [];
      errors = [];
      return this;
    },
    child(namespace, localName) {
      if (namespace === baseNamespace && localName === "Error") {
        notes.countError();
        return createErrorReader(`${pathOfResult()}/Error`, errors);
      }
      notes.unexpectedElement(pathOfResult(), localName);
      return undefined;
    },
    end() {
      const [transportGuid = "", guid, uniqueNumber, updateDate] = texts.values;
      if (transportGuid === "") {
        notes.missingTransportGuid(pathOfResult());
        return;
      }
      const result: Writable<ImportResult> = { transportGuid: readGuid(transportGuid), errors };
      if (guid !== undefined) result.guid = readGuid(guid);
      if (uniqueNumber !== undefined) result.uniqueNumber = uniqueNumber;
      if (updateDate !== undefined) result.updateDate = updateDate;
      results.push(result);
    },
  };
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** Reads `ErrorMessageType`. A missing code or description becomes an empty text: the error itself must not get lost. */
export function createErrorReader(path: string, errors: GisErrorMessage[]): ElementReader {
  const texts: TextChildren = { names: errorTexts, values: [] };
  return {
    path,
    texts,
    end() {
      const [code = "", description = "", stackTrace] = texts.values;
      errors.push({ code, description, ...(stackTrace !== undefined && { stackTrace }) });
    },
  };
}
