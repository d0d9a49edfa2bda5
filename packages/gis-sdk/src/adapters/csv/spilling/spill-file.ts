import type { FileHandle } from "node:fs/promises";
import { readWhole, writeWhole } from "./whole-io.js";

/** Bytes of one partition that are not on disk yet. */
export interface SpillBlock {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** How many of the bytes are in use. */
  used: number;
}

/** One file that holds the records of many partitions, in blocks. */
export interface SpillFile {
  /** The block of a partition in which `length` bytes are free; the caller writes them and moves `used`. */
  blockFor(partition: number, length: number): SpillBlock;
  /** Writes the blocks that are full. */
  settle(): Promise<void>;
  /** Writes all blocks; nothing can be added afterwards. */
  seal(): Promise<void>;
  /** Bytes of a partition, once sealed. */
  partitionBytes(partition: number): number;
  /** Reads a partition into `target` from `at` on. */
  readPartition(partition: number, target: Uint8Array, at: number): Promise<void>;
}

/** Memory for the blocks of all partitions together; they are the larger the fewer there are. */
const memoryBytes = 2 << 20;
const blockBytesMin = 8 << 10;
const blockBytesMax = 64 << 10;
/** So many blocks are read at once. */
const readsMax = 16;

/** Creates a spill file of `partitions` partitions, with one block of memory for each of them. */
export function createSpillFile(file: FileHandle, partitions: number): SpillFile {
  const blockBytes = Math.min(blockBytesMax, Math.max(blockBytesMin, Math.floor(memoryBytes / partitions)));
  const createBlock = (): SpillBlock => {
    const bytes = new Uint8Array(blockBytes);
    return { bytes, view: new DataView(bytes.buffer), used: 0 };
  };
  const open: SpillBlock[] = Array.from({ length: partitions }, createBlock);
  const spare: SpillBlock[] = [];
  const full: { readonly partition: number; readonly block: SpillBlock }[] = [];
  const written: { readonly position: number; readonly length: number }[][] = open.map(() => []);
  let fileBytes = 0;

  const writeFull = async (): Promise<void> => {
    if (full.length === 0) return;
    await writeWhole(
      file,
      full.map(({ block }) => block.bytes.subarray(0, block.used)),
      fileBytes,
    );
    for (const { partition, block } of full) {
      written[partition]?.push({ position: fileBytes, length: block.used });
      fileBytes += block.used;
      block.used = 0;
      spare.push(block);
    }
    full.length = 0;
  };

  return {
    blockFor(partition, length) {
      const block = open[partition];
      if (block === undefined) throw new RangeError(`There is no partition ${partition}.`);
      if (block.used + length <= blockBytes) return block;
      full.push({ partition, block });
      const fresh = spare.pop() ?? createBlock();
      open[partition] = fresh;
      return fresh;
    },
    settle: writeFull,
    async seal() {
      for (const [partition, block] of open.entries()) if (block.used > 0) full.push({ partition, block });
      await writeFull();
      open.length = 0;
      spare.length = 0;
    },
    partitionBytes: (partition) => written[partition]?.reduce((sum, { length }) => sum + length, 0) ?? 0,
    async readPartition(partition, target, at) {
      const blocks = written[partition] ?? [];
      let offset = at;
      for (let first = 0; first < blocks.length; first += readsMax) {
        const reads = blocks.slice(first, first + readsMax).map(({ position, length }) => {
          offset += length;
          return readWhole(file, target.subarray(offset - length, offset), position);
        });
        await Promise.all(reads);
      }
    },
  };
}
