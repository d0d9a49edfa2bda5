import type { JsonObject } from "@opora/core";
import { decodeCursor, encodeCursor } from "./cursor.js";
import { documentToken } from "./document-token.js";
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
const pageSizeMax = 10_000;

const commandIdLengthMax = 64;
const runLengthMax = 36;

/** Most characters of a document's body that the root keeps: what is longer cannot be a document, and is kept cut off. */
export const bodyLengthMax = 1_048_576;

const helloFields: ReadonlySet<string> = new Set<keyof Hello>(["lastSeq", "acked"]);
const helloAnswerFields: ReadonlySet<string> = new Set<keyof HelloAnswer>([
  "received",
  "receivedToken",
  "settled",
  "durable",
]);
const pushFields: ReadonlySet<string> = new Set<keyof Push>(["lastSeq", "previousToken", "documents"]);
const pushAnswerFields: ReadonlySet<string> = new Set<keyof PushAnswer>(["received", "receivedToken", "durable"]);
const pullFields: ReadonlySet<string> = new Set<keyof Pull>(["since", "limit"]);
const pullAnswerFields: ReadonlySet<string> = new Set<keyof PullAnswer>([
  "since",
  "through",
  "isCaughtUp",
  "settled",
  "durable",
  "received",
  "receivedToken",
  "accounts",
]);

/** What a push carries, before its documents are understood: a document that cannot be is received all the same. */
export interface ReceivedPush {
  readonly lastSeq: bigint;
  readonly previousToken: string;
  /** In the order of their sequence numbers, without gaps. */
  readonly documents: readonly ReceivedDocument[];
}

/** A document as it arrived. */
export interface ReceivedDocument {
  readonly seq: bigint;
  readonly id: string;
  readonly token: string;
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
export function encodeHelloAnswer({ received, receivedToken, settled, durable }: HelloAnswer): JsonObject {
  return { received: String(received), receivedToken, settled: String(settled), durable: String(durable) };
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
export function encodePush({ lastSeq, previousToken, documents }: Push): JsonObject {
  return { lastSeq: String(lastSeq), previousToken, documents: documents.map(encodeDocument) };
}

/**
 * Reads the body of `push`, of each document only its number and id: where these are damaged, or do not follow each other,
 * the whole message is refused.
 */
export function decodePush(body: JsonObject): ReceivedPush {
  checkFields(body, pushFields, "body");
  const lastSeq = readCount(body["lastSeq"], "lastSeq");
  const previousToken = readText(body["previousToken"], 0, idLengthMax, "previousToken");
  const list = readList(body["documents"], pageSizeMax, "documents");
  const documents = list.map(decodeReceivedDocument);
  for (let index = 1; index < documents.length; index += 1) {
    if (documents[index]?.seq !== (documents[index - 1]?.seq as bigint) + 1n) {
      throw malformed("documents", "has numbers that do not follow each other");
    }
  }
  return { lastSeq, previousToken, documents };
}

function decodeReceivedDocument(value: unknown): ReceivedDocument {
  const raw = readObject(value, "documents");
  const seq = readCount(raw["seq"], "documents.seq");
  if (seq === 0n) throw malformed("documents.seq", "is 0");
  const text = JSON.stringify(raw);
  const id = readText(raw["id"], 1, commandIdLengthMax, "documents.id");
  const token = documentToken({ id, run: readText(raw["run"], 1, runLengthMax, "documents.run") });
  return { seq, id, token, body: text.length > bodyLengthMax ? cutOff(text) : text };
}

/** Not between the halves of a surrogate pair: a store refuses a lone one. */
function cutOff(text: string): string {
  const cut = text.slice(0, bodyLengthMax);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** The body of `pushAnswer`. */
export function encodePushAnswer({ received, receivedToken, durable }: PushAnswer): JsonObject {
  return { received: String(received), receivedToken, durable: String(durable) };
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
    receivedToken: answer.receivedToken,
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

function decodeReceived(body: JsonObject): Pick<HelloAnswer, "received" | "receivedToken"> {
  const received = readCount(body["received"], "received");
  const receivedToken =
    received === 0n
      ? readText(body["receivedToken"], 0, 0, "receivedToken")
      : readId(body["receivedToken"], "receivedToken");
  return { received, receivedToken };
}
