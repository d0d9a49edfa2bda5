import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What somebody on the line does with the bytes of one direction. */
export type Meddling = (chunk: Buffer) => Buffer;

/** Somebody on the line between child and root. */
export interface Interceptor {
  readonly port: number;
  /** Everything that children have sent, connection by connection. */
  readonly fromChildren: Buffer[];
  /** Breaks every connection. */
  cut(): void;
}

/** Puts somebody on the line to a port of this machine for the running test. */
export async function intercept(
  rootPort: number,
  { toRoot = same, toChild = same }: { readonly toRoot?: Meddling; readonly toChild?: Meddling } = {},
): Promise<Interceptor> {
  const fromChildren: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((child) => {
    const index = fromChildren.push(Buffer.alloc(0)) - 1;
    const root = connect(rootPort, "127.0.0.1");
    for (const socket of [child, root]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    child.on("data", (chunk: Buffer) => {
      fromChildren[index] = Buffer.concat([fromChildren[index] ?? chunk, chunk]);
      root.write(toRoot(chunk));
    });
    root.on("data", (chunk: Buffer) => child.write(toChild(chunk)));
    child.on("close", () => root.destroy());
    root.on("close", () => child.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, fromChildren, cut };
}

/** Writes bytes to a port and resolves with all that came back once the connection is over. */
export function sendRaw(port: number, bytes: Uint8Array | string, end: "end" | "wait" = "wait"): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(bytes);
      if (end === "end") socket.end();
    });
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(Buffer.concat(chunks)));
  });
}

const same: Meddling = (chunk) => chunk;
