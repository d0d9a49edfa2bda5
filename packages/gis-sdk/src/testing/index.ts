/**
 * For tests and demonstrations: a store in memory, a stand-in of ГИС ЖКХ over real HTTP, fault injection.
 *
 * @packageDocumentation
 */

export { type CrashPoints, type CrashPointsOptions, createCrashPoints, SimulatedCrash } from "./crash-points.js";
export { createMemoryGisStore, type MemoryGisStore } from "./memory-store/create-memory-gis-store.js";
export {
  createSampleRegisters,
  encodeSampleRegister,
  type SampleEncoding,
  type SampleRegisters,
  type SampleRegistersOptions,
  sampleRules,
} from "./sample-registers.js";
export { createGisStandIn, type GisStandIn } from "./stand-in/create-gis-stand-in.js";
export type { PacketOutcome, StandInPacket } from "./stand-in/packet-desk.js";
export type { StandInLoad, StandInTotals } from "./stand-in/payment-ledger.js";
export type { FaultProcessing, PlannedFault, StandInFault } from "./stand-in/stand-in-fault.js";
export type {
  AnswerStyle,
  GisStandInOptions,
  ProcessingTimes,
  StandInPacketView,
  StandInRequestView,
} from "./stand-in/stand-in-options.js";
export type { ListenOptions, StandInServer } from "./stand-in/stand-in-server.js";
