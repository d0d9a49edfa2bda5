import type { Step } from "./schedule/step.js";
import type { Breach } from "./verdict.js";

/** A simulated system: nodes, a network, clocks, and what an onlooker knows of it all. */
export interface World {
  /** Lets a step happen; resolves with what came of it, in a word or two. A step that makes no sense is passed over. */
  apply(step: Step): Promise<string>;
  /** Looks whether everything holds that holds at any moment. */
  check(): Breach | undefined;
  /** Lets all messages arrive and all duties run until nothing changes any more, and looks whether everything holds. */
  finish(): Promise<Breach | undefined>;
  /** What the nodes show, as one line. */
  describe(): string;
}
