import { setTimeout as wait } from "node:timers/promises";
import type { Pause } from "../../ports/pause.js";

/** Waits by the timers of the process. */
export const systemPause: Pause = async (ms, { signal } = {}) => {
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
};
