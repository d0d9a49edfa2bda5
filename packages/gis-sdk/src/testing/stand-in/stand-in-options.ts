import type { Clock, Ids, Random } from "@opora/core";
import type { AnswerPrefixes, GisErrorMessage } from "@opora/gis-sdk";
import type { GostCertificate, GostSigner } from "@opora/gost";
import type { StandInFault } from "./stand-in-fault.js";

/** How long the stand-in takes for a packet. */
export interface ProcessingTimes {
  /** From the acknowledgement until it is in process (state 2), in milliseconds. */
  readonly untilProcessingMs: number;
  /** From the acknowledgement until it is done (state 3), in milliseconds. */
  readonly untilDoneMs: number;
}

/** How a final answer is written: the real one uses prefixes of its own, and is not always complete. */
export interface AnswerStyle {
  /** Default: `soapenv`, `base`, `pay`. */
  readonly prefixes?: AnswerPrefixes;
  /** GUIDs in upper case. Default: `lower`. */
  readonly guidCase?: "lower" | "upper";
  /** White space around GUIDs. Default: `none`. */
  readonly guidPadding?: "none" | "spaces";
  /** Default: as in the request. */
  readonly order?: "request" | "reversed" | "shuffled";
  /** How many results are left out, from the end. Default: 0. */
  readonly missing?: number;
  /** How many results are there twice, from the beginning. Default: 0. */
  readonly doubled?: number;
  /** How many results are about payments that nobody sent. Default: 0. */
  readonly foreign?: number;
}

/** A packet of which the host may decide how it fares. */
export interface StandInPacketView {
  readonly operation: string;
  readonly orgPpaGuid: string;
  readonly size: number;
  /** TransportGUIDs of what it holds, in order. */
  readonly transportGuids: readonly string[];
  /** Which packet of the stand-in it is, from 1 on. */
  readonly ordinal: number;
}

/** A request of which the host may decide whether it fails. */
export interface StandInRequestView {
  readonly operation: string;
  /** Which request of the stand-in it is, from 1 on. */
  readonly ordinal: number;
}

/** What a stand-in of ГИС ЖКХ needs, and how it behaves. */
export interface GisStandInOptions {
  /** Time passes at the stand-in as this clock says. */
  readonly clock: Clock;
  readonly ids: Ids;
  /** For shuffling answers. */
  readonly random: Random;
  /** Signs the final answers. */
  readonly signer: GostSigner;
  /** Whose signatures on requests are accepted. */
  readonly trustAnchors: readonly GostCertificate[];
  /** HTTP basic authentication: others get 401. Default: nobody is asked. */
  readonly basicAuth?: { readonly username: string; readonly password: string };
  /** Users who are known and may do nothing: they get 403. Default: none. */
  readonly forbiddenUsers?: readonly string[];
  /** Organisations with the right to load payments; others get AUT011003. Default: all. */
  readonly organisations?: readonly string[];
  /** Payment documents and services that exist; payments for others get INT002000. Default: all. */
  readonly registry?: ReadonlySet<string>;
  /** A repeated MessageGUID gets its first acknowledgement again, or is a new packet. Default: `acknowledge-again`. */
  readonly repeatedMessages?: "acknowledge-again" | "accept-as-new";
  /** A repeated payment gets SRV012001, or is loaded a second time. Default: `refuse`. */
  readonly repeatedPayments?: "refuse" | "load-again";
  /** Polls before their time get EXP001000. Default: `enforce`. */
  readonly pollingGuard?: "enforce" | "count-only";
  /** Packets that are acknowledged, and then refused as a whole, with the reason. Default: none. */
  readonly refusePacket?: (packet: StandInPacketView) => GisErrorMessage | undefined;
  /** Default: in process after 5 s, done after 8 s. */
  readonly processing?: ProcessingTimes | ((packet: StandInPacketView) => ProcessingTimes);
  /** Default: plain and complete. */
  readonly answerStyle?: AnswerStyle | ((packet: StandInPacketView) => AnswerStyle);
  /** Decides about each request whether it fails; goes before faults given to `failNext`. Default: none does. */
  readonly plan?: (request: StandInRequestView) => StandInFault | undefined;
}
