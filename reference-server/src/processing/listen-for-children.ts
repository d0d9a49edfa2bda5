import { readFile } from "node:fs/promises";
import type { EnvelopeHandler, RunningListener } from "@opora/processing-sdk";

/** Where a root listens, and how it knows its children. */
export interface Doors {
  readonly host: string;
  /** Absent: not over HTTP. */
  readonly httpPort?: number;
  /** Absent: not over TCP. */
  readonly tcpPort?: number;
  /** Files of the root's TLS; absent: not encrypted. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string };
  /** How a child proves who it is. */
  readonly children:
    | { readonly provenBy: "certificate" }
    /** Keys in base64, by node id. */
    | { readonly provenBy: "hmac"; readonly keys: Readonly<Record<string, string>> }
    | { readonly provenBy: "network" };
}

/** Opens the doors of a root. */
export async function listenForChildren(doors: Doors, handle: EnvelopeHandler): Promise<readonly RunningListener[]> {
  const { host, httpPort, tcpPort } = doors;
  const tls = doors.tls === undefined ? undefined : await readTls(doors.tls);
  const options = { host, authentication: checkOf(doors.children), ...(tls !== undefined && { tls }) };
  const running: RunningListener[] = [];
  if (httpPort !== undefined) {
    const { createHttpListener } = await import("@opora/processing-sdk/http");
    running.push(await createHttpListener({ ...options, port: httpPort }).serve(handle));
  }
  if (tcpPort !== undefined) {
    const { createTcpListener } = await import("@opora/processing-sdk/tcp");
    running.push(await createTcpListener({ ...options, port: tcpPort }).serve(handle));
  }
  return running;
}

function checkOf(children: Doors["children"]) {
  switch (children.provenBy) {
    case "certificate":
      return { method: "certificate" } as const;
    case "hmac": {
      const keys = new Map(Object.entries(children.keys).map(([nodeId, key]) => [nodeId, Buffer.from(key, "base64")]));
      return {
        method: "hmac",
        keysOf: (nodeId: string) => {
          const key = keys.get(nodeId);
          return key === undefined ? [] : [key];
        },
      } as const;
    }
    case "network":
      return {
        method: "none",
        nodeOf: ({ originId }: { readonly originId: string }) => originId.split(":")[0],
      } as const;
  }
}

async function readTls({ cert, key, ca }: NonNullable<Doors["tls"]>) {
  return {
    cert: await readFile(cert),
    key: await readFile(key),
    ...(ca !== undefined && { ca: await readFile(ca) }),
  };
}
