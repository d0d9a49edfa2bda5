import type { GisProfile } from "../wire/profile.js";
import type { GisErrorMessage } from "../wire/read/soap-answer.js";

/** A set of payments that are loaded together. Its state is derived from its packets and never set. */
export interface LoadingTask {
  /** Given by the host; loading the same payments under the same id again changes nothing. */
  readonly id: string;
  readonly profile: GisProfile;
  /** The organisation in whose name the payments are loaded. */
  readonly orgPpaGuid: string;
  /** Most payments in one packet. */
  readonly packetSize: number;
  readonly createdAt: Date;
  /** When all its payments were there; nothing is sent before. */
  readonly sealedAt?: Date | undefined;
  /** Why nothing more of it is sent until a person resumes it. */
  readonly haltedBy?: GisErrorMessage | undefined;
  /** When a person withdrew what had not left yet. */
  readonly cancelledAt?: Date | undefined;
}
