import type { JsonObject } from "@opora/core";
import { decodeCursor, encodeCursor } from "./cursor.js";
import { decodeFeedAccount, encodeFeedAccount } from "./feed-account.js";
import type { Hello, HelloAnswer, Pull, PullAnswer, Push, PushAnswer } from "./messages.js";
import {
  checkFields,
  idLengthMax,
  malformed,
  readBoolean,
  readCount,
  readId,
  readList,
  readNumber,
  readObject,
  readText,
} from "./read-json.js";
import { encodeDocument } from "./wire-document.js";

/** Most documents of a push, and most accounts of a page. */
export const pageSizeMax = 10_000;

/** Most characters of a document's body that the root keeps: what is longer cannot be a document, and is kept cut off. */
export const bodyLengthMax = 1_048_576;

const helloFields: ReadonlySet<string> = new Set<keyof Hello>(["lastSeq", "acked"]);
const helloAnswerFields: ReadonlySet<string> = new Set<keyof HelloAnswer>([
  "received",
  "receivedId",
  "settled",
  "durable",
]);
const pushFields: ReadonlySet<string> = new Set<keyof Push>(["lastSeq", "previousId", "documents"]);
const pushAnswerFields: ReadonlySet<string> = new Set<keyof PushAnswer>(["received", "receivedId", "durable"]);
const pullFields: ReadonlySet<string> = new Set<keyof Pull>(["since", "limit"]);
const pullAnswerFields: ReadonlySet<string> = new Set<keyof PullAnswer>([
  "since",
  "through",
  "isCaughtUp",
  "settled",
  "durable",
  "received",
  "receivedId",
  "accounts",
]);

/** What a push carries, before its documents are understood: a document that cannot be is received all the same. */
export interface ReceivedPush {
  readonly lastSeq: bigint;
  readonly previousId: string;
  /** In the order of their sequence numbers, without gaps. */
  readonly documents: readonly ReceivedDocument[];
}

/** A document as it arrived. */
export interface ReceivedDocument {
  readonly seq: bigint;
  readonly id: string;
  /** Its JSON. */
  readonly body: string;
}

/** The body of `hello`. */
export function encodeHello({ lastSeq, acked }: Hello): JsonObject {
  return { lastSeq: String(lastSeq), acked: String(acked) };
}

/** Reads the body of `hello`; like all of these throws `PROCESSING_MALFORMED_DOCUMENT` with `details.path`. */
export function decodeHello(body: JsonObject): Hello {
  checkFields(body, helloFields, "body");
  return { lastSeq: readCount(body["lastSeq"], "lastSeq"), acked: readCount(body["acked"], "acked") };
}

/** The body of `helloAnswer`. */
export function encodeHelloAnswer({ received, receivedId, settled, durable }: HelloAnswer): JsonObject {
  return { received: String(received), receivedId, settled: String(settled), durable: String(durable) };
}

/** Reads the body of `helloAnswer`. */
export function decodeHelloAnswer(body: JsonObject): HelloAnswer {
  checkFields(body, helloAnswerFields, "body");
  return {
    ...decodeReceived(body),
    settled: readCount(body["settled"], "settled"),
    durable: readCount(body["durable"], "durable"),
  };
}

/** The body of `push`. */
export function encodePush({ lastSeq, previousId, documents }: Push): JsonObject {
  return { lastSeq: String(lastSeq), previousId, documents: documents.map(encodeDocument) };
}

/**
 * Reads the body of `push`, of each document only its number and id: where these are damaged, or do not follow each other,
 * the whole message is refused.
 */
export function decodePush(body: JsonObject): ReceivedPush {
  checkFields(body, pushFields, "body");
  const lastSeq = readCount(body["lastSeq"], "lastSeq");
  const previousId = readText(body["previousId"], 0, idLengthMax, "previousId");
  const list = readList(body["documents"], pageSizeMax, "documents");
  const documents = list.map(decodeReceivedDocument);
  for (let index = 1; index < documents.length; index += 1) {
    if (documents[index]?.seq !== (documents[index - 1]?.seq as bigint) + 1n) {
      throw malformed("documents", "has numbers that do not follow each other");
    }
  }
  return { lastSeq, previousId, documents };
}

function decodeReceivedDocument(value: unknown): ReceivedDocument {
  const raw = readObject(value, "documents");
  const seq = readCount(raw["seq"], "documents.seq");
  if (seq === 0n) throw malformed("documents.seq", "is 0");
  const text = JSON.stringify(raw);
  return { seq, id: readId(raw["id"], "documents.id"), body: text.length > bodyLengthMax ? cutOff(text) : text };
}

/** Not between the halves of a surrogate pair: a store refuses a lone one. */
function cutOff(text: string): string {
  const cut = text.slice(0, bodyLengthMax);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** The body of `pushAnswer`. */
export function encodePushAnswer({ received, receivedId, durable }: PushAnswer): JsonObject {
  return { received: String(received), receivedId, durable: String(durable) };
}

/** Reads the body of `pushAnswer`. */
export function decodePushAnswer(body: JsonObject): PushAnswer {
  checkFields(body, pushAnswerFields, "body");
  return { ...decodeReceived(body), durable: readCount(body["durable"], "durable") };
}

/** The body of `pull`. */
export function encodePull({ since, limit }: Pull): JsonObject {
  return { since: encodeCursor(since), limit };
}

/** Reads the body of `pull`. */
export function decodePull(body: JsonObject): Pull {
  checkFields(body, pullFields, "body");
  return {
    since: decodeCursor(body["since"], "since"),
    limit: readNumber(body["limit"], 1, pageSizeMax, "limit"),
  };
}

/** The body of `pullAnswer`. */
export function encodePullAnswer(answer: PullAnswer): JsonObject {
  return {
    since: encodeCursor(answer.since),
    through: encodeCursor(answer.through),
    isCaughtUp: answer.isCaughtUp,
    settled: String(answer.settled),
    durable: String(answer.durable),
    received: String(answer.received),
    receivedId: answer.receivedId,
    accounts: answer.accounts.map(encodeFeedAccount),
  };
}

/** Reads the body of `pullAnswer`. */
export function decodePullAnswer(body: JsonObject): PullAnswer {
  checkFields(body, pullAnswerFields, "body");
  return {
    since: decodeCursor(body["since"], "since"),
    through: decodeCursor(body["through"], "through"),
    isCaughtUp: readBoolean(body["isCaughtUp"], "isCaughtUp"),
    settled: readCount(body["settled"], "settled"),
    durable: readCount(body["durable"], "durable"),
    ...decodeReceived(body),
    accounts: readList(body["accounts"], pageSizeMax, "accounts").map(decodeFeedAccount),
  };
}

function decodeReceived(body: JsonObject): Pick<HelloAnswer, "received" | "receivedId"> {
  const received = readCount(body["received"], "received");
  const receivedId =
    received === 0n ? readText(body["receivedId"], 0, 0, "receivedId") : readId(body["receivedId"], "receivedId");
  return { received, receivedId };
}
