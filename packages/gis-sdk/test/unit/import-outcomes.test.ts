import type { EarlierLoad, ImportResult, PaymentRecord } from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import { claimedKeys, decideImportOutcomes } from "../../src/domain/policy/import-outcomes.js";
import { ackedPacket, sentPayment, supplierPayment } from "../loading-fixtures.js";

const alreadyLoaded = { code: "SRV012001", description: "Ранее загружен" };
const notInRegistry = { code: "INT002000", description: "Значение в поле отсутствует в реестре" };

function guidOf({ payment }: PaymentRecord): string {
  return payment.transportGuid;
}

function loaded(member: PaymentRecord, change: Partial<ImportResult> = {}): ImportResult {
  const answer = {
    guid: "06e34e40-cd3a-41ec-94cb-b70cbcda8db0",
    uniqueNumber: "УН-1",
    updateDate: "2026-01-16T10:00:00+03:00",
  };
  return { transportGuid: guidOf(member), errors: [], ...answer, ...change };
}

function refused(member: PaymentRecord, ...errors: ImportResult["errors"]): ImportResult {
  return { transportGuid: guidOf(member), errors };
}

function earlier(member: PaymentRecord, change: Partial<EarlierLoad> = {}): EarlierLoad {
  const { businessKey, payment } = member;
  const { amountKopecks, orderDate } = payment;
  const answer = { uniqueNumber: "УН-9" };
  return { taskId: "earlier", sequence: 7, businessKey, status: "loaded", amountKopecks, orderDate, answer, ...change };
}

describe("results of a packet", () => {
  const [first, second, third] = [sentPayment(0), sentPayment(1), sentPayment(2)];

  test("are matched by TransportGUID, whatever their order and letter case", () => {
    const results = [refused(second, notInRegistry), loaded(first, { transportGuid: guidOf(first).toUpperCase() })];

    const { changes, anomalies } = decideImportOutcomes(ackedPacket(), [first, second], results, []);

    expect(changes.map(({ sequence, to }) => [sequence, to])).toEqual([
      [0, "loaded"],
      [1, "rejected"],
    ]);
    expect(changes[0]?.answer).toMatchObject({ uniqueNumber: "УН-1" });
    expect(anomalies).toEqual([]);
  });

  test("a payment without a result is unanswered, and a result without a payment is told of", () => {
    const stranger = "99999999-9999-4999-8999-999999999999";
    const results = [loaded(first), { transportGuid: stranger, errors: [] }];

    const { changes, anomalies } = decideImportOutcomes(ackedPacket(), [first, second], results, []);

    expect(changes[1]).toMatchObject({ sequence: 1, to: "unanswered" });
    expect(anomalies).toEqual([{ kind: "unknown-transport-guid", subject: stranger }]);
  });

  test("every error is kept word for word and in order, with the packet that it came in", () => {
    const errors = [
      notInRegistry,
      { code: "ZZZ000001", description: "  Неизвестно,  что  ", stackTrace: "at X\n\tat Y" },
      notInRegistry,
    ];

    const { changes } = decideImportOutcomes(ackedPacket({ number: 4 }), [first], [refused(first, ...errors)], []);

    expect(changes[0]).toMatchObject({ to: "rejected" });
    expect(changes[0]?.errors).toEqual(errors.map((error) => ({ ...error, packetNumber: 4 })));
  });

  test("the same result twice counts once; two that differ leave the payment unknown, with both kept", () => {
    const twice = decideImportOutcomes(ackedPacket(), [first], [loaded(first), loaded(first)], []);
    const differing = decideImportOutcomes(ackedPacket(), [first], [refused(first, notInRegistry), loaded(first)], []);

    expect(twice.changes).toMatchObject([{ to: "loaded" }]);
    expect(differing.changes).toMatchObject([
      { to: "unknown", attention: "contradictory-answers", answer: { uniqueNumber: "УН-1" }, errors: [notInRegistry] },
    ]);
    expect(differing.anomalies).toMatchObject([{ kind: "contradictory-results" }]);
  });

  test("payments that have their answer are not touched again", () => {
    const members = [sentPayment(0, { status: "loaded" }), sentPayment(1, { status: "rejected" })];
    const results = [refused(first, notInRegistry), loaded(second)];

    expect(decideImportOutcomes(ackedPacket(), members, results, []).changes).toEqual([]);
  });

  test("a loaded payment without GUID and number is loaded all the same", () => {
    const result: ImportResult = { transportGuid: guidOf(first), errors: [] };

    expect(decideImportOutcomes(ackedPacket(), [first], [result], []).changes[0]).toMatchObject({ to: "loaded" });
  });

  test("500 results are matched in the time of a few hundred comparisons, not of 250 000", () => {
    const members = Array.from({ length: 500 }, (_, sequence) => sentPayment(sequence));
    let reads = 0;
    const results = members.map(
      (member): ImportResult => ({
        get transportGuid() {
          reads += 1;
          return guidOf(member);
        },
        errors: [],
      }),
    );

    decideImportOutcomes(ackedPacket(), members, results, []);

    expect(reads).toBeLessThan(5_000);
  });

  describe("that say SRV012001", () => {
    const says = (member: PaymentRecord) => refused(member, alreadyLoaded);

    test("name the keys of which our earlier loads are needed, and no others", () => {
      const results = [says(first), loaded(second), refused(third, notInRegistry)];

      expect(claimedKeys([first, second, third], results)).toEqual([first.businessKey]);
    });

    test("are believed when our earlier load of another task has the same amount and date", () => {
      const { changes } = decideImportOutcomes(ackedPacket(), [first], [says(first)], [earlier(first)]);

      expect(changes).toMatchObject([
        { to: "already_loaded", answer: { uniqueNumber: "УН-9" }, errors: [alreadyLoaded] },
      ]);
    });

    test.each([
      ["amount", { amountKopecks: 1n }],
      ["date", { orderDate: "2026-01-14" }],
    ])("are not believed when our earlier load has another %s", (_what, change) => {
      const { changes } = decideImportOutcomes(ackedPacket(), [first], [says(first)], [earlier(first, change)]);

      expect(changes).toMatchObject([{ to: "rejected", attention: "already-loaded-differs" }]);
    });

    test.each(["rejected", "sent", "cancelled", "unknown"] as const)(
      "are not believed because of an earlier payment that is %s",
      (status) => {
        const { changes } = decideImportOutcomes(ackedPacket(), [first], [says(first)], [earlier(first, { status })]);

        expect(changes).toMatchObject([{ to: "rejected", attention: "already-loaded-unproven" }]);
      },
    );

    test("are not believed of a payment that was sent once and that we have no record of", () => {
      const { changes } = decideImportOutcomes(ackedPacket(), [first], [says(first)], []);

      expect(changes).toMatchObject([{ to: "rejected", attention: "already-loaded-unproven" }]);
    });

    test("are believed of a payment that an earlier send may have brought there", () => {
      const inPacket = decideImportOutcomes(ackedPacket({ attempt: 2 }), [first], [says(first)], []);
      const inOther = decideImportOutcomes(ackedPacket(), [{ ...first, earlierSends: 1 }], [says(first)], []);

      expect(inPacket.changes).toMatchObject([{ to: "already_loaded" }]);
      expect(inOther.changes).toMatchObject([{ to: "already_loaded" }]);
    });

    test("are not believed because of an earlier send when another load of ours is what GIS has", () => {
      const load = earlier(first, { amountKopecks: 1n });

      const { changes } = decideImportOutcomes(ackedPacket({ attempt: 3 }), [first], [says(first)], [load]);

      expect(changes).toMatchObject([{ to: "rejected", attention: "already-loaded-differs" }]);
    });

    test("two equal payments are two: only one of them can be the one that GIS has", () => {
      const twin = sentPayment(1, {
        payment: supplierPayment(1, { ...supplierPayment(0), transportGuid: guidOf(second) }),
      });
      const sentTwice = ackedPacket({ attempt: 2 });

      const firstTime = decideImportOutcomes(ackedPacket(), [first, twin], [says(first), loaded(twin)], []);
      const secondTime = decideImportOutcomes(sentTwice, [first, twin], [says(twin), says(first)], []);

      expect(firstTime.changes).toMatchObject([{ to: "rejected", attention: "already-loaded-twin" }, { to: "loaded" }]);
      expect(secondTime.changes).toMatchObject([
        { to: "already_loaded" },
        { to: "rejected", attention: "already-loaded-twin" },
      ]);
    });

    test("beside another error do not count as loaded", () => {
      const results = [refused(first, alreadyLoaded, notInRegistry)];

      const { changes } = decideImportOutcomes(ackedPacket({ attempt: 2 }), [first], results, [earlier(first)]);

      expect(changes).toMatchObject([{ to: "rejected", errors: [alreadyLoaded, notInRegistry] }]);
    });
  });
});
