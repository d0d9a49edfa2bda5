import type { PortOptions } from "./ports/store.js";

/** How much one run of a periodic duty does. */
export interface PageOptions extends PortOptions {
  /** Most records in one page, that is in one transaction. */
  readonly limit?: number;
  /** Most pages in this run. */
  readonly maxPages?: number;
}
