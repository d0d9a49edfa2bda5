import { blockLength } from "../core.js";
import {
  assembleModule,
  type Code,
  i32Add,
  i32And,
  i32Const,
  i32LessThan,
  i32Or,
  i32WrapI64,
  i64Add,
  i64ExtendI32,
  i64LessThan,
  i64Load,
  i64ShiftLeft,
  i64ShiftRight,
  i64Store,
  i64Xor,
  localGet,
  localSet,
  loopWhile,
  valueType,
} from "./assembler.js";

/** Places in the module's memory, one page of 64 KiB. */
export const memoryLayout = {
  /** Look-up tables, 16 KiB; at zero, so that an index is an address. */
  tables: 0,
  /** Iteration constants, twelve blocks. */
  constants: 16_384,
  /** Hash value, counter and checksum, in the order of the state of {@link StreebogCore}. */
  state: 17_152,
  /** Blocks to be absorbed, up to the end of the page. */
  data: 17_472,
  length: 65_536,
} as const;

const hash = memoryLayout.state;
const counter = hash + blockLength;
const checksum = counter + blockLength;
/** Working storage of the compression function. */
const key = checksum + blockLength;
const value = key + blockLength;
const rounds = 12;
const words = [0, 1, 2, 3, 4, 5, 6, 7];

/** Parameters and locals of `absorb`. */
const local = { end: 0, bits: 1, block: 2, round: 3, word: 4, sum: 5, carry: 6, accumulator: 7 } as const;
const zero = i32Const(0);

/**
 * The module: `absorb(end: i32, bits: i64)` absorbs the blocks from `memoryLayout.data` up to `end`, as
 * {@link StreebogCore.absorb} says. It is put together here, from readable parts, each time a process first needs it;
 * the repository holds no binary.
 */
export function buildStreebogModule(): Uint8Array {
  return assembleModule(
    {
      name: "absorb",
      parameters: [valueType.i32, valueType.i64],
      locals: [
        { count: 2, type: valueType.i32 },
        { count: 3 + words.length, type: valueType.i64 },
      ],
      body: [
        ...localSet(local.block, i32Const(memoryLayout.data)),
        ...loopWhile(
          [...absorbBlock(), ...localSet(local.block, i32Add(localGet(local.block), i32Const(blockLength)))],
          i32LessThan(localGet(local.block), localGet(local.end)),
        ),
      ],
    },
    memoryLayout.length / 65_536,
  );
}

/** One turn of stage 2 (RFC 6986 §10.2): the compression function g_N, then N and Sigma. */
function absorbBlock(): Code {
  const block = localGet(local.block);
  return [
    ...transform(key, (word) => i64Xor(i64Load(hash + word, zero), i64Load(counter + word, zero))),
    ...words.flatMap((index) => i64Store(value + 8 * index, zero, i64Load(8 * index, block))),
    ...localSet(local.round, i32Const(0)),
    ...loopWhile(
      [
        ...transform(value, (word) => i64Xor(i64Load(value + word, zero), i64Load(key + word, zero))),
        ...transform(key, (word) =>
          i64Xor(i64Load(key + word, zero), i64Load(memoryLayout.constants + word, localGet(local.round))),
        ),
        ...localSet(local.round, i32Add(localGet(local.round), i32Const(blockLength))),
      ],
      i32LessThan(localGet(local.round), i32Const(rounds * blockLength)),
    ),
    ...words.flatMap((index) => {
      const word = 8 * index;
      const mixed = i64Xor(i64Load(value + word, zero), i64Load(key + word, zero));
      return i64Store(hash + word, zero, i64Xor(i64Xor(i64Load(hash + word, zero), mixed), i64Load(word, block)));
    }),
    ...addWords(counter, (index) => (index === 0 ? localGet(local.bits) : i64ExtendI32(zero))),
    ...addWords(checksum, (index) => i64Load(8 * index, block)),
  ];
}

/**
 * LPSX (RFC 6986 §8): stores L(P(S(input))) at `target`, where `input` gives the word at a distance in bytes. Each word
 * is taken once and its eight bytes looked up for the eight words of the result, which stay in registers until the end.
 */
function transform(target: number, input: (word: number) => Code): Code {
  const lookUps = words.flatMap((index) => [
    ...localSet(local.word, input(8 * index)),
    ...words.flatMap((byte) => {
      const entry = i64Load(memoryLayout.tables + index * 2048, tableOffset(localGet(local.word), byte));
      const accumulator = local.accumulator + byte;
      return localSet(accumulator, index === 0 ? entry : i64Xor(localGet(accumulator), entry));
    }),
  ]);
  const stores = words.flatMap((byte) => i64Store(target + 8 * byte, zero, localGet(local.accumulator + byte)));
  return [...lookUps, ...stores];
}

/** Byte number `byte` of a word, times eight: where its entry stands in a table. */
function tableOffset(word: Code, byte: number): Code {
  const moved = byte === 0 ? i64ShiftLeft(word, 3) : i64ShiftRight(word, 8 * byte - 3);
  return i32And(i32WrapI64(moved), i32Const(0xff << 3));
}

/** Adds a 512-bit number, given by words, to the one at `target`. */
function addWords(target: number, addend: (index: number) => Code): Code {
  const carry = localGet(local.carry);
  const sum = localGet(local.sum);
  const word = localGet(local.word);
  return [
    ...localSet(local.carry, i64ExtendI32(zero)),
    ...words.flatMap((index) => [
      ...localSet(local.word, addend(index)),
      ...localSet(local.sum, i64Add(i64Load(target + 8 * index, zero), word)),
      // The addition overflowed when the sum is below the addend; adding the carry, when it makes the sum zero.
      ...localSet(local.word, i64ExtendI32(i64LessThan(sum, word))),
      ...localSet(local.sum, i64Add(sum, carry)),
      ...localSet(local.carry, i64ExtendI32(i32Or(i32WrapI64(word), i64LessThan(sum, carry)))),
      ...i64Store(target + 8 * index, zero, sum),
    ]),
  ];
}
