import { createSeededRandom, type SeededRandom } from "@opora/core/testing";
import type { Command } from "@opora/processing-sdk";
import { choose } from "./choose.js";
import { globalAccounts } from "./population.js";
import type { Fault } from "./step.js";

/** What a schedule consists of so far, while it is drawn. */
export interface Drawing {
  readonly random: SeededRandom;
  /** Commands drawn so far. */
  readonly issued: Command[];
  readonly reservations: string[];
  /** Global accounts that may be there. */
  readonly accounts: string[];
  daysPassed: number;
  has(fault: Fault): boolean;
  nextId(): string;
  /** The id of a document that may be there: mostly a recent one. */
  earlierDocument(): string;
  earlierReservation(): string;
}

/** Begins to draw a schedule. */
export function createDrawing(seed: number, faults: readonly Fault[]): Drawing {
  const random = createSeededRandom(seed);
  const issued: Command[] = [];
  const reservations: string[] = [];
  let ids = 0;
  return {
    random,
    issued,
    reservations,
    accounts: [...globalAccounts],
    daysPassed: 0,
    has: (fault) => faults.includes(fault),
    nextId: () => {
      ids += 1;
      return `d${ids}`;
    },
    earlierDocument: () => choose(random, issued.slice(-6))?.id ?? "d0",
    earlierReservation: () => choose(random, reservations) ?? "d0",
  };
}
