import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to a server that can be cut: what is under way is lost, whichever way it was going. */
export interface CuttableProxy {
  /** The URL of the server, through the proxy. */
  readonly url: string;
  /** Breaks all connections; new ones get through. */
  cut(): void;
  /** Refuses connections until `restore`, beside breaking the present ones. */
  block(): void;
  restore(): void;
  close(): Promise<void>;
}

/** Puts a proxy before the server of a URL. */
export async function createCuttableProxy(serverUrl: string): Promise<CuttableProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isBlocked = false;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  };
  const server: Server = createServer((client) => {
    keep(client);
    if (isBlocked) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(target.port), target.hostname);
    keep(upstream);
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(serverUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);

  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    block() {
      isBlocked = true;
      cut();
    },
    restore() {
      isBlocked = false;
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
