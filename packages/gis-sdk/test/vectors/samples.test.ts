import { readSoapAnswer, type SoapAnswer, validateBody } from "@opora/gis-sdk";
import { describeWhere, sharedData } from "@opora/test-support";
import { expect, test } from "vitest";

describeWhere(
  "the samples of the exchange",
  () => sharedData("gis/samples"),
  (samples) => {
    test.each(samples.names())("%s is valid, but for signatures that requests still lack", (name) => {
      const { valid, violations } = validateBody(samples.bytes(name));
      expect(violations.filter(({ code }) => code !== "rule/unsigned")).toEqual([]);
      expect(valid).toBe(true);
    });

    test("the acknowledgement is read", () => {
      expect(readSoapAnswer(samples.bytes("ack-envelope.xml"))).toEqual({
        kind: "ack",
        messageGuid: "5a3b417e-cd3b-11ec-a821-005056b6513d",
        requesterMessageGuid: "26be3685-fcf2-4e34-8dcd-63194c463e9c",
      });
    });

    test("the fault is read", () => {
      expect(readSoapAnswer(samples.bytes("fault-envelope.xml"))).toMatchObject({ kind: "fault", code: "EXP001000" });
    });

    test.each<[string, Partial<SoapAnswer>]>([
      ["get-state-result-pending.xml", { requestState: 2, results: [] }],
      [
        "get-state-result-error.xml",
        { requestState: 3, errorMessage: { code: "EXP001000", description: "Произошла ошибка при передаче данных." } },
      ],
      [
        "get-state-result-ok.xml",
        {
          requestState: 3,
          results: [
            {
              transportGuid: "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
              guid: "06e34e40-cd3a-11ec-94cb-b70cbcda8db0",
              uniqueNumber: "УН-1",
              updateDate: "2024-01-16T10:00:00.000+03:00",
              errors: [],
            },
            {
              transportGuid: "6f9619ff-8b86-d011-b42d-00cf4fc964fe",
              errors: [
                { code: "SRV012001", description: "Ранее загружен" },
                { code: "INT002000", description: "Значение в поле отсутствует в реестре" },
              ],
            },
          ],
        },
      ],
    ])("%s is read from an envelope", (name, expected) => {
      const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${samples.text(name)}</e:Body></e:Envelope>`;
      expect(readSoapAnswer(new TextEncoder().encode(envelope))).toMatchObject({
        kind: "state",
        anomalies: [],
        ...expected,
      });
    });
  },
);
