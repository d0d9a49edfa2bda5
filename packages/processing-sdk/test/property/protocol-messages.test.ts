import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "../../src/domain/protocol/cursor.js";
import { decodeError, encodeError } from "../../src/domain/protocol/error-body.js";
import type { FeedAccount, PullAnswer, WireDocument } from "../../src/domain/protocol/messages.js";
import { decodeMovement, decodeResult, encodeMovement, encodeResult } from "../../src/domain/protocol/product-body.js";
import { decodeExecuteAnswer, decodeFindAnswer } from "../../src/domain/protocol/remote-messages.js";
import {
  bodyLengthMax,
  decodeHello,
  decodeHelloAnswer,
  decodePull,
  decodePullAnswer,
  decodePush,
  decodePushAnswer,
  encodeHello,
  encodeHelloAnswer,
  encodePull,
  encodePullAnswer,
  encodePush,
  encodePushAnswer,
} from "../../src/domain/protocol/sync-messages.js";
import { decodeDocument, encodeDocument } from "../../src/domain/protocol/wire-document.js";
import { ProcessingError } from "../../src/errors.js";

const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const count = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
const text = (maxLength: number, minLength = 0) =>
  fc.string({ unit: "grapheme", minLength, maxLength }).filter((value) => !value.includes("\0") && value.length <= 128);
const id = text(20, 1).filter((value) => value.length > 0);
const instant = fc.integer({ min: 0, max: 8_640_000_000_000_000 });

const line = fc.record({
  accountId: id,
  amount: integer,
  balanceAfter: integer,
  scope: fc.constantFrom("global" as const, "local" as const),
});
const wireDocument: fc.Arbitrary<WireDocument> = fc
  .record({
    seq: fc.bigInt({ min: 1n, max: 2n ** 62n }),
    id,
    payloadHash: id,
    run: fc.uuid(),
    kind: fc.constantFrom("topUp", "payment", "transfer", "refund", "cancel", "adjustment"),
    total: count,
    currency: fc.constantFrom("RUB", "BONUS"),
    contra: id,
    reverses: fc.option(id),
    reservationId: fc.option(id),
    occurredAtMs: instant,
    meta: fc.dictionary(text(8), text(8)).map((meta) => JSON.stringify(meta)),
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  })
  .map((document) => ({ ...document, lineCount: document.lines.length }));
const feedAccount: fc.Arbitrary<FeedAccount> = fc.record({
  id,
  customerId: id,
  kind: id,
  currency: id,
  shard: id,
  creditLimit: count,
  blocked: fc.boolean(),
  closed: fc.boolean(),
  description: text(40),
  spendMode: fc.constantFrom("trust" as const, "limit" as const, "reserve" as const, "allotment" as const),
  offlineLimit: count,
  confirmed: integer,
  allotted: integer,
  revision: count,
  updateNo: count,
  openedAtMs: instant,
});
const cursor = fc.dictionary(id, fc.bigInt({ min: 1n, max: 2n ** 62n }));
const received = fc.oneof(
  fc.constant({ received: 0n, receivedToken: "" }),
  fc.record({ received: fc.bigInt({ min: 1n, max: 2n ** 62n }), receivedToken: id }),
);
/** What a transport does to a body. */
const overTheWire = <Body>(body: Body): Body => JSON.parse(JSON.stringify(body)) as Body;

describe("every message of synchronisation", () => {
  test("arrives as it was sent", () => {
    fc.assert(
      fc.property(wireDocument, feedAccount, cursor, count, count, received, (document, account, at, one, two, got) => {
        expect(decodeHello(overTheWire(encodeHello({ lastSeq: one, acked: two })))).toEqual({
          lastSeq: one,
          acked: two,
        });
        const helloAnswer = { ...got, settled: one, durable: two };
        expect(decodeHelloAnswer(overTheWire(encodeHelloAnswer(helloAnswer)))).toEqual(helloAnswer);
        const pushAnswer = { ...got, durable: two };
        expect(decodePushAnswer(overTheWire(encodePushAnswer(pushAnswer)))).toEqual(pushAnswer);
        expect(decodePull(overTheWire(encodePull({ since: at, limit: 3000 })))).toEqual({ since: at, limit: 3000 });
        const pullAnswer: PullAnswer = {
          ...helloAnswer,
          since: at,
          through: at,
          isCaughtUp: true,
          accounts: [account],
        };
        expect(decodePullAnswer(overTheWire(encodePullAnswer(pullAnswer)))).toEqual(pullAnswer);
        expect(decodeDocument(overTheWire(encodeDocument(document)))).toEqual(document);
        const push = decodePush(overTheWire(encodePush({ lastSeq: one, previousToken: "", documents: [document] })));
        expect(push.documents.map(({ seq, id: documentId }) => [seq, documentId])).toEqual([
          [document.seq, document.id],
        ]);
        expect(decodeDocument(JSON.parse(push.documents[0]?.body as string))).toEqual(document);
        expect(decodeCursor(overTheWire(encodeCursor(at)), "since")).toEqual(at);
      }),
    );
  });

  test("is refused with a code and a path, and never otherwise, when anything else arrives in its place", () => {
    const decoders: readonly ((value: never) => unknown)[] = [
      decodeHello,
      decodeHelloAnswer,
      decodePush,
      decodePushAnswer,
      decodePull,
      decodePullAnswer,
      decodeDocument,
      decodeMovement,
      decodeResult,
      decodeError,
      decodeExecuteAnswer,
      decodeFindAnswer,
    ];
    fc.assert(
      fc.property(fc.jsonValue(), wireDocument, fc.nat(20), (value, document, place) => {
        const body = encodeDocument(document);
        const name = Object.keys(body)[place] ?? "seq";
        const candidates = [value, { ...body, [name]: value }, { documents: [{ ...body, [name]: value }] }];
        for (const decode of decoders) {
          for (const candidate of candidates) expectRefusal(() => decode(asObject(candidate) as never));
        }
      }),
    );
  });
});

describe("a document on its way", () => {
  const document = {
    seq: "1",
    id: "d",
    payloadHash: "h",
    kind: "payment",
    total: "5",
    currency: "RUB",
    contra: "till",
    reverses: null,
    reservationId: null,
    occurredAtMs: 0,
    meta: "{}",
    lineCount: 1,
    lines: [["a", "-5", "0", "g"]],
  };

  test.each([
    ["a line is missing", { lineCount: 2 }],
    ["it has no lines", { lineCount: 0, lines: [] }],
    ["it has more lines than allowed", { lineCount: 1001, lines: Array(1001).fill(["a", "-5", "0", "g"]) }],
    ["an amount is a number", { lines: [["a", -5, "0", "g"]] }],
    ["an amount leaves 64 bits", { lines: [["a", "9223372036854775808", "0", "g"]] }],
    ["an amount has leading zeros", { lines: [["a", "-05", "0", "g"]] }],
    ["an amount is minus zero", { lines: [["a", "-0", "0", "g"]] }],
    ["the total is below zero", { total: "-1" }],
    ["a scope is unknown", { lines: [["a", "-5", "0", "x"]] }],
    ["a kind is inherited from objects", { kind: "toString" }],
    ["the id has a NUL", { id: "a\0" }],
    ["the id has half of a character", { id: "\ud800" }],
    ["the id is too long", { id: "x".repeat(129) }],
    ["the moment is no instant", { occurredAtMs: 8.64e15 + 1 }],
    ["the meta is no JSON", { meta: "{a" }],
    ["the meta holds numbers", { meta: '{"a":1}' }],
    ["a field is unknown", { surprise: 1 }],
  ])("is refused when %s", (_, damage) => {
    expect(() => decodeDocument({ ...document, ...damage })).toThrow(
      expect.objectContaining({ code: "PROCESSING_MALFORMED_DOCUMENT" }),
    );
  });

  test("is received all the same in a push as long as it has a number, an id and a run", () => {
    const push = { lastSeq: "1", previousToken: "", documents: [{ seq: "1", id: "d", run: "r", nonsense: true }] };
    expect(decodePush(push).documents).toEqual([
      { seq: 1n, id: "d", token: "r/d", body: '{"seq":"1","id":"d","run":"r","nonsense":true}' },
    ]);
  });

  test("is cut off, not between the halves of a character, when it is larger than any document", () => {
    const push = {
      lastSeq: "1",
      previousToken: "",
      documents: [{ seq: "1", id: "d", run: "r", nonsense: "😀".repeat(600_000) }],
    };
    const body = decodePush(push).documents[0]?.body as string;
    expect(body.length).toBeGreaterThan(bodyLengthMax - 2);
    expect(body.length).toBeLessThanOrEqual(bodyLengthMax);
    expect(body).not.toMatch(/\p{Surrogate}/u);
  });

  test.each([
    [
      "numbers with a gap",
      [
        { seq: "1", id: "a", run: "r" },
        { seq: "3", id: "b", run: "r" },
      ],
    ],
    [
      "a number twice",
      [
        { seq: "1", id: "a", run: "r" },
        { seq: "1", id: "b", run: "r" },
      ],
    ],
    ["the number 0", [{ seq: "0", id: "a", run: "r" }]],
    ["no id", [{ seq: "1", run: "r" }]],
    ["no run", [{ seq: "1", id: "a" }]],
    ["something that is no document", [7]],
    [
      "more documents than allowed",
      Array.from({ length: 10_001 }, (_, index) => ({ seq: String(index + 1), id: "a" })),
    ],
  ])("makes the whole push refused when there is %s", (_, documents) => {
    expectRefusal(() => decodePush({ lastSeq: "9", previousToken: "", documents: documents as never }));
    expect(() => decodePush({ lastSeq: "9", previousToken: "", documents: documents as never })).toThrow();
  });
});

describe("what the root answers a waiting caller", () => {
  test("arrives as it was sent", () => {
    const movement = fc.record(
      {
        id,
        kind: fc.constantFrom("payment" as const, "refund" as const),
        state: fc.constantFrom("settled" as const, "archived" as const, "archiveOnly" as const),
        total: count,
        currency: id,
        postings: fc.array(
          fc.record({ line: fc.integer({ min: 1, max: 9 }), accountId: id, amount: integer, balanceAfter: integer }),
          {
            maxLength: 3,
          },
        ),
        contra: id,
        reverses: id,
        reservationId: id,
        origin: id,
        originSeq: count,
        occurredAt: instant.map((ms) => new Date(ms)),
        recordedAt: instant.map((ms) => new Date(ms)),
        meta: fc.dictionary(text(5), text(5)),
        payloadHash: id,
      },
      {
        requiredKeys: [
          "id",
          "kind",
          "state",
          "total",
          "currency",
          "postings",
          "contra",
          "origin",
          "occurredAt",
          "recordedAt",
          "meta",
          "payloadHash",
        ],
      },
    );
    fc.assert(
      fc.property(movement, fc.boolean(), (document, isRepeat) => {
        expect(decodeMovement(overTheWire(encodeMovement(document as never)))).toEqual(document);
        const result = { status: "accepted", isRepeat, product: { type: "document", document } } as never;
        expect(decodeResult(overTheWire(encodeResult(result)))).toEqual(result);
      }),
    );
  });

  test("an error arrives with its code, what may be done about it, and its details", () => {
    const error = new ProcessingError("PROCESSING_INSUFFICIENT_FUNDS", "Too little.", {
      details: { shortfall: "5" },
      retryable: true,
      outcome: "unknown",
    });
    const { code, message, details, retryable, outcome } = decodeError(overTheWire(encodeError(error)));
    expect({ code, message, details, retryable, outcome }).toEqual({
      code: "PROCESSING_INSUFFICIENT_FUNDS",
      message: "Too little.",
      details: { shortfall: "5" },
      retryable: true,
      outcome: "unknown",
    });
  });
});

function asObject(value: unknown): unknown {
  return typeof value === "object" && value !== null ? value : { value };
}

function expectRefusal(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    expect(error).toMatchObject({ code: "PROCESSING_MALFORMED_DOCUMENT" });
    expect((error as ProcessingError).details["path"]).toEqual(expect.any(String));
  }
}
