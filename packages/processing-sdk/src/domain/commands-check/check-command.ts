import type { Command } from "../commands.js";
import { checkAllot, checkChangeParameters, checkOpen } from "./account-commands.js";
import { malformed } from "./fields.js";
import { checkAdjust, checkCancel, checkPay, checkRefund, checkTopUp, checkTransfer } from "./movement-commands.js";
import { checkCapture, checkRelease, checkReserve } from "./reservation-commands.js";

const checks: ReadonlyMap<unknown, (value: unknown) => Command> = new Map<Command["type"], (value: unknown) => Command>(
  [
    ["open", checkOpen],
    ["changeParameters", checkChangeParameters],
    ["allot", checkAllot],
    ["topUp", checkTopUp],
    ["pay", checkPay],
    ["transfer", checkTransfer],
    ["refund", checkRefund],
    ["cancel", checkCancel],
    ["adjust", checkAdjust],
    ["reserve", checkReserve],
    ["capture", checkCapture],
    ["release", checkRelease],
  ],
);

/**
 * Checks a command that comes from outside and returns a copy of it, which the caller cannot change any more: known keys
 * only, texts and amounts within their limits. Written by hand because it runs for every document of the hot path.
 *
 * @throws ProcessingError `PROCESSING_MALFORMED_DOCUMENT` or `PROCESSING_AMOUNT_RANGE`; `details.path` is a JSON Pointer.
 */
export function checkCommand(value: unknown): Command {
  if (typeof value !== "object" || value === null) throw malformed("", "must be an object");
  return checkCommandOf((value as { readonly type?: unknown }).type, value);
}

/** {@link checkCommand} for a command whose type is known from elsewhere, such as the method that was called. */
export function checkCommandOf(type: unknown, value: unknown): Command {
  const check = checks.get(type);
  if (check === undefined) throw malformed("/type", `must be one of ${[...checks.keys()].join(", ")}`);
  return check(value);
}
