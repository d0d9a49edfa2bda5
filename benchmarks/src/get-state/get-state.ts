import { readSoapAnswer, writeStateEnvelope, writeStateResult } from "@opora/gis-sdk";
import { XMLParser } from "fast-xml-parser";
import type { Benchmark } from "../benchmark.js";
import { bestTimesInTurnsMs } from "../measure.js";

const resultCount = 500;

/** A getState answer with 500 results: read into results beside fast-xml-parser, which makes an object of it. */
export const getStateBenchmark: Benchmark = {
  name: "get-state",
  async run() {
    const answer = createAnswer();
    const buffer = Buffer.from(answer);
    // The defaults would turn identifiers into numbers; prefixes are arbitrary, so nobody can do with them.
    const peer = new XMLParser({
      ignoreAttributes: false,
      removeNSPrefix: true,
      parseTagValue: false,
      parseAttributeValue: false,
    });
    checkReading(answer, peer.parse(buffer));
    const [oursMs, peerMs] = await bestTimesInTurnsMs(
      () => readSoapAnswer(answer),
      () => peer.parse(buffer),
      { rounds: 200, warmups: 40 },
    );
    return [
      {
        name: "getState answer with 500 results: speed of ours to fast-xml-parser",
        figures: { answerKilobytes: Math.round(answer.length / 1000), oursMs: round(oursMs), peerMs: round(peerMs) },
        ratio: peerMs / oursMs,
        target: 3,
        comparison: "at least",
      },
    ];
  },
};

/** An answer like those of ГИС ЖКХ: its prefixes, loaded payments and every tenth one refused. */
function createAnswer(): Uint8Array {
  const prefixes = { soap: "soap", base: "ns4", pay: "ns13" };
  const date = new Date("2024-01-16T07:00:00.000Z");
  const results = Array.from({ length: resultCount }, (_, index) =>
    index % 10 === 9
      ? {
          transportGuid: guid(index),
          errors: [{ code: "INT002000", description: "Значение в поле отсутствует в реестре: PaymentDocumentID" }],
        }
      : {
          transportGuid: guid(index),
          guid: guid(index + 1_000_000),
          uniqueNumber: String(10_000_000_000 + index),
          updateDate: date,
        },
  );
  const state = writeStateResult({ id: "state", requestState: 3, messageGuid: guid(0), results, prefixes });
  return writeStateEnvelope({ header: { date, messageGuid: guid(1) }, state, prefixes });
}

function guid(sequence: number): string {
  return `06e34e40-cd3a-11ec-94cb-${String(sequence).padStart(12, "0")}`;
}

/** Both must have read the same, or the figures would compare different work. */
function checkReading(answer: Uint8Array, peerObject: unknown): void {
  const ours = readSoapAnswer(answer);
  const theirs = peerObject as { Envelope: { Body: { getStateResult: { ImportResult: readonly unknown[] } } } };
  const counts = [
    ours.kind === "state" ? ours.results.length : 0,
    theirs.Envelope.Body.getStateResult.ImportResult.length,
  ];
  if (counts.some((count) => count !== resultCount)) throw new Error(`Read ${counts.join(" and ")} results`);
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
