import { Buffer } from "node:buffer";
import { request as requestHttp } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { createManualClock } from "@opora/core/testing";
import { createHttpListener, createHttpTransport, type HttpListenerOptions } from "@opora/processing-sdk/http";
import { describe, expect, test } from "vitest";
import { ample, asked, failureOf, type HearingRoot, serveEcho, using } from "../transports/exchange.js";
import { intercept, sendRaw } from "../transports/interceptor.js";
import { keyOf, openWiring, sharedKeyWiring } from "../transports/network-places.js";

const openRoot = (options: Partial<HttpListenerOptions> = {}): Promise<HearingRoot> =>
  serveEcho(createHttpListener({ ...openWiring.listener, port: 0, ...options }));
const signedRoot = (options: Partial<HttpListenerOptions> = {}): Promise<HearingRoot> =>
  serveEcho(createHttpListener({ ...sharedKeyWiring.listener, port: 0, ...options }));
const signedChild = (port: number, options = {}) =>
  using(
    createHttpTransport({
      address: `http://127.0.0.1:${port}`,
      authentication: { method: "hmac", nodeId: "child-a", key: keyOf("child-a"), ...options },
    }),
  );

interface Answer {
  readonly status: number;
  readonly body: string;
}

function send(
  port: number,
  body: Uint8Array | string,
  headers: Record<string, string> = {},
  path = "/v1/sync",
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = { "content-length": String(Buffer.byteLength(body)) };
    const request = requestHttp(
      { host: "127.0.0.1", port, path, method: "POST", headers: { ...envelopeHeaders, ...length, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

const envelopeHeaders = { "content-type": "application/json", "opora-request-id": "one" };

describe("a root over HTTP and what should not come to it", () => {
  test("a small body that inflates to a large one is stopped at the limit", async () => {
    const { port, heard } = await openRoot({ maxEnvelopeBytes: 1024 * 1024 });
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, " "));
    const { status, body } = await send(port, bomb, { "content-encoding": "gzip" });
    expect([status, body]).toEqual([400, expect.stringContaining("inflates to more than 1048576 bytes")]);
    expect(heard).toEqual([]);
  });

  test.each([
    ["no JSON", "{", {}, 400],
    ["no UTF-8", Buffer.from([0x22, 0xff, 0x22]), {}, 400],
    ["no envelope", "[1]", {}, 400],
    ["a field too many", JSON.stringify({ ...asked("one"), extra: 1 }), {}, 400],
    ["an id other than in its header", JSON.stringify(asked("two")), {}, 400],
    ["JSON nested a million levels deep", "[".repeat(1_000_000), {}, 400],
    ["no gzip where it says so", JSON.stringify(asked("one")), { "content-encoding": "gzip" }, 400],
    ["another encoding", "x", { "content-encoding": "br" }, 415],
    ["another type", "x", { "content-type": "text/plain" }, 415],
    ["a header that is no text", "x", { "opora-request-id": "%ff" }, 415],
  ])("%s is refused", async (_what, body, headers, expected) => {
    const { port, heard } = await openRoot();
    const { status } = await send(port, body, headers);
    expect([status, heard]).toEqual([expected, []]);
  });

  test("another path, another method and a body without a length are refused", async () => {
    const { port, heard } = await openRoot();
    const head = "Host: a\r\nContent-Type: application/json\r\nConnection: close\r\n";
    const statusOf = async (text: string): Promise<string> =>
      (await sendRaw(port, text)).toString("latin1").slice("HTTP/1.1 ".length, "HTTP/1.1 ".length + 3);
    expect((await send(port, "{}", {}, "/other")).status).toBe(404);
    expect(await statusOf(`GET /v1/sync HTTP/1.1\r\n${head}\r\n`)).toBe("405");
    expect(await statusOf(`POST /v1/sync HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)).toBe("411");
    expect(await statusOf(`POST /v1/sync HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`)).toBe("431");
    expect(await statusOf("\u0016\u0003\u0001 nonsense\r\n\r\n")).toBe("400");
    expect(heard).toEqual([]);
  });

  test("more bytes at once than the root holds are refused, and it says that nothing was done", async () => {
    const { port } = await openRoot({ maxEnvelopeBytes: 64 * 1024, maxBufferedBytes: 64 * 1024 });
    const first = connect(port, "127.0.0.1");
    const head = "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nOpora-Request-Id: a\r\n";
    await new Promise<void>((resolve) => first.once("connect", resolve));
    // The interim answer tells that the root has seen the head and waits for the body.
    first.write(`${head}Content-Length: 60000\r\nExpect: 100-continue\r\n\r\n`);
    await new Promise((resolve) => first.once("data", resolve));
    const second = await send(port, JSON.stringify(asked("one", { text: "x".repeat(10_000) })));
    expect([second.status, JSON.parse(second.body).outcome]).toEqual([503, "not-done"]);
    first.destroy();
  });

  test("who sends a head or a body too slowly is cut off, and closing does not wait for who sends nothing", async () => {
    const { port, heard } = await openRoot({ receiveTimeoutMs: 200, idleTimeoutMs: 200 });
    const head = "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nOpora-Request-Id: one\r\n";
    const slow = await Promise.all([
      sendRaw(port, "POST /v1/sync HTTP/1.1\r\nHo"),
      sendRaw(port, `${head}Content-Length: 100\r\n\r\n{`),
    ]);
    expect(slow.map((answer) => answer.toString("latin1").slice(0, 12))).toEqual(["HTTP/1.1 408", "HTTP/1.1 408"]);
    expect(heard).toEqual([]);
  });
});

describe("signed requests over HTTP and somebody on the line", () => {
  test("a recorded request is not taken again", async () => {
    const { port, heard } = await signedRoot();
    const line = await intercept(port);
    await signedChild(line.port).request(asked("once"), ample);
    const again = (await sendRaw(port, Buffer.concat(line.fromChildren), "end")).toString("latin1");
    expect(again).toMatch(/^HTTP\/1\.1 401 [\s\S]*The nonce of the request was used before/);
    expect(heard).toEqual(["once"]);
  });

  test.each([
    ["body", '"amount":"100"', '"amount":"900"'],
    ["id", "opora-request-id: asked", "opora-request-id: other"],
    ["node", "node=child-a", "node=child-b"],
    ["time", ", time=1", ", time=2"],
    ["packing of the answer", "accept-encoding: identity", "accept-encoding: gzip"],
  ])("a request whose %s was changed is not taken", async (_what, from, to) => {
    const { port, heard } = await signedRoot();
    const toRoot = (chunk: Buffer): Buffer => Buffer.from(chunk.toString("latin1").replace(from, to), "latin1");
    const line = await intercept(port, { toRoot });
    const error = await failureOf(signedChild(line.port).request(asked("asked", { amount: "100" }), ample));
    expect([error.code, heard]).toEqual(["PROCESSING_UNAUTHENTICATED", []]);
    expect(line.fromChildren.join("")).toContain(from);
  });

  test("a request from outside the window is not taken, and the child learns by how much its clock is off", async () => {
    const clock = createManualClock(new Date("2026-01-15T09:00:00Z"));
    const { port, heard } = await signedRoot({
      authentication: { method: "hmac", keysOf: (nodeId) => [keyOf(nodeId)], windowMs: 60_000, clock },
    });
    const childClock = createManualClock(new Date("2026-01-15T08:58:59.999Z"));
    const child = signedChild(port, { clock: childClock });
    const error = await failureOf(child.request(asked("late"), ample));
    expect([error.code, error.message]).toEqual([
      "PROCESSING_UNAUTHENTICATED",
      expect.stringContaining("60001 ms before"),
    ]);
    childClock.advance(1);
    await child.request(asked("in time"), ample);
    childClock.advance(120_001);
    expect((await failureOf(child.request(asked("early"), ample))).code).toBe("PROCESSING_UNAUTHENTICATED");
    expect(heard).toEqual(["in time"]);
  });

  test("a changed answer, and the answer to another request, are not believed", async () => {
    const { port } = await signedRoot();
    const changing = await intercept(port, {
      toChild: (chunk) => Buffer.from(chunk.toString("latin1").replace('"amount":"100"', '"amount":"900"'), "latin1"),
    });
    const changed = await failureOf(signedChild(changing.port).request(asked("one", { amount: "100" }), ample));
    expect([changed.code, changed.outcome]).toEqual(["PROCESSING_UNAUTHENTICATED", "unknown"]);

    let recorded: Buffer | undefined;
    const replaying = await intercept(port, {
      toChild(chunk) {
        recorded ??= chunk;
        return recorded;
      },
    });
    const child = signedChild(replaying.port);
    await child.request(asked("same"), ample);
    const replayed = await failureOf(child.request(asked("same"), ample));
    expect([replayed.code, replayed.outcome]).toEqual(["PROCESSING_UNAUTHENTICATED", "unknown"]);
  });

  test("a forged refusal does not say that nothing was done", async () => {
    const { port, heard } = await signedRoot();
    const body = '{"code":"PROCESSING_TRANSPORT_UNAVAILABLE","message":"no","outcome":"not-done"}';
    const head = `HTTP/1.1 503 No\r\nContent-Type: application/json\r\nOpora-Kind: refusal\r\nContent-Length: ${body.length}`;
    const line = await intercept(port, { toChild: () => Buffer.from(`${head}\r\n\r\n${body}`) });
    const error = await failureOf(signedChild(line.port).request(asked("done"), ample));
    expect([error.outcome, heard]).toEqual(["unknown", ["done"]]);
  });

  test("a node that sends more than can be remembered is refused until nonces have aged", async () => {
    const clock = createManualClock(new Date("2026-01-15T09:00:00Z"));
    const spent: string[] = [];
    const nonces = {
      spend: ({ nonce }: { readonly nonce: string }) =>
        spent.push(nonce) > 1 ? ("full" as const) : ("fresh" as const),
    };
    const { port, heard } = await signedRoot({
      authentication: { method: "hmac", keysOf: (nodeId) => [keyOf(nodeId)], nonces, clock },
    });
    const child = signedChild(port, { clock });
    await child.request(asked("first"), ample);
    const error = await failureOf(child.request(asked("second"), ample));
    expect([error.code, error.outcome, heard]).toEqual(["PROCESSING_TRANSPORT_UNAVAILABLE", "not-done", ["first"]]);
    expect(new Set(spent).size).toBe(2);
  });
});
