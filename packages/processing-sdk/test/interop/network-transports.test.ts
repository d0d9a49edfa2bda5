import { type TransportSubject, transportCases, transportIdentityCases } from "@opora/processing-sdk/conformance";
import { describe, test } from "vitest";
import { createAuthority } from "../transports/certificates.js";
import {
  certificateWiring,
  httpSubject,
  openWiring,
  sharedKeyWiring,
  tcpSubject,
} from "../transports/network-places.js";

const proving = [...transportCases, ...transportIdentityCases];

function runCases(name: string, cases: typeof proving, subject: TransportSubject): void {
  describe(name, () => {
    for (const { name: sentence, run } of cases) test(sentence, () => run(subject));
  });
}

describe("over a network", async () => {
  const certificates = await certificateWiring(await createAuthority(), await createAuthority());

  runCases("HTTP that proves nothing", transportCases, httpSubject(openWiring));
  runCases("HTTP with shared keys", proving, httpSubject(sharedKeyWiring));
  runCases("HTTPS with certificates on both sides", proving, httpSubject(certificates));
  runCases("TCP that proves nothing", transportCases, tcpSubject(openWiring));
  runCases("TCP with shared keys", proving, tcpSubject(sharedKeyWiring));
  runCases("TLS with certificates on both sides", proving, tcpSubject(certificates));
});
