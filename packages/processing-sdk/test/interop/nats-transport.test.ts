import { randomBytes } from "node:crypto";
import { transportCases, transportIdentityCases } from "@opora/processing-sdk/conformance";
import { createNatsListener, createNatsTransport } from "@opora/processing-sdk/nats";
import { describeWhere, testNats } from "@opora/test-support";
import { connect, headers, type Msg } from "nats";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { ample, answeredEventually, asked, failureOf, serveEcho, using } from "../transports/exchange.js";
import { intercept } from "../transports/interceptor.js";
import { keyOf } from "../transports/network-places.js";

describeWhere("over NATS", testNats, ({ url, prefix }) => {
  const roots: string[] = [];
  const newRoot = (): string => {
    roots.push(`${prefix}-${roots.length}`);
    return roots.at(-1) as string;
  };
  afterAll(async () => {
    const connection = await connect({ servers: url });
    const { streams } = await connection.jetstreamManager();
    for (const root of roots) await streams.delete(`${root}_requests`).catch(() => undefined);
    await connection.close();
  });
  const keys = { method: "hmac", keysOf: (nodeId: string) => [keyOf(nodeId)] } as const;
  const subject = {
    async newPlace() {
      const place = { servers: [url], root: newRoot() };
      const connectAs = (nodeId: string, key: Uint8Array, limits = {}) =>
        createNatsTransport({ ...place, ...limits, authentication: { method: "hmac", nodeId, key } });
      return {
        listener: (limits = {}) =>
          createNatsListener({
            ...place,
            ...limits,
            authentication: keys,
            storage: "memory",
            maxStreamBytes: 64 * 1024 ** 2,
          }),
        connect: (nodeId: string, limits = {}) => connectAs(nodeId, keyOf(nodeId), limits),
        forge: (nodeId: string) => connectAs(nodeId, keyOf("somebody else")),
      };
    },
  };
  for (const { name, run } of [...transportCases, ...transportIdentityCases]) test(name, () => run(subject));

  const signed = { method: "hmac", nodeId: "child-a", key: keyOf("child-a") } as const;
  const memory = { storage: "memory", maxStreamBytes: 64 * 1024 ** 2, authentication: keys } as const;

  test("both sides come back after their connections to the broker broke", async () => {
    const root = newRoot();
    const port = Number(new URL(url).port || 4222);
    const rootLine = await intercept(port);
    const childLine = await intercept(port);
    const { heard } = await serveEcho(createNatsListener({ servers: [`127.0.0.1:${rootLine.port}`], root, ...memory }));
    const transport = using(
      createNatsTransport({ servers: [`127.0.0.1:${childLine.port}`], root, authentication: signed }),
    );
    await transport.request(asked("before"), ample);
    childLine.cut();
    await answeredEventually(transport, "child cut");
    rootLine.cut();
    await answeredEventually(transport, "root cut");
    expect(new Set(heard)).toEqual(new Set(["before", "child cut", "root cut"]));
  });

  test("a broker that is not there is one that took nothing", async () => {
    const transport = using(createNatsTransport({ servers: ["127.0.0.1:1"], root: "any", authentication: signed }));
    const error = await failureOf(transport.request(asked("one"), ample));
    expect([error.code, error.outcome]).toEqual(["PROCESSING_TRANSPORT_UNAVAILABLE", "not-done"]);
  });

  test("what is larger than the broker takes is refused: a request before it leaves, an answer with its outcome unknown", async () => {
    const place = { servers: [url], root: newRoot() };
    const text = randomBytes(2 * 1024 * 1024).toString("base64");
    const running = await createNatsListener({ ...place, ...memory }).serve(async (envelope) => ({
      ...envelope,
      body: { text },
    }));
    onTestFinished(() => running.close());
    const transport = using(createNatsTransport({ ...place, authentication: signed }));
    const request = await failureOf(transport.request(asked("large", { text }), ample));
    expect([request.code, request.outcome]).toEqual(["PROCESSING_ENVELOPE_INVALID", "not-done"]);
    const answer = await failureOf(transport.request(asked("small"), ample));
    expect([answer.code, answer.outcome]).toEqual(["PROCESSING_ENVELOPE_INVALID", "unknown"]);
  });

  test("garbage, a request without a place for its answer, and a recorded request are taken off the stream unheard", async () => {
    const place = { servers: [url], root: newRoot() };
    const { heard } = await serveEcho(createNatsListener({ ...place, ...memory }));
    const connection = await connect({ servers: url });
    onTestFinished(() => connection.close());
    const subject = `${place.root}.requests`;
    const recorded: Msg[] = [];
    connection.subscribe(subject, { callback: (_error, message) => void recorded.push(message) });
    await connection.flush();
    const transport = using(createNatsTransport({ ...place, authentication: signed }));
    await transport.request(asked("recorded"), ample);
    const [message] = recorded;
    if (message?.headers === undefined) throw new Error("The request must be seen on its subject.");
    const astray = headers();
    for (const [name, values] of message.headers) astray.set(name, values[0] ?? "");
    astray.set("opora-reply-to", subject);
    const stream = connection.jetstream();
    await stream.publish(subject, new Uint8Array([1, 2, 3]));
    await stream.publish(subject, message.data, { headers: astray });
    await stream.publish(subject, message.data, { headers: message.headers });
    await transport.request(asked("after"), ample);
    expect(heard).toEqual(["recorded", "after"]);
  });
});
