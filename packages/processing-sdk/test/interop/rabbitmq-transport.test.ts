import { transportCases, transportIdentityCases } from "@opora/processing-sdk/conformance";
import { createRabbitmqListener, createRabbitmqTransport } from "@opora/processing-sdk/rabbitmq";
import { describeWhere, testRabbitmq } from "@opora/test-support";
import { type ConfirmChannel, connect, type GetMessage } from "amqplib";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { ample, answeredEventually, asked, failureOf, serveEcho, using } from "../transports/exchange.js";
import { intercept } from "../transports/interceptor.js";
import { keyOf } from "../transports/network-places.js";

describeWhere("over RabbitMQ", testRabbitmq, ({ url, prefix }) => {
  const queues: string[] = [];
  const newQueue = (): string => {
    queues.push(`${prefix}-${queues.length}`);
    return queues.at(-1) as string;
  };
  afterAll(async () => {
    const connection = await connect(url);
    const channel = await connection.createChannel();
    for (const queue of queues) await channel.deleteQueue(queue);
    await connection.close();
  });
  const keys = { method: "hmac", keysOf: (nodeId: string) => [keyOf(nodeId)] } as const;
  const subject = {
    async newPlace() {
      const place = { url, queue: newQueue() };
      const connectAs = (nodeId: string, key: Uint8Array, limits = {}) =>
        createRabbitmqTransport({ ...place, ...limits, authentication: { method: "hmac", nodeId, key } });
      return {
        listener: (limits = {}) => createRabbitmqListener({ ...place, ...limits, authentication: keys }),
        connect: (nodeId: string, limits = {}) => connectAs(nodeId, keyOf(nodeId), limits),
        forge: (nodeId: string) => connectAs(nodeId, keyOf("somebody else")),
      };
    },
  };
  for (const { name, run } of [...transportCases, ...transportIdentityCases]) test(name, () => run(subject));

  const through = async (queue: string) => {
    const line = await intercept(Number(new URL(url).port || 5672));
    const proxied = Object.assign(new URL(url), { hostname: "127.0.0.1", port: String(line.port) }).href;
    return { ...line, place: { url: proxied, queue } };
  };
  const childAt = (place: { readonly url: string; readonly queue: string }) =>
    using(
      createRabbitmqTransport({
        ...place,
        authentication: { method: "hmac", nodeId: "child-a", key: keyOf("child-a") },
      }),
    );

  test("both sides come back after their connections to the broker broke", async () => {
    const queue = newQueue();
    const root = await through(queue);
    const child = await through(queue);
    const { heard } = await serveEcho(createRabbitmqListener({ ...root.place, authentication: keys }));
    const transport = childAt(child.place);
    await transport.request(asked("before"), ample);
    child.cut();
    await answeredEventually(transport, "child cut");
    root.cut();
    await answeredEventually(transport, "root cut");
    expect(new Set(heard)).toEqual(new Set(["before", "child cut", "root cut"]));
  });

  test("a broker that is not there is one that took nothing", async () => {
    const error = await failureOf(childAt({ url: "amqp://127.0.0.1:1", queue: "any" }).request(asked("one"), ample));
    expect([error.code, error.outcome]).toEqual(["PROCESSING_TRANSPORT_UNAVAILABLE", "not-done"]);
  });

  test("garbage, a request without a place for its answer, and a recorded request are taken off the queue unheard", async () => {
    const place = { url, queue: newQueue() };
    const listener = createRabbitmqListener({ ...place, authentication: keys });
    const idle = await listener.serve(async (envelope) => envelope);
    await idle.close();
    const connection = await connect(url);
    onTestFinished(() => connection.close());
    const channel = await connection.createConfirmChannel();
    const answered = childAt(place).request(asked("recorded"), ample);
    const recorded = await nextMessage(channel, place.queue);
    const { headers, correlationId, replyTo } = recorded.properties;
    const again = { headers, correlationId, replyTo };
    channel.sendToQueue(place.queue, Buffer.from("garbage"));
    channel.sendToQueue(place.queue, recorded.content, { ...again, replyTo: place.queue });
    channel.sendToQueue(place.queue, recorded.content, again);
    channel.sendToQueue(place.queue, recorded.content, again);
    await channel.waitForConfirms();
    const { heard } = await serveEcho(listener);
    await childAt(place).request(asked("after"), ample);
    expect((await answered).id).toBe("recorded");
    expect(heard).toEqual(["recorded", "after"]);
    expect((await channel.checkQueue(place.queue)).messageCount).toBe(0);
  });

  test("a message beyond what the broker takes does not leave the child", async () => {
    const place = { url, queue: newQueue(), maxMessageBytes: 1024, compression: "identity" } as const;
    const { heard } = await serveEcho(createRabbitmqListener({ url, queue: place.queue, authentication: keys }));
    const error = await failureOf(childAt(place).request(asked("large", { text: "x".repeat(2000) }), ample));
    expect([error.code, error.outcome, heard]).toEqual(["PROCESSING_ENVELOPE_INVALID", "not-done", []]);
  });
});

async function nextMessage(channel: ConfirmChannel, queue: string): Promise<GetMessage> {
  for (;;) {
    const message = await channel.get(queue, { noAck: true });
    if (message !== false) return message;
  }
}
