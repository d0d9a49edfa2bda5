import { parseGuid } from "../guid.js";
import { baseNamespace } from "../namespaces.js";
import { type ElementReader, type TextChildren, textNames } from "./element-reader.js";
import type { AckAnswer } from "./soap-answer.js";
import { UnexpectedContent } from "./unexpected-content.js";

const path = "/AckRequest/Ack";
const ackTexts = textNames(baseNamespace, ["MessageGUID", "RequesterMessageGUID"]);

/** Reads `AckRequest`. */
export function createAckReader(finish: (answer: AckAnswer) => void): ElementReader {
  // One list for the element, so that a second Ack gives its texts twice.
  const texts: TextChildren = { names: ackTexts, values: [] };
  const ack: ElementReader = { path, texts };
  return {
    path: "/AckRequest",
    child: (namespace, localName) => (namespace === baseNamespace && localName === "Ack" ? ack : undefined),
    end() {
      const [first = "", second = ""] = texts.values;
      const messageGuid = parseGuid(first);
      const requesterMessageGuid = parseGuid(second);
      if (messageGuid === undefined) throw new UnexpectedContent(`${path}/MessageGUID is absent or not a GUID`);
      if (requesterMessageGuid === undefined) {
        throw new UnexpectedContent(`${path}/RequesterMessageGUID is absent or not a GUID`);
      }
      finish({ kind: "ack", messageGuid, requesterMessageGuid });
    },
  };
}
