import type { Clock, Ids } from "@opora/core";
import type { GisErrorMessage, StateResultItem } from "@opora/gis-sdk";
import type { CancellationItem, PaymentItem } from "./request-items.js";

/** A payment as the stand-in holds it. */
export interface StandInLoad {
  readonly orgPpaGuid: string;
  /** What it is recognised by when it comes again. */
  readonly key: string;
  readonly orderId: string | undefined;
  readonly transportGuid: string;
  readonly amountKopecks: bigint;
  readonly orderDate: string;
  readonly guid: string;
  readonly uniqueNumber: string;
  readonly loadedAt: Date;
  readonly cancelledAt: Date | undefined;
}

/** Number and sum of payments. */
export interface StandInTotals {
  readonly count: number;
  readonly amountKopecks: bigint;
}

/** What the stand-in has loaded: the truth to compare with. */
export interface PaymentLedger {
  load(item: PaymentItem, orgPpaGuid: string): StateResultItem;
  cancel(item: CancellationItem, orgPpaGuid: string): StateResultItem;
  /** Every load, cancelled ones too, in order. */
  loads(): readonly StandInLoad[];
  /** Without the cancelled ones. */
  totals(): StandInTotals;
}

/** What the ledger works with. */
export interface PaymentLedgerOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly registry: ReadonlySet<string> | undefined;
  readonly repeatedPayments: "refuse" | "load-again";
}

/** Creates an empty ledger. */
export function createPaymentLedger({ clock, ids, registry, repeatedPayments }: PaymentLedgerOptions): PaymentLedger {
  const loads: StandInLoad[] = [];
  const isHeld = (key: string, orgPpaGuid: string): boolean =>
    loads.some((load) => load.key === key && load.orgPpaGuid === orgPpaGuid && load.cancelledAt === undefined);

  return {
    load(item, orgPpaGuid) {
      const { transportGuid, subjectId, key } = item;
      if (item.amountKopecks <= 0n) return refused(transportGuid, "INT002032", "Сумма должна быть больше нуля");
      if (subjectId !== undefined && registry !== undefined && !registry.has(subjectId)) {
        return refused(transportGuid, "INT002000", "Значение в поле отсутствует в реестре");
      }
      if (repeatedPayments === "refuse" && isHeld(key, orgPpaGuid)) {
        return refused(transportGuid, "SRV012001", "Ранее загружен");
      }
      const loadedAt = clock.now();
      const load = { ...item, orgPpaGuid, guid: ids.uuid(), uniqueNumber: `УН-${loads.length + 1}`, loadedAt };
      loads.push({ ...load, cancelledAt: undefined });
      return { transportGuid, guid: load.guid, uniqueNumber: load.uniqueNumber, updateDate: loadedAt };
    },

    cancel({ transportGuid, orderId }, orgPpaGuid) {
      const index = loads.findIndex(
        (load) =>
          load.orgPpaGuid === orgPpaGuid &&
          load.cancelledAt === undefined &&
          (load.orderId === undefined ? load.uniqueNumber : load.orderId) === orderId,
      );
      const load = loads[index];
      if (load === undefined) return refused(transportGuid, "INT002000", "Извещение не найдено");
      const cancelledAt = clock.now();
      loads[index] = { ...load, cancelledAt };
      return { transportGuid, guid: load.guid, uniqueNumber: load.uniqueNumber, updateDate: cancelledAt };
    },

    loads: () => [...loads],

    totals() {
      const held = loads.filter(({ cancelledAt }) => cancelledAt === undefined);
      return { count: held.length, amountKopecks: held.reduce((sum, { amountKopecks }) => sum + amountKopecks, 0n) };
    },
  };
}

function refused(transportGuid: string, code: string, description: string): StateResultItem {
  const errors: readonly GisErrorMessage[] = [{ code, description }];
  return { transportGuid, errors };
}
