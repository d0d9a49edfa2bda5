import { Buffer } from "node:buffer";
import { createServer } from "node:net";
import { createTcpListener, createTcpTransport, type TcpListenerOptions } from "@opora/processing-sdk/tcp";
import { describe, expect, onTestFinished, test } from "vitest";
import { ample, asked, failureOf, type HearingRoot, serveEcho, using } from "../transports/exchange.js";
import { intercept, sendRaw } from "../transports/interceptor.js";
import { keyOf, openWiring, sharedKeyWiring } from "../transports/network-places.js";

const openRoot = (options: Partial<TcpListenerOptions> = {}): Promise<HearingRoot> =>
  serveEcho(createTcpListener({ ...openWiring.listener, port: 0, ...options }));
const signedRoot = (): Promise<HearingRoot> => serveEcho(createTcpListener({ ...sharedKeyWiring.listener, port: 0 }));
const openChild = (port: number) =>
  using(createTcpTransport({ host: "127.0.0.1", port, authentication: { method: "none" } }));
const signedChild = (port: number, key = keyOf("child-a")) =>
  using(createTcpTransport({ host: "127.0.0.1", port, authentication: { method: "hmac", nodeId: "child-a", key } }));

/** A frame of kind, flags, number and payload. */
function frame(kind: number, payload: Uint8Array | string, { flags = 0, number = 0 } = {}): Buffer {
  const bytes = Buffer.from(payload);
  const head = Buffer.alloc(10);
  head.writeUInt32BE(6 + bytes.length, 0);
  head.writeUInt8(kind, 4);
  head.writeUInt8(flags, 5);
  head.writeUInt32BE(number, 6);
  return Buffer.concat([head, bytes]);
}

const hello = frame(1, Buffer.concat([Buffer.from([1, 0, 0, 16, 0, 0]), Buffer.alloc(32)]));
const envelope = JSON.stringify(asked("asked"));

describe("a root over TCP and what should not come to it", () => {
  test("a frame at a time, as the protocol has it, is answered", async () => {
    const { port, heard } = await openRoot();
    const answer = await sendRaw(port, Buffer.concat([hello]), "end");
    expect([answer.readUInt8(4), heard]).toEqual([4, []]);
  });

  test.each([
    ["garbage", Buffer.from("GET / HTTP/1.1\r\nHost: a\r\n\r\n")],
    ["a length of 4 GiB", Buffer.from([0xff, 0xff, 0xff, 0xff, 1])],
    ["a length of nothing", Buffer.from([0, 0, 0, 0])],
    ["a long frame before the greeting", frame(1, Buffer.alloc(8192))],
    ["a request before the greeting", frame(5, envelope, { number: 1 })],
    ["a hello of another version", frame(1, Buffer.concat([Buffer.from([9, 0, 0, 16, 0, 0]), Buffer.alloc(32)]))],
    ["a hello cut short", frame(1, Buffer.from([1, 0, 0]))],
    ["a frame of no known kind", frame(99, "")],
    ["flags of no known meaning", frame(1, "", { flags: 0x80 })],
    ["two hellos at once", Buffer.concat([hello, hello])],
  ])("%s ends the connection and disturbs nobody", async (_what, bytes) => {
    const { port, heard } = await openRoot();
    const child = openChild(port);
    await child.request(asked("before"), ample);
    await sendRaw(port, bytes);
    await child.request(asked("after"), ample);
    expect(heard).toEqual(["before", "after"]);
  });

  test("half a frame, and who breaks off in it, disturb nobody", async () => {
    const { port, heard } = await openRoot();
    await sendRaw(port, hello.subarray(0, 7), "end");
    await openChild(port).request(asked("after"), ample);
    expect(heard).toEqual(["after"]);
  });

  test("who does not greet, or does not finish a frame, is cut off", async () => {
    const silent = await openRoot({ handshakeTimeoutMs: 100 });
    await sendRaw(silent.port, "");
    const greeted = await openRoot({ receiveTimeoutMs: 100 });
    const { fromChildren, port } = await intercept(greeted.port, { toRoot: (chunk) => chunk.subarray(0, -1) });
    // The greeting is cut short as well: what is missing of it never comes.
    const error = await failureOf(openChild(port).request(asked("cut"), ample));
    expect([error.code, fromChildren.length, greeted.heard]).toEqual(["PROCESSING_TRANSPORT_UNAVAILABLE", 1, []]);
  });
});

describe("signed connections over TCP and somebody on the line", () => {
  test("a connection that was recorded and is played again reaches nobody", async () => {
    const { port, heard } = await signedRoot();
    const line = await intercept(port);
    await signedChild(line.port).request(asked("once"), ample);
    await sendRaw(port, Buffer.concat(line.fromChildren));
    expect(heard).toEqual(["once"]);
  });

  test("a changed frame, a repeated one and a left out one end the connection", async () => {
    type Change = (chunk: Buffer) => Buffer;
    const changes: readonly Change[] = [
      (chunk) => Buffer.from(chunk.toString("latin1").replace('"100"', '"900"'), "latin1"),
      (chunk) => Buffer.concat([chunk, chunk]),
      () => Buffer.alloc(0),
    ];
    for (const [index, change] of changes.entries()) {
      const { port, heard } = await signedRoot();
      const isSecond = (chunk: Buffer): boolean => chunk.includes('"second"');
      const line = await intercept(port, { toRoot: (chunk) => (isSecond(chunk) ? change(chunk) : chunk) });
      const child = signedChild(line.port);
      await child.request(asked("first"), ample);
      const second = child.request(asked("second", { amount: "100" }), index === 2 ? { timeoutMs: 200 } : ample);
      // The repeated frame is refused after the first of the two was answered.
      await second.catch(() => undefined);
      const third = await child.request(asked("third"), ample).then(
        () => "answered",
        () => "broken",
      );
      expect([index, heard.filter((id) => id === "second").length <= (index === 1 ? 1 : 0)]).toEqual([index, true]);
      if (third === "broken") await child.request(asked("fourth"), ample);
    }
  });

  test("a changed answer is not believed", async () => {
    const { port } = await signedRoot();
    const toChild = (chunk: Buffer): Buffer =>
      Buffer.from(chunk.toString("latin1").replace('"100"', '"900"'), "latin1");
    const line = await intercept(port, { toChild });
    const error = await failureOf(signedChild(line.port).request(asked("asked", { amount: "100" }), ample));
    expect([error.code, error.outcome]).toEqual(["PROCESSING_TRANSPORT_TIMEOUT", "unknown"]);
  });

  test("a root without the key is found out before anything is sent to it", async () => {
    const impostor = await serveEcho(
      createTcpListener({ port: 0, authentication: { method: "hmac", keysOf: () => [keyOf("guessed")] } }),
    );
    const relenting = await serveEcho(createTcpListener({ ...openWiring.listener, port: 0 }));
    for (const { port, heard } of [impostor, relenting]) {
      const error = await failureOf(signedChild(port).request(asked("asked"), ample));
      expect([error.code, error.outcome, heard]).toEqual(["PROCESSING_UNAUTHENTICATED", "not-done", []]);
    }
  });

  test("a child that would rather prove nothing is refused", async () => {
    const { port, heard } = await signedRoot();
    const error = await failureOf(openChild(port).request(asked("asked"), ample));
    expect([error.code, heard]).toEqual(["PROCESSING_UNAUTHENTICATED", []]);
  });

  test("a root that says ready without a challenge is not believed", async () => {
    const received: Buffer[] = [];
    const server = createServer((socket) => {
      socket.on("data", (chunk) => received.push(chunk));
      socket.on("error", () => undefined);
      socket.write(frame(4, Buffer.concat([Buffer.from([0, 16, 0, 0]), Buffer.alloc(32)])));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { readonly port: number };
    const error = await failureOf(signedChild(port).request(asked("secret"), ample));
    expect(error.outcome).toBe("not-done");
    expect(Buffer.concat(received).includes("secret")).toBe(false);
  });
});
