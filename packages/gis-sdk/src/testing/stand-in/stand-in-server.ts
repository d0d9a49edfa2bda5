import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Delivery, RequestReceiver } from "./receive-request.js";
import type { GisStandInOptions } from "./stand-in-options.js";

/** A stand-in that listens. */
export interface StandInServer {
  /** Address of the payment service. */
  readonly url: string;
  /** Stops listening and cuts what is open. */
  close(): Promise<void>;
}

const servicePath = "/ext-bus-payment-service/services/PaymentAsync";
const bodyBytesMax = 32 * 1024 * 1024;

/** Where a stand-in listens. */
export interface ListenOptions {
  /** Port of 127.0.0.1. Default: a free one. */
  readonly port?: number;
}

/** Listens on 127.0.0.1. */
export async function listenOn(
  receiver: RequestReceiver,
  options: GisStandInOptions,
  { port: wantedPort = 0 }: ListenOptions,
): Promise<StandInServer> {
  const server = createServer((request, response) => {
    serve(receiver, options, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(wantedPort, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${servicePath}`, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(
  receiver: RequestReceiver,
  options: GisStandInOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refusalOf(options, request);
  if (refusal !== undefined) {
    request.resume();
    response.writeHead(refusal, refusal === 401 ? { "www-authenticate": 'Basic realm="GIS"' } : {}).end();
    return;
  }
  const envelope = await readBody(request);
  if (envelope === undefined) {
    response.writeHead(413).end();
    return;
  }
  const soapAction = request.headers["soapaction"];
  send(await receiver.receive({ envelope, soapAction: typeof soapAction === "string" ? soapAction : "" }), response);
}

/** The HTTP status by which a request is refused before it is read. */
function refusalOf(
  { basicAuth, forbiddenUsers = [] }: GisStandInOptions,
  request: IncomingMessage,
): number | undefined {
  if (request.url !== servicePath) return 404;
  if (request.method !== "POST") return 405;
  const user = userOf(request.headers.authorization);
  if (user !== undefined && forbiddenUsers.includes(user.username)) return 403;
  if (basicAuth !== undefined) {
    const isKnown = user?.username === basicAuth.username && user.password === basicAuth.password;
    if (!isKnown) return 401;
  }
  if (!/^text\/xml\b/i.test(request.headers["content-type"] ?? "")) return 415;
  return undefined;
}

function userOf(
  authorization: string | undefined,
): { readonly username: string; readonly password: string } | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [username = "", ...password] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { username, password: password.join(":") };
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyBytesMax) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function send(delivery: Delivery, response: ServerResponse): void {
  if (delivery.kind === "answer") {
    const { status, contentType, body } = delivery.answer;
    response.writeHead(status, { "content-type": contentType, "content-length": body.length }).end(body);
    return;
  }
  if (delivery.moment === "before-answer") {
    if (delivery.kind === "cut") response.destroy();
    return;
  }
  const body = delivery.answer?.body ?? new TextEncoder().encode("<soapenv:Envelope>");
  const half = body.subarray(0, Math.floor(body.length / 2));
  response.writeHead(200, { "content-type": "text/xml; charset=utf-8", "content-length": body.length });
  response.write(half, () => {
    if (delivery.kind === "cut") response.destroy();
  });
}
