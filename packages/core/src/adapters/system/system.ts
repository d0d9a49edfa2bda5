import { randomFillSync, randomUUID } from "node:crypto";
import type { Clock } from "../../ports/clock.js";
import type { Ids } from "../../ports/ids.js";
import type { Random } from "../../ports/random.js";

/** The clock of the machine. */
export const systemClock: Clock = { now: () => new Date() };

/** Random UUIDs (version 4, RFC 9562). */
export const systemIds: Ids = { uuid: () => randomUUID() };

/** The cryptographically strong generator of Node. */
export const systemRandom: Random = { bytes: (length) => randomFillSync(new Uint8Array(length)) };
