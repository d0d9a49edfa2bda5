import { setTimeout as delay } from "node:timers/promises";
import { ProcessingError } from "@opora/processing-sdk";

/** Runs a duty again and again for as long as the process lives. What may pass by itself is tried again. */
export async function runInCircles(duty: () => Promise<unknown>): Promise<never> {
  for (;;) {
    try {
      await duty();
    } catch (error) {
      if (!ProcessingError.is(error) || !error.retryable) throw error;
    }
    await delay(5);
  }
}
