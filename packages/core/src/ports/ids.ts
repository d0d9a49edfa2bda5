/** Where new identifiers come from. */
export interface Ids {
  /** A new UUID in lower case, with dashes; never the same twice. */
  uuid(): string;
}
