import { parseGuid } from "../guid.js";
import { baseNamespace, paymentNamespace, signatureNamespace } from "../namespaces.js";
import { createAnswerNotes } from "./answer-notes.js";
import { type ElementReader, type TextChildren, textNames } from "./element-reader.js";
import { createErrorReader, createResultReader } from "./result-reader.js";
import type { GisErrorMessage, ImportResult, StateAnswer } from "./soap-answer.js";
import { UnexpectedContent } from "./unexpected-content.js";

interface StateReaderOptions {
  readonly maxResults: number;
  readonly headerMessageGuid: string | undefined;
  finish(answer: StateAnswer): void;
}

const path = "/getStateResult";
const stateTexts = textNames(baseNamespace, ["RequestState", "MessageGUID"]);

/** Reads `getStateResult`. */
export function createStateReader({ maxResults, headerMessageGuid, finish }: StateReaderOptions): ElementReader {
  const notes = createAnswerNotes(maxResults);
  const results: ImportResult[] = [];
  const resultReader = createResultReader(notes, results);
  const errorMessages: GisErrorMessage[] = [];
  const texts: TextChildren = { names: stateTexts, values: [] };
  return {
    path,
    texts,
    child(namespace, localName) {
      if (namespace === paymentNamespace && localName === "ImportResult") return resultReader.begin();
      if (namespace === baseNamespace && localName === "ErrorMessage") {
        return createErrorReader(`${path}/ErrorMessage`, errorMessages);
      }
      if (namespace !== signatureNamespace) notes.unexpectedElement(path, localName);
      return undefined;
    },
    end() {
      const [requestState, messageGuidText = ""] = texts.values;
      const messageGuid = parseGuid(messageGuidText);
      if (messageGuid === undefined) throw new UnexpectedContent(`${path}/MessageGUID is absent or not a GUID`);
      const [errorMessage, second] = errorMessages;
      if (second !== undefined) throw new UnexpectedContent(`${path}/ErrorMessage is given twice`);
      if (errorMessage !== undefined && notes.resultCount() > 0) {
        throw new UnexpectedContent(`${path} has both ErrorMessage and ImportResult`);
      }
      finish({
        kind: "state",
        requestState: readRequestState(requestState),
        messageGuid,
        ...(headerMessageGuid !== undefined && { headerMessageGuid }),
        ...(errorMessage !== undefined && { errorMessage }),
        results,
        anomalies: notes.anomalies,
      });
    },
  };
}

function readRequestState(text: string | undefined): 1 | 2 | 3 {
  switch (text) {
    case "1":
      return 1;
    case "2":
      return 2;
    case "3":
      return 3;
    default:
      throw new UnexpectedContent(`${path}/RequestState is absent or none of 1, 2, 3`);
  }
}
