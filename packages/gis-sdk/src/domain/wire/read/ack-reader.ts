import { isGuid, normalizeGuid } from "../guid.js";
import { baseNamespace } from "../namespaces.js";
import type { ElementReader } from "./element-reader.js";
import { createRecordReader } from "./record-reader.js";
import type { AckAnswer } from "./soap-answer.js";
import { UnexpectedContent } from "./unexpected-content.js";

const path = "/AckRequest/Ack";
const fields = new Map([
  ["MessageGUID", "messageGuid"],
  ["RequesterMessageGUID", "requesterMessageGuid"],
] as const);

/** Reads `AckRequest`. */
export function createAckReader(finish: (answer: AckAnswer) => void): ElementReader {
  let hasAck = false;
  return {
    child(namespace, localName) {
      if (namespace !== baseNamespace || localName !== "Ack") return undefined;
      if (hasAck) throw new UnexpectedContent(`${path} is given twice`);
      hasAck = true;
      return createRecordReader({
        path,
        fields,
        end({ messageGuid = "", requesterMessageGuid = "" }) {
          if (!isGuid(messageGuid)) throw new UnexpectedContent(`${path}/MessageGUID is absent or not a GUID`);
          if (!isGuid(requesterMessageGuid)) {
            throw new UnexpectedContent(`${path}/RequesterMessageGUID is absent or not a GUID`);
          }
          finish({
            kind: "ack",
            messageGuid: normalizeGuid(messageGuid),
            requesterMessageGuid: normalizeGuid(requesterMessageGuid),
          });
        },
      });
    },
    end() {
      if (!hasAck) throw new UnexpectedContent("AckRequest has no Ack");
    },
  };
}
