import { randomUUID } from "node:crypto";
import { connect as connectTcp } from "node:net";
import { type Availability, absent, available } from "../availability.js";
import { reasonOf } from "./test-database.js";

/** A broker that runs, and a prefix for the names that a test file makes there. The file removes what it made. */
export interface TestBroker {
  readonly url: string;
  readonly prefix: string;
}

/**
 * Finds RabbitMQ at `OPORA_TEST_RABBITMQ_URL`, by default `amqp://guest:guest@127.0.0.1:5672`.
 *
 * @example
 * ```ts
 * describeWhere("with RabbitMQ", testRabbitmq, ({ url, prefix }) => { … });
 * ```
 */
export async function testRabbitmq(): Promise<Availability<TestBroker>> {
  const { OPORA_TEST_RABBITMQ_URL: url = "amqp://guest:guest@127.0.0.1:5672" } = process.env;
  return findBroker({ name: "RabbitMQ", variable: "OPORA_TEST_RABBITMQ_URL", url, defaultPort: 5672 });
}

/** Finds NATS with JetStream at `OPORA_TEST_NATS_URL`, by default `nats://127.0.0.1:4222`. */
export async function testNats(): Promise<Availability<TestBroker>> {
  const { OPORA_TEST_NATS_URL: given = "nats://127.0.0.1:4222" } = process.env;
  const url = given.includes("://") ? given : `nats://${given}`;
  return findBroker({ name: "NATS", variable: "OPORA_TEST_NATS_URL", url, defaultPort: 4222 });
}

interface BrokerQuery {
  readonly name: string;
  readonly variable: string;
  readonly url: string;
  readonly defaultPort: number;
}

async function findBroker({ name, variable, url, defaultPort }: BrokerQuery): Promise<Availability<TestBroker>> {
  const { hostname, port } = new URL(url);
  try {
    await reach(hostname, port === "" ? defaultPort : Number(port));
  } catch (error) {
    return absent(`no ${name} on 127.0.0.1:${defaultPort} or at ${variable} (${reasonOf(error)})`);
  }
  return available({ url, prefix: `opora-test-${randomUUID()}` });
}

function reach(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, timeout: 5_000 });
    socket.once("timeout", () => socket.destroy(new Error("it does not answer")));
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
  });
}
