import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What a signing service was asked. */
export interface ServiceRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A signing service on the loopback interface for the running test. */
export interface SigningService {
  readonly url: string;
  readonly requests: readonly ServiceRequest[];
}

/** Starts a service that answers with `respond`; it ends with the test, whatever is still open. */
export async function startSigningService(
  respond: (request: ServiceRequest, response: ServerResponse) => void,
): Promise<SigningService> {
  const requests: ServiceRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Uint8Array[] = [];
    incoming.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method, url: path, headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString("utf8") };
      requests.push(request);
      respond(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sign?tenant=secret`, requests };
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
