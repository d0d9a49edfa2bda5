import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type GisPayment,
  type GisProfile,
  packetLimits,
  writeCancellationRequest,
  writeGetStateEnvelope,
  writeImportEnvelope,
  writeImportRequest,
  writeStateEnvelope,
  writeStateResult,
} from "@opora/gis-sdk";
import { describeWhere, findPythonWithLxml, findXmllint, sharedData, testFolder } from "@opora/test-support";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cancellationArbitrary, paymentArbitraries } from "../payment-arbitraries.js";
import {
  fullCancellation,
  fullOperator139Payment,
  fullOperatorPayment,
  fullSupplierPayment,
  guid,
} from "../wire-fixtures.js";

const profiles: readonly GisProfile[] = ["operator", "operator139", "supplier"];
const full: Readonly<Record<GisProfile, (sequence: number) => GisPayment>> = {
  operator: fullOperatorPayment,
  operator139: fullOperator139Payment,
  supplier: fullSupplierPayment,
};
const date = new Date("2024-01-16T07:00:00.000Z");
const header = { date, messageGuid: guid(1), orgPpaGuid: guid(2), isOperatorSignature: true } as const;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describeWhere(
  "what is written, with the official schema",
  () => sharedData("gis/xsd-16.3.0.0"),
  (schemas) => {
    describeWhere("by xmllint", findXmllint, (xmllint) => {
      test("validates: packets of every form at their limits, cancellations, polls, answers, bare and in envelopes", async () => {
        const folder = testFolder();
        const requests = [
          ...profiles.flatMap((profile) =>
            [1, 200, packetLimits[profile] - 1, packetLimits[profile]].map((length) =>
              writeImportRequest({
                profile,
                id: "packet",
                payments: Array.from({ length }, (_, index) => full[profile](index)),
              }),
            ),
          ),
          writeCancellationRequest({
            id: "packet",
            cancellations: Array.from({ length: 500 }, (_, index) => fullCancellation(index)),
          }),
        ];
        const state = writeStateResult({
          id: "state",
          requestState: 3,
          messageGuid: guid(9),
          results: [
            { transportGuid: guid(1), guid: guid(3), uniqueNumber: "УН-1", updateDate: date },
            { transportGuid: guid(2), errors: [{ code: "INT002000", description: "Нет" }] },
          ],
        });
        const bare = [...requests, state].map(({ canonical }) => canonical);
        const enveloped = [
          ...requests.map((request) => writeImportEnvelope({ header, request })),
          writeGetStateEnvelope({ header, messageGuid: guid(9) }),
          writeStateEnvelope({ header: { date, messageGuid: guid(1) }, state }),
        ];
        for (const [schema, messages] of [
          ["driver.xsd", bare],
          ["soap11-envelope.xsd", enveloped],
        ] as const) {
          const files = messages.map((bytes, index) => {
            const file = join(folder, `${index}-${schema}.xml`);
            writeFileSync(file, bytes);
            return file;
          });
          const { exitCode, stderr } = await xmllint.run([
            "--nonet",
            "--noout",
            "--schema",
            join(schemas.path, schema),
            ...files,
          ]);
          expect(stderr.trim().split("\n")).toEqual(files.map((file) => `${file} validates`));
          expect(exitCode).toBe(0);
        }
      });
    });

    describeWhere("by lxml", findPythonWithLxml, (start) => {
      const libxml2 = start(`
import lxml.etree as ET
schema = ET.XMLSchema(file="${schemas.path}/driver.xsd")
def answer(xml):
    root = ET.fromstring(xml.encode())
    canonical = ET.tostring(root, method="c14n", exclusive=True).decode()
    return [schema.validate(root), canonical == xml]
`);

      test.each(profiles)("random packets of the profile %s are valid and canonical as they are", async (profile) => {
        await fc.assert(
          fc.asyncProperty(fc.array(paymentArbitraries[profile], { minLength: 1, maxLength: 3 }), async (payments) => {
            const distinct = payments.map((payment, index) => ({ ...payment, transportGuid: guid(index) }));
            const { canonical } = writeImportRequest({ profile, id: "packet", payments: distinct });
            expect(await libxml2.ask(text(canonical))).toEqual([true, true]);
          }),
          { numRuns: 60 },
        );
      });

      test("random cancellations are valid and canonical as they are", async () => {
        await fc.assert(
          fc.asyncProperty(cancellationArbitrary, async (cancellation) => {
            const { canonical } = writeCancellationRequest({ id: "packet", cancellations: [cancellation] });
            expect(await libxml2.ask(text(canonical))).toEqual([true, true]);
          }),
          { numRuns: 60 },
        );
      });

      test.each([
        { base: "base", pay: "pay" },
        { base: "ns4", pay: "ns13" },
        { base: "b", pay: "a" },
      ])("a state with the prefixes %j is valid and canonical as it is", async (prefixes) => {
        const errors = [{ code: "INT002000", description: "a & b\r<c>", stackTrace: "at d" }];
        const results = [
          { transportGuid: guid(1), guid: guid(3), updateDate: date },
          { transportGuid: guid(2), errors },
        ];
        const { canonical } = writeStateResult({ id: "s", requestState: 3, messageGuid: guid(9), results, prefixes });
        expect(await libxml2.ask(text(canonical))).toEqual([true, true]);
      });
    });
  },
);
