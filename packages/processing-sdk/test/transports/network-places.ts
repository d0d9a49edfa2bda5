import { createHash } from "node:crypto";
import { type AddressInfo, createServer } from "node:net";
import type { TransportSubject } from "@opora/processing-sdk/conformance";
import {
  createHttpListener,
  createHttpTransport,
  type HttpListenerOptions,
  type HttpTransportOptions,
} from "@opora/processing-sdk/http";
import { createTcpListener, createTcpTransport } from "@opora/processing-sdk/tcp";
import type { Authority } from "./certificates.js";

/** How a child and its root are wired in a test. */
export interface Wiring {
  readonly listener: Pick<HttpListenerOptions, "authentication" | "tls">;
  readonly child: (nodeId: string) => Pick<HttpTransportOptions, "authentication" | "tls">;
  readonly forged?: (nodeId: string) => Pick<HttpTransportOptions, "authentication" | "tls">;
}

/** The key that a child shares with its root in tests. */
export function keyOf(nodeId: string): Uint8Array {
  return createHash("sha256").update(`key of ${nodeId}`).digest();
}

/** Nothing is proven. */
export const openWiring: Wiring = {
  listener: { authentication: { method: "none", nodeOf: ({ originId }) => originId.split(":")[0] } },
  child: () => ({ authentication: { method: "none" } }),
};

/** Shared keys. */
export const sharedKeyWiring: Wiring = {
  listener: { authentication: { method: "hmac", keysOf: (nodeId) => [keyOf("replaced"), keyOf(nodeId)] } },
  child: (nodeId) => ({ authentication: { method: "hmac", nodeId, key: keyOf(nodeId) } }),
  forged: (nodeId) => ({ authentication: { method: "hmac", nodeId, key: keyOf("somebody else") } }),
};

/** Certificates on both sides; a forger has one of another authority. */
export async function certificateWiring(authority: Authority, stranger: Authority): Promise<Wiring> {
  const { ca } = authority;
  const root = await authority.issue("root", "DNS:root.test,IP:127.0.0.1");
  const children = new Map([
    ["child-a", await authority.issue("child-a")],
    ["child-b", await authority.issue("child-b")],
  ]);
  const forged = await stranger.issue("child-a");
  const authentication = { method: "certificate" } as const;
  return {
    listener: { authentication, tls: { ...root, ca } },
    child: (nodeId) => ({ authentication, tls: { ca, servername: "root.test", ...children.get(nodeId) } }),
    forged: () => ({ authentication, tls: { ca, servername: "root.test", ...forged } }),
  };
}

/** HTTP as wired. */
export function httpSubject({ listener, child, forged }: Wiring): TransportSubject {
  return {
    async newPlace() {
      const port = await freePort();
      const address = `http${listener.tls === undefined ? "" : "s"}://127.0.0.1:${port}`;
      return {
        listener: (limits) => createHttpListener({ ...listener, ...limits, port }),
        connect: (nodeId, limits) => createHttpTransport({ ...child(nodeId), ...limits, address }),
        ...(forged && { forge: (nodeId: string) => createHttpTransport({ ...forged(nodeId), address }) }),
      };
    },
  };
}

/** TCP as wired. */
export function tcpSubject({ listener, child, forged }: Wiring): TransportSubject {
  return {
    async newPlace() {
      const place = { host: "127.0.0.1", port: await freePort() };
      return {
        listener: (limits) => createTcpListener({ ...listener, ...limits, ...place }),
        connect: (nodeId, limits) => createTcpTransport({ ...child(nodeId), ...limits, ...place }),
        ...(forged && { forge: (nodeId: string) => createTcpTransport({ ...forged(nodeId), ...place }) }),
      };
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
