import type { GostBits } from "../bits.js";
import { bytesOption, invalidOption } from "../options.js";
import { blockLength, type StreebogCore, stateLayout } from "./core.js";
import { selectCore } from "./select-core.js";

/** A Streebog computation that takes its message in pieces. */
export interface StreebogHasher {
  /** Adds the next piece of the message. */
  update(data: Uint8Array): this;
  /**
   * The digest of what was added so far, in wire order: 32 or 64 bytes. The hasher stays usable: more may be added and
   * the digest asked for again.
   */
  digest(): Uint8Array;
  /** A hasher in the same state that goes its own way from here on. */
  clone(): StreebogHasher;
}

/**
 * Starts a Streebog digest (GOST R 34.11-2012, RFC 6986).
 *
 * The digest comes in wire order, as certificates, CMS and XML signatures carry it; RFC 6986 prints the same number with
 * the most significant byte first, that is reversed.
 *
 * @throws {@link GostError} `GOST_OPTIONS_INVALID` for another length than 256 or 512, and from `update` for anything but a
 * `Uint8Array`: text has to be encoded first.
 *
 * @example
 * ```ts
 * const hasher = createStreebog(256);
 * for await (const chunk of stream) hasher.update(chunk);
 * const digest = hasher.digest();
 * ```
 */
export function createStreebog(bits: GostBits): StreebogHasher {
  // Any other length would quietly yield a digest that is neither.
  if (bits !== 256 && bits !== 512) throw invalidOption("bits", "must be 256 or 512");
  return createStreebogWith(selectCore(), bits);
}

/** The Streebog digest of `data`, in wire order: 32 or 64 bytes. */
export function streebog(bits: GostBits, data: Uint8Array): Uint8Array {
  return createStreebog(bits).update(data).digest();
}

/** {@link createStreebog} on a given implementation of the compression function. */
export function createStreebogWith(core: StreebogCore, bits: GostBits): StreebogHasher {
  const state = new Uint8Array(stateLayout.length);
  // RFC 6986 §10.1: the initial value is zero for 512 bits and 01 in each byte for 256.
  if (bits === 256) state.fill(0x01, 0, blockLength);
  return hasherFrom(core, bits, state, new Uint8Array());
}

/** A hasher that has absorbed whole blocks into `state` and has `rest`, less than a block, yet to absorb. */
function hasherFrom(core: StreebogCore, bits: GostBits, state: Uint8Array, rest: Uint8Array): StreebogHasher {
  const pending = new Uint8Array(blockLength);
  pending.set(rest);
  let pendingLength = rest.length;

  const hasher: StreebogHasher = {
    update(data) {
      bytesOption("data", data);
      let offset = 0;
      if (pendingLength > 0) {
        offset = Math.min(blockLength - pendingLength, data.length);
        pending.set(data.subarray(0, offset), pendingLength);
        pendingLength += offset;
        if (pendingLength < blockLength) return hasher;
        core.absorb(state, pending, blockLength * 8);
        pendingLength = 0;
      }
      const whole = offset + Math.floor((data.length - offset) / blockLength) * blockLength;
      if (whole > offset) core.absorb(state, data.subarray(offset, whole), blockLength * 8);
      pending.set(data.subarray(whole), 0);
      pendingLength = data.length - whole;
      return hasher;
    },
    digest() {
      const final = finish(core, state, pending.subarray(0, pendingLength));
      return bits === 512 ? final : final.slice(32);
    },
    clone() {
      return hasherFrom(core, bits, Uint8Array.from(state), pending.subarray(0, pendingLength));
    },
  };
  return hasher;
}

/** Stage 3 of RFC 6986 §10.2 on a copy of the state: the padded rest, then N and Sigma under a zero counter. */
function finish(core: StreebogCore, state: Uint8Array, rest: Uint8Array): Uint8Array {
  const last = Uint8Array.from(state);
  const padded = new Uint8Array(blockLength);
  padded.set(rest);
  padded[rest.length] = 0x01;
  core.absorb(last, padded, rest.length * 8);
  const counter = last.slice(stateLayout.counter, stateLayout.checksum);
  const checksum = last.slice(stateLayout.checksum);
  last.fill(0, stateLayout.counter, stateLayout.checksum);
  core.absorb(last, counter, 0);
  core.absorb(last, checksum, 0);
  return last.slice(stateLayout.hash, stateLayout.counter);
}
