import { systemClock, systemRandom } from "@opora/core";
import { curves, type GostCertificate, type GostSigner } from "@opora/gost";
import { createKeySigner } from "@opora/gost/signers";
import { createTestAuthority } from "@opora/gost/testing";
import { signatureNamespace, verifyXades, type XmlName } from "@opora/gost/xml";
import { createGostSignedXml, verificationKey } from "@opora/gost/xmldsigjs";
import { Parse } from "xml-core";
import type { Benchmark, Comparison } from "../benchmark.js";
import { bestTimesInTurnsMs } from "../measure.js";
import { packetDirectly, packetThroughXmldsigjs } from "./packets.js";
import { operatorPayments } from "./payments.js";

const paymentsPerPacket = 500;
const packets = 600;
const turns = { rounds: 7, warmups: 2 };

const soap = "http://schemas.xmlsoap.org/soap/envelope/";
const requestPath: readonly XmlName[] = [
  { namespace: soap, localName: "Envelope" },
  { namespace: soap, localName: "Body" },
  {
    namespace: "http://dom.gosuslugi.ru/schema/integration/payment/",
    localName: "importNotificationsOfOrderExecutionRequest",
  },
];

/** Packets of payments formed, signed and verified: our way beside xmldsigjs, and many of them in bounded memory. */
export const xadesBenchmark: Benchmark = {
  name: "xades",
  async run() {
    const signer = createSigner();
    return [await compareSigning(signer), await compareVerifying(signer), await watchMemory(signer)];
  },
};

async function compareSigning(signer: GostSigner): Promise<Comparison> {
  const payments = operatorPayments(paymentsPerPacket);
  const packet = await packetDirectly(payments, signer);
  requireValid(packet);
  requireValid(await packetThroughXmldsigjs(payments, signer));
  const [oursMs, theirsMs] = await bestTimesInTurnsMs(
    () => packetDirectly(payments, signer),
    () => packetThroughXmldsigjs(payments, signer),
    turns,
  );
  return {
    name: `${paymentsPerPacket} payments formed and signed: speed of ours to xmldsigjs`,
    figures: { oursMs: rounded(oursMs), xmldsigjsMs: rounded(theirsMs), packetBytes: packet.length },
    ratio: theirsMs / oursMs,
    target: 5,
    comparison: "at least",
  };
}

async function compareVerifying(signer: GostSigner): Promise<Comparison> {
  const packet = await packetDirectly(operatorPayments(paymentsPerPacket), signer);
  if (!(await verifiesInXmldsigjs(packet, signer.certificate)))
    throw new Error("xmldsigjs does not accept the packet.");
  const [oursMs, theirsMs] = await bestTimesInTurnsMs(
    () => requireValid(packet),
    () => verifiesInXmldsigjs(packet, signer.certificate),
    turns,
  );
  return {
    name: `${paymentsPerPacket} payments verified: time of ours, which checks more, to xmldsigjs`,
    figures: { oursMs: rounded(oursMs), xmldsigjsMs: rounded(theirsMs) },
    ratio: oursMs / theirsMs,
    target: 0.6,
    comparison: "at most",
  };
}

/** Packets one after the other, let go of at once: if anything of them stayed, the second half would take more memory. */
async function watchMemory(signer: GostSigner): Promise<Comparison> {
  const payments = operatorPayments(paymentsPerPacket);
  const peakBytes = { first: 0, second: 0 };
  const start = performance.now();
  for (let number = 0; number < packets; number += 1) {
    await packetDirectly(payments, signer);
    const half = number < packets / 2 ? "first" : "second";
    peakBytes[half] = Math.max(peakBytes[half], process.memoryUsage.rss());
  }
  const seconds = (performance.now() - start) / 1000;
  return {
    name: `${packets} packets formed and signed: peak memory of the second half to that of the first`,
    figures: {
      seconds: rounded(seconds),
      firstHalfPeakMb: rounded(peakBytes.first / 1e6),
      secondHalfPeakMb: rounded(peakBytes.second / 1e6),
    },
    ratio: peakBytes.second / peakBytes.first,
    target: 1.1,
    comparison: "at most",
  };
}

function createSigner(): GostSigner {
  const authority = createTestAuthority({ random: systemRandom, clock: systemClock, curve: curves.cryptoProA });
  const year = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2026-12-31T23:59:59Z") };
  const { privateKey: key, certificate } = authority.issue(year);
  return createKeySigner({ key, certificate });
}

function requireValid(packet: Uint8Array): void {
  const { checks } = verifyXades(packet, { elementPath: requestPath });
  const failed = checks.filter(({ passed }) => !passed);
  if (failed.length > 0) throw new Error(`The packet is not valid: ${JSON.stringify(failed)}`);
}

async function verifiesInXmldsigjs(packet: Uint8Array, certificate: GostCertificate): Promise<boolean> {
  const document = Parse(new TextDecoder().decode(packet));
  const signed = createGostSignedXml(document);
  signed.LoadXml(document.getElementsByTagNameNS(signatureNamespace, "Signature")[0]);
  return signed.Verify({ key: verificationKey(certificate) });
}

function rounded(figure: number): number {
  return Math.round(figure * 10) / 10;
}
