import type { PacketState, UnknownReason, UnknownRecovery } from "../states/packet-state.js";
import type { GisProfile } from "../wire/profile.js";
import type { GisErrorMessage } from "../wire/read/soap-answer.js";

/** What a packet asks of ГИС ЖКХ for its payments. */
export type PacketKind = "import" | "cancellation";

/** What names a packet. */
export interface PacketKey {
  readonly taskId: string;
  /** From 1 on; unique in the task. */
  readonly number: number;
}

/** A claim on a packet by one running instance. */
export interface PacketClaim {
  /** One identifier per running instance. */
  readonly owner: string;
  /** When anybody else may take the packet over. */
  readonly until: Date;
}

/** A packet of payments and how far it got. */
export interface Packet extends PacketKey {
  readonly kind: PacketKind;
  readonly profile: GisProfile;
  /** The organisation in whose name it is sent. */
  readonly orgPpaGuid: string;
  /** Number of payments when it was formed. */
  readonly size: number;
  /** Sum of the payments when it was formed. */
  readonly amountKopecks: bigint;
  readonly state: PacketState;
  /** Grows with every change; a change must name the revision that it was decided on. */
  readonly revision: number;
  /** How often bytes of it left, or may have left. */
  readonly attempt: number;
  /** How often in a row no byte could leave: nobody was reached, or nothing was signed. */
  readonly connectFailures: number;
  /** Number of requests made for it so far: sends and polls. */
  readonly exchanges: number;
  /** What the next send is made of: the stored bytes once more, or anew. */
  readonly nextSend: "rebuild" | "same";
  /** `MessageGUID` of the last send. */
  readonly messageGuid?: string | undefined;
  /** GUID that GIS gave it: polled with. */
  readonly gisMessageGuid?: string | undefined;
  /** Last state that GIS named while not done: 1 received, 2 in process. */
  readonly requestState?: 1 | 2 | undefined;
  /** How often GIS was asked for the state since the acknowledgement. */
  readonly polls: number;
  readonly ackedAt?: Date | undefined;
  /** When the next send or poll is due; absent when nothing is. */
  readonly nextActionAt?: Date | undefined;
  /** Since when the alarm stands that GIS takes too long. */
  readonly stalledAt?: Date | undefined;
  /** In state `unknown`: why. */
  readonly unknownReason?: UnknownReason | undefined;
  /** In state `unknown`: what is to be done. */
  readonly recovery?: UnknownRecovery | undefined;
  /** What last went wrong, verbatim. */
  readonly error?: GisErrorMessage | undefined;
  readonly claim?: PacketClaim | undefined;
}
