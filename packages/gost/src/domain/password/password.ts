import { GostError } from "../../errors.js";
import { invalidOption } from "../options.js";
import { type DerivationDigest, maxIterations } from "./key-derivation.js";

/** A password, and how much work may still be done with it. */
export interface Password {
  readonly text: string;
  /**
   * Notes that a key is to be derived.
   *
   * @throws {@link GostError} `GOST_LIMIT_EXCEEDED` when the file asks for too much altogether.
   */
  spend(digest: DerivationDigest, iterations: number): void;
}

/** The work of one derivation with as many iterations as are done at most. */
const workAtLimit = 1_000_000;

/** A container of every day derives three keys, each with a fraction of the iterations that are done at most. */
const maxWork = 4 * workAtLimit;

/**
 * A password for one file. Each of the keys and parts of a container may ask for iterations of its own: they are bounded
 * together, or a hundred bags would take a hundred times as long as one.
 *
 * @throws {@link GostError} `GOST_OPTIONS_INVALID` unless it is a text.
 */
export function createPassword(text: string): Password {
  if (typeof text !== "string") throw invalidOption("password", "must be a text");
  let spent = 0;
  return {
    text,
    spend(digest, iterations) {
      spent += Math.ceil((iterations * workAtLimit) / maxIterations(digest));
      if (spent <= maxWork) return;
      throw new GostError(
        "GOST_LIMIT_EXCEEDED",
        "The file asks for too many iterations of key derivation altogether.",
        {
          details: { iterations },
        },
      );
    },
  };
}
