/**
 * As much of a WebAssembly assembler as the Streebog module needs (WebAssembly Core Specification 1.0, §5): each function
 * returns the encoding of an instruction with its operands before it.
 */

/** Encoded instructions. */
export type Code = readonly number[];

/** Types of values (§5.3.1). */
export const valueType = { i32: 0x7f, i64: 0x7e } as const;

/** A function type with its body, exported under a name. */
export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly number[];
  /** How many locals of which type follow the parameters. */
  readonly locals: readonly { readonly count: number; readonly type: number }[];
  readonly body: Code;
}

export const localGet = (index: number): Code => [0x20, ...unsigned(index)];
export const localSet = (index: number, value: Code): Code => [...value, 0x21, ...unsigned(index)];
export const i32Const = (value: number): Code => [0x41, ...signed(value)];
export const i32Add = (left: Code, right: Code): Code => [...left, ...right, 0x6a];
export const i32And = (left: Code, right: Code): Code => [...left, ...right, 0x71];
export const i32Or = (left: Code, right: Code): Code => [...left, ...right, 0x72];
export const i32LessThan = (left: Code, right: Code): Code => [...left, ...right, 0x49];
export const i32WrapI64 = (value: Code): Code => [...value, 0xa7];
const i64Const = (value: number): Code => [0x42, ...signed(value)];
export const i64Add = (left: Code, right: Code): Code => [...left, ...right, 0x7c];
export const i64ShiftLeft = (value: Code, bits: number): Code => [...value, ...i64Const(bits), 0x86];
export const i64ShiftRight = (value: Code, bits: number): Code => [...value, ...i64Const(bits), 0x88];
export const i64Xor = (left: Code, right: Code): Code => [...left, ...right, 0x85];
export const i64LessThan = (left: Code, right: Code): Code => [...left, ...right, 0x54];
export const i64ExtendI32 = (value: Code): Code => [...value, 0xad];

/** The 64-bit word at `address + offset`, which is a multiple of eight. */
export const i64Load = (offset: number, address: Code): Code => [...address, 0x29, 3, ...unsigned(offset)];

/** Stores a 64-bit word at `address + offset`, which is a multiple of eight. */
export const i64Store = (offset: number, address: Code, value: Code): Code => [
  ...address,
  ...value,
  0x37,
  3,
  ...unsigned(offset),
];

/** Repeats `body` until `condition`, evaluated after it, is zero. */
export const loopWhile = (body: Code, condition: Code): Code => [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b];

/** A module that exports `definition` and a memory of `pages` times 64 KiB under the name `memory` (§5.5). */
export function assembleModule(definition: FunctionDefinition, pages: number): Uint8Array {
  const { name, parameters, locals, body } = definition;
  const code = [...vector(locals.map(({ count, type }) => [...unsigned(count), type])), ...body, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [[0x60, ...vector(parameters.map((type) => [type])), 0]]),
    ...section(3, [[0]]),
    ...section(5, [[0, ...unsigned(pages)]]),
    ...section(7, [
      [...text("memory"), 2, 0],
      [...text(name), 0, 0],
    ]),
    ...section(10, [[...unsigned(code.length), ...code]]),
  ]);
}

function section(id: number, items: readonly Code[]): Code {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): Code {
  return [...unsigned(value.length), ...new TextEncoder().encode(value)];
}

/** LEB128 (§5.2.2). */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
