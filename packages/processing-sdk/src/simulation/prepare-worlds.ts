import { checkOptions } from "@opora/processing-sdk";
import { z } from "zod";
import { prepareOpora } from "./opora/prepare-opora.js";
import { createSeedWorld } from "./seed/create-seed-world.js";
import { everyInvariant, type Invariant } from "./verdict.js";
import type { World } from "./world.js";

/** The system to simulate. */
export interface WorldOptions {
  /** `opora` (default): the services of this package. `seed`: a model of the algorithm that they replace. */
  readonly protocol?: "opora" | "seed";
  /** With `seed`: as its guide stands, or (default) with the cursor kept from running ahead of the root. */
  readonly reading?: "literal" | "clamped";
  /** Most records in a message or a page, 1 to 1,000. Small ones find more. Default: 1. */
  readonly packetSize?: number;
  /** Which invariants are looked at. Default: all. */
  readonly invariants?: readonly Invariant[];
}

/** Creates a world in which nothing has happened yet. */
export type WorldFactory = () => Promise<World>;

/** The options by name, for those who have further ones. */
export const worldOptionsShape = {
  protocol: z.enum(["opora", "seed"]).optional(),
  reading: z.enum(["literal", "clamped"]).optional(),
  packetSize: z.int().min(1).max(1_000).optional(),
  invariants: z.array(z.enum(everyInvariant)).readonly().optional(),
};

const optionsSchema = z.strictObject(worldOptionsShape);

/** Checks the options and prepares what all worlds of a run have in common. */
export async function prepareWorlds(options: WorldOptions): Promise<WorldFactory> {
  checkOptions(optionsSchema, options, "the simulation");
  const { protocol = "opora", reading = "clamped", packetSize = 1, invariants = everyInvariant } = options;
  if (protocol === "seed") return async () => createSeedWorld({ reading, packetSize, invariants });
  return prepareOpora(packetSize, invariants);
}
