import { transportCases, transportIdentityCases } from "@opora/processing-sdk/conformance";
import { createRabbitmqListener, createRabbitmqTransport } from "@opora/processing-sdk/rabbitmq";
import { describeWhere, testRabbitmq } from "@opora/test-support";
import { connect } from "amqplib";
import { afterAll, test } from "vitest";
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
});
