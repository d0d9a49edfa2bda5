import type { JsonObject } from "@opora/core";

/** An event as it is told; the log gives it its number and time. */
export interface NewEvent {
  /** For instance `account.overdrawn`. */
  readonly type: string;
  /** Id of the account, document or origin that it is about. */
  readonly subject: string;
  /** The seed's number of the event, where it has one. */
  readonly legacyCode?: bigint;
  /** Plain JSON without personal data. */
  readonly data: JsonObject;
}
