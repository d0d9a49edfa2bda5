import { blockLength, type StreebogCore, stateLayout } from "../core.js";
import { buildIterationConstants, buildTransformTables } from "../tables.js";
import { buildStreebogModule, memoryLayout } from "./streebog-module.js";

/** As much of the WebAssembly JavaScript interface as is used; the types of Node do not describe it. */
export interface WebAssemblyInterface {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: {
      readonly memory: { readonly buffer: ArrayBuffer };
      absorb(end: number, bitsPerBlock: bigint): void;
    };
  };
}

/** The global object, with WebAssembly or without. */
export interface WebAssemblyHost {
  readonly WebAssembly?: WebAssemblyInterface;
}

const dataCapacity = Math.floor((memoryLayout.length - memoryLayout.data) / blockLength) * blockLength;

/**
 * The compression function in WebAssembly, several times as fast as {@link createPortableCore}; `undefined` where
 * WebAssembly is absent or forbidden (`node --jitless`, a content security policy).
 */
export function createWasmCore(host: WebAssemblyHost = globalThis as WebAssemblyHost): StreebogCore | undefined {
  const exported = host.WebAssembly === undefined ? undefined : instantiate(host.WebAssembly);
  if (exported === undefined) return undefined;
  const memory = new Uint8Array(exported.memory.buffer);
  memory.set(buildTransformTables(), memoryLayout.tables);
  memory.set(buildIterationConstants(), memoryLayout.constants);
  const state = memory.subarray(memoryLayout.state, memoryLayout.state + stateLayout.length);
  return {
    // Hashers share the memory: each brings its state in and takes it out again before another can run.
    absorb(hasherState, data, bitsPerBlock) {
      state.set(hasherState);
      for (let offset = 0; offset < data.length; offset += dataCapacity) {
        const piece = data.subarray(offset, offset + dataCapacity);
        memory.set(piece, memoryLayout.data);
        exported.absorb(memoryLayout.data + piece.length, BigInt(bitsPerBlock));
      }
      hasherState.set(state);
    },
  };
}

function instantiate(api: WebAssemblyInterface): InstanceType<WebAssemblyInterface["Instance"]>["exports"] | undefined {
  const module = buildStreebogModule();
  try {
    return new api.Instance(new api.Module(module)).exports;
  } catch {
    // A policy may forbid compiling; the portable implementation gives the same digests.
    return undefined;
  }
}
