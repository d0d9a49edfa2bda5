import type { GostCertificate } from "@opora/gost";
import { CheckFailure } from "./check-list.js";

const timeForm = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:(\.\d{1,3})\d{0,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Reads `SigningTime`: an `xs:dateTime`; without an offset nobody could tell the instant, so one must be there. */
export function readSigningTime(text: string): Date | undefined {
  const [, seconds = "", fraction = "", offset = ""] = timeForm.exec(text) ?? [];
  const time = new Date(`${seconds}${fraction}${offset}`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

export function checkSigningTime(signingTime: Date | undefined, { notBefore, notAfter }: GostCertificate): void {
  if (signingTime === undefined) {
    throw new CheckFailure("time-malformed", "The signing time is not an xs:dateTime with an offset.");
  }
  // notAfter is the last second of validity, all of it.
  if (signingTime >= notBefore && signingTime.getTime() < notAfter.getTime() + 1000) return;
  throw new CheckFailure(
    "time-outside-validity",
    `The claimed signing time ${signingTime.toISOString()} is outside the certificate's period of validity.`,
  );
}
