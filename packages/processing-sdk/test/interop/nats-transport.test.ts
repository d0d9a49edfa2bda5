import { transportCases, transportIdentityCases } from "@opora/processing-sdk/conformance";
import { createNatsListener, createNatsTransport } from "@opora/processing-sdk/nats";
import { describeWhere, testNats } from "@opora/test-support";
import { connect } from "nats";
import { afterAll, test } from "vitest";
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
});
