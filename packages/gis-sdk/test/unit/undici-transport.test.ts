import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { type GisTransport, GisTransportError } from "@opora/gis-sdk";
import { createUndiciTransport, type UndiciTransportOptions } from "@opora/gis-sdk/undici";
import { Agent, RetryAgent } from "undici";
import { afterEach, describe, expect, test } from "vitest";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

async function serve(handle: Handler): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    handle(request, response, Buffer.concat(chunks));
  });
  return listen(server);
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/service?a=1`;
}

function transportTo(endpoint: string, options: Partial<UndiciTransportOptions> = {}): GisTransport {
  const transport = createUndiciTransport({ endpoint, ...options });
  closers.push(() => transport.close());
  return transport;
}

const request = { soapAction: '"urn:getState"', body: new TextEncoder().encode("<a>Ё</a>"), timeoutMs: 5_000 };

async function failure(work: Promise<unknown>): Promise<GisTransportError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!GisTransportError.is(error))
    throw new Error(`The request must fail in the transport, not with ${String(error)}.`);
  return error;
}

describe("the transport over HTTP", () => {
  test("posts the bytes as they are, with a quoted SOAPAction, over a connection of its own", async () => {
    const seen: { url?: string | undefined; headers?: IncomingMessage["headers"]; body?: Buffer; ports: unknown[] } = {
      ports: [],
    };
    const url = await serve((incoming, response, body) => {
      Object.assign(seen, { url: incoming.url, headers: incoming.headers, body });
      seen.ports.push(incoming.socket.remotePort);
      response.end("<ok/>");
    });
    const transport = transportTo(url, {
      basicAuth: { username: "пользователь", password: "a:b" },
      clientCertificateFingerprint: "ABCDEF",
    });

    const response = await transport.post(request);
    await transport.post(request);

    expect({ status: response.status, body: new TextDecoder().decode(response.body) }).toEqual({
      status: 200,
      body: "<ok/>",
    });
    expect(seen.url).toBe("/service?a=1");
    expect(seen.body).toEqual(Buffer.from(request.body));
    expect(seen.headers).toMatchObject({
      soapaction: '"urn:getState"',
      "content-type": "text/xml; charset=utf-8",
      "content-length": String(request.body.length),
      "x-client-cert-fingerprint": "ABCDEF",
      authorization: `Basic ${Buffer.from("пользователь:a:b").toString("base64")}`,
      connection: "close",
    });
    expect(new Set(seen.ports).size).toBe(2);
  });

  test.each([200, 302, 400, 401, 500, 502])(
    "answers with status %i as with any other, and follows no redirect",
    async (status) => {
      let requests = 0;
      const url = await serve((_request, response) => {
        requests += 1;
        response.writeHead(status, { location: "/elsewhere" }).end("x");
      });

      expect(await transportTo(url).post(request)).toMatchObject({ status });
      expect(requests).toBe(1);
    },
  );

  test("an empty body is empty", async () => {
    const url = await serve((_request, response) => response.writeHead(400).end());

    expect(await transportTo(url).post(request)).toEqual({ status: 400, body: new Uint8Array(0) });
  });

  test("a refused connection is phase connect", async () => {
    const url = await listen(createTcpServer());
    await closers.pop()?.();

    const error = await failure(transportTo(url).post(request));

    expect([error.phase, error.code, error.retryable]).toEqual(["connect", "GIS_TRANSPORT_CONNECT", true]);
  });

  test("an unknown host is phase connect", async () => {
    expect((await failure(transportTo("http://host.invalid/").post(request))).phase).toBe("connect");
  });

  test("TLS that fails is phase connect", async () => {
    const plain = await serve((_request, response) => response.end());

    expect((await failure(transportTo(plain.replace("http:", "https:")).post(request))).phase).toBe("connect");
  });

  test("a connection that is cut after the request left is phase sent, and nothing is sent again", async () => {
    let requests = 0;
    const url = await serve((incoming) => {
      requests += 1;
      incoming.socket.destroy();
    });

    const error = await failure(transportTo(url).post(request));

    expect([error.phase, error.retryable, error.status, requests]).toEqual(["sent", false, undefined, 1]);
  });

  test("a connection that is cut while the request leaves is phase sent", async () => {
    const url = await listen(createTcpServer((socket) => socket.once("data", () => socket.destroy())));
    const large = new Uint8Array(8 * 1024 * 1024);

    expect((await failure(transportTo(url).post({ ...request, body: large }))).phase).toBe("sent");
  });

  test("an answer that breaks off is phase response, with its status", async () => {
    const url = await serve((incoming, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("half", () => incoming.socket.destroy());
    });

    const error = await failure(transportTo(url).post(request));

    expect([error.phase, error.status]).toEqual(["response", 200]);
  });

  test("an answer larger than the limit is phase response, and is not read to its end", async () => {
    const url = await serve((_request, response) => response.end(Buffer.alloc(100_000)));

    const error = await failure(transportTo(url, { maxResponseBytes: 1_000 }).post(request));

    expect([error.phase, error.message]).toEqual(["response", "The answer is larger than 1000 bytes."]);
  });

  test("an answer that does not come, or does not end, runs into the time limit", async () => {
    const silent = await serve(() => undefined);
    const endless = await serve((_request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("half");
    });
    const brief = { ...request, timeoutMs: 150 };

    expect((await failure(transportTo(silent).post(brief))).phase).toBe("sent");
    expect((await failure(transportTo(endless).post(brief))).phase).toBe("response");
  });

  test("an abort before the request left is phase connect, one after it is phase sent", async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort());

    const late = await failure(transportTo(url).post(request, { signal: controller.signal }));
    const early = await failure(transportTo(url).post(request, { signal: AbortSignal.abort() }));

    expect([late.phase, early.phase]).toEqual(["sent", "connect"]);
  });

  test("a dispatcher that would send a second time is stopped before it does", async () => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests += 1;
      response.writeHead(503).end();
    });
    const agent = new Agent();
    closers.push(() => agent.close());
    const retrying = new RetryAgent(agent, { methods: ["POST"], statusCodes: [503], minTimeout: 1, maxRetries: 3 });

    const error = await failure(transportTo(url, { dispatcher: retrying }).post(request));

    expect(error.phase).not.toBe("connect");
    expect(requests).toBe(1);
  });

  test("a closed dispatcher is phase connect", async () => {
    const url = await serve((_request, response) => response.end());
    const agent = new Agent();
    await agent.close();

    expect((await failure(transportTo(url, { dispatcher: agent }).post(request))).phase).toBe("connect");
  });

  test.each([
    ["no address", { endpoint: "nonsense" }, "endpoint"],
    ["another protocol", { endpoint: "ftp://127.0.0.1/" }, "endpoint"],
    ["a password in the address", { endpoint: "http://a:b@127.0.0.1/" }, "endpoint"],
    ["an unknown key", { endpoint: "http://127.0.0.1/", retries: 3 }, "retries"],
    [
      "a line break in a header",
      { endpoint: "http://127.0.0.1/", clientCertificateFingerprint: "a\r\nb: c" },
      "clientCertificateFingerprint",
    ],
    [
      "a colon in the user name",
      { endpoint: "http://127.0.0.1/", basicAuth: { username: "a:b", password: "" } },
      "basicAuth.username",
    ],
  ])("options with %s are refused", (_what, options, path) => {
    expect(() => createUndiciTransport(options as UndiciTransportOptions)).toThrow(
      expect.objectContaining({ code: "GIS_OPTIONS_INVALID", details: { path } }),
    );
  });
});
