import type { Capture, Release, Reserve } from "../commands.js";
import type { Writable } from "../writable.js";
import { amountOf, commandIdOf, idOf, instantOf, objectOf } from "./fields.js";
import { payerOf } from "./movement-commands.js";
import { detailKeys, takeDetails } from "./movement-details.js";

const reserveKeys = new Set(["type", "id", "total", "currency", "from", "expiresAt", "nodeId"]);
const captureKeys = new Set(["type", "id", "reservationId", "amount", ...detailKeys]);
const releaseKeys = new Set(["type", "id", "reservationId"]);

/** Checks a {@link Reserve}. */
export function checkReserve(value: unknown): Reserve {
  const from = objectOf(value, "", reserveKeys);
  const to: Writable<Reserve> = {
    type: "reserve",
    id: commandIdOf(from["id"]),
    total: amountOf(from["total"], "/total"),
    currency: idOf(from["currency"], "/currency", 16),
    from: payerOf(from["from"]),
    expiresAt: instantOf(from["expiresAt"], "/expiresAt"),
  };
  if (from["nodeId"] !== undefined) to.nodeId = idOf(from["nodeId"], "/nodeId");
  return to;
}

/** Checks a {@link Capture}. */
export function checkCapture(value: unknown): Capture {
  const from = objectOf(value, "", captureKeys);
  const to: Writable<Capture> = {
    type: "capture",
    id: commandIdOf(from["id"]),
    reservationId: idOf(from["reservationId"], "/reservationId"),
  };
  if (from["amount"] !== undefined) to.amount = amountOf(from["amount"], "/amount");
  takeDetails(from, to);
  return to;
}

/** Checks a {@link Release}. */
export function checkRelease(value: unknown): Release {
  const from = objectOf(value, "", releaseKeys);
  return {
    type: "release",
    id: commandIdOf(from["id"]),
    reservationId: idOf(from["reservationId"], "/reservationId"),
  };
}
