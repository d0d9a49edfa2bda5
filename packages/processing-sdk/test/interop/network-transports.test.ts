import type { PeerCertificate } from "node:tls";
import { ProcessingError } from "@opora/processing-sdk";
import { type TransportSubject, transportCases, transportIdentityCases } from "@opora/processing-sdk/conformance";
import { createHttpListener, createHttpTransport } from "@opora/processing-sdk/http";
import { createTcpListener, createTcpTransport } from "@opora/processing-sdk/tcp";
import { describe, expect, test } from "vitest";
import { createAuthority } from "../transports/certificates.js";
import { ample, asked, failureOf, serveEcho, using } from "../transports/exchange.js";
import {
  certificateWiring,
  httpSubject,
  openWiring,
  sharedKeyWiring,
  tcpSubject,
} from "../transports/network-places.js";

const proving = [...transportCases, ...transportIdentityCases];

function runCases(name: string, cases: typeof transportCases, subject: TransportSubject): void {
  describe(name, () => {
    for (const { name: sentence, run } of cases) test(sentence, () => run(subject));
  });
}

describe("over a network", async () => {
  const authority = await createAuthority();
  const stranger = await createAuthority();
  const certificates = await certificateWiring(authority, stranger);

  runCases("HTTP that proves nothing", transportCases, httpSubject(openWiring));
  runCases("HTTP with shared keys", proving, httpSubject(sharedKeyWiring));
  runCases("HTTPS with certificates on both sides", proving, httpSubject(certificates));
  runCases("TCP that proves nothing", transportCases, tcpSubject(openWiring));
  runCases("TCP with shared keys", proving, tcpSubject(sharedKeyWiring));
  runCases("TLS with certificates on both sides", proving, tcpSubject(certificates));

  describe("certificates", async () => {
    const root = await authority.issue("root", "DNS:root.test");
    const child = await authority.issue("child-a");
    const nameless = await authority.issue("");
    const check = { method: "certificate" } as const;
    const tls = { ...root, ca: authority.ca };
    const httpRoot = (options = {}) =>
      serveEcho(createHttpListener({ authentication: check, tls, port: 0, ...options }));
    const tcpRoot = (options = {}) => serveEcho(createTcpListener({ authentication: check, tls, port: 0, ...options }));
    const httpChild = (port: number, own: object) =>
      using(
        createHttpTransport({ address: `https://127.0.0.1:${port}`, authentication: { method: "none" }, tls: own }),
      );
    const tcpChild = (port: number, own: object) =>
      using(createTcpTransport({ host: "127.0.0.1", port, authentication: { method: "none" }, tls: own }));
    const ways = [
      ["HTTPS", httpRoot, httpChild],
      ["TLS", tcpRoot, tcpChild],
    ] as const;

    test.each(ways)(
      "a root of another authority, or of another name, is not spoken to over %s",
      async (_name, serve, connect) => {
        const { port, heard } = await serve();
        for (const wrong of [
          { ...child, ca: stranger.ca, servername: "root.test" },
          { ...child, ca: authority.ca, servername: "other.test" },
          { ...child, ca: authority.ca },
        ]) {
          const error = await failureOf(connect(port, wrong).request(asked("one"), ample));
          expect([error.code, error.outcome]).toEqual(["PROCESSING_UNAUTHENTICATED", "not-done"]);
        }
        expect(heard).toEqual([]);
      },
    );

    test.each(ways)(
      "a child without a certificate, or with one that names nobody, is refused over %s",
      async (_name, serve, connect) => {
        const { port, heard } = await serve();
        for (const wrong of [{}, nameless]) {
          const own = { ...wrong, ca: authority.ca, servername: "root.test" };
          expect((await failureOf(connect(port, own).request(asked("one"), ample))).code).toBe(
            "PROCESSING_UNAUTHENTICATED",
          );
        }
        expect(heard).toEqual([]);
      },
    );

    test.each(ways)("the host decides which node a certificate stands for over %s", async (_name, serve, connect) => {
      const nodeOf = ({ subject }: PeerCertificate) => (subject.CN === "child-a" ? undefined : "never");
      const { port, heard } = await serve({ authentication: { ...check, nodeOf } });
      const own = { ...child, ca: authority.ca, servername: "root.test" };
      expect((await failureOf(connect(port, own).request(asked("one"), ample))).code).toBe(
        "PROCESSING_UNAUTHENTICATED",
      );
      expect(heard).toEqual([]);
    });
  });

  test("options are checked: unknown keys, short keys, certificates without TLS", () => {
    const address = "http://127.0.0.1:1";
    const none = { method: "none" } as const;
    const wrong: readonly (() => unknown)[] = [
      () => createHttpTransport({ address, authentication: none, retries: 3 } as never),
      () => createHttpTransport({ address: "http://user:secret@127.0.0.1", authentication: none }),
      () => createHttpTransport({ address, authentication: { method: "hmac", nodeId: "a", key: new Uint8Array(31) } }),
      () => createHttpTransport({ address, authentication: { method: "certificate" } }),
      () => createHttpTransport({ address, authentication: none, maxEnvelopeBytes: 65 * 1024 ** 2 }),
      () => createHttpListener({ authentication: { method: "certificate" } }),
      () => createTcpTransport({ host: "a", authentication: { method: "certificate" } }),
      () => createTcpListener({} as never),
    ];
    for (const create of wrong) expect(create).toThrow(ProcessingError);
  });
});
