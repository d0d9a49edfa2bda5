import { GisError } from "../../../errors.js";
import type { SpillFile } from "../spilling/spill-file.js";

/** The records of one partition: those of the billing register, then those of the acquiring register. */
export interface Partition {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView<ArrayBuffer>;
  /** Bytes of the billing register. */
  readonly billingBytes: number;
  /** Bytes of both. */
  readonly length: number;
}

/** Loads a partition; the one before it is gone then. */
export type LoadPartition = (partition: number) => Promise<Partition>;

/** Positions within a partition are integers of 32 bits with a sign. */
const partitionBytesMax = 2 ** 31 - 1;

/** Creates a loader that reads one partition after the other into the same memory. */
export function createPartitionLoader(billing: SpillFile, acquiring: SpillFile): LoadPartition {
  let bytes = new Uint8Array(0);
  let view = new DataView(bytes.buffer);
  return async (partition) => {
    const billingBytes = billing.partitionBytes(partition);
    const length = billingBytes + acquiring.partitionBytes(partition);
    if (length > partitionBytesMax) throw tooLarge(partition);
    if (length > bytes.length) {
      bytes = new Uint8Array(Math.min(partitionBytesMax, Math.ceil(length * 1.25)));
      view = new DataView(bytes.buffer);
    }
    await billing.readPartition(partition, bytes, 0);
    await acquiring.readPartition(partition, bytes, billingBytes);
    return { bytes, view, billingBytes, length };
  };
}

function tooLarge(partition: number): GisError {
  return new GisError(
    "GIS_LIMIT_EXCEEDED",
    "The registers are too large, or too many of their rows have the same key. Split them, for instance by period.",
    { details: { partition, partitionBytesMax } },
  );
}
