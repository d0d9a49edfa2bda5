import { createStreebog, streebog } from "@opora/gost";
import { describeWhere, sharedData } from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { createPortableCore } from "../../src/domain/streebog/portable-core.js";
import { createStreebogWith } from "../../src/domain/streebog/streebog.js";
import { createWasmCore, type WebAssemblyInterface } from "../../src/domain/streebog/wasm/wasm-core.js";
import { fromHex, toHex } from "../support/hex.js";

interface Vectors {
  readonly digests: readonly {
    readonly name: string;
    readonly message: string;
    readonly streebog256: string;
    readonly streebog512: string;
  }[];
}

describeWhere(
  "Streebog of",
  () => sharedData("gost/vectors.json"),
  (data) => {
    for (const { name, message, streebog256, streebog512 } of data.json<Vectors>().digests) {
      test(`${name} is that of the vectors, in 256 and 512 bits`, () => {
        expect(toHex(streebog(256, fromHex(message)))).toBe(streebog256);
        expect(toHex(streebog(512, fromHex(message)))).toBe(streebog512);
      });

      test(`${name} is the same when it comes byte by byte`, () => {
        const hasher = createStreebog(256);
        for (const byte of fromHex(message)) hasher.update(Uint8Array.of(byte));
        expect(toHex(hasher.digest())).toBe(streebog256);
      });

      test(`${name} is the same without WebAssembly`, () => {
        const digest = createStreebogWith(createPortableCore(), 512).update(fromHex(message)).digest();
        expect(toHex(digest)).toBe(streebog512);
      });
    }
  },
);

describe("Streebog", () => {
  // RFC 6986 §11.1.1 prints H(M1) = 00557be5 … 1eef1d9, the most significant byte first.
  test("comes in wire order, which is the reverse of how RFC 6986 prints it", () => {
    const printed = "00557be5e584fd52a449b16b0251d05d27f94ab76cbaa6da890b59d8ef1e159d";
    const message = new TextEncoder().encode("012345678901234567890123456789012345678901234567890123456789012");
    expect(toHex(streebog(256, message).reverse())).toBe(printed);
  });

  test("runs in WebAssembly here, and knows where there is none or compiling is forbidden", () => {
    const Module = class {
      constructor() {
        throw new Error("forbidden by policy");
      }
    };
    const Instance = Module as unknown as WebAssemblyInterface["Instance"];
    expect(createWasmCore()).toBeDefined();
    expect(createWasmCore({})).toBeUndefined();
    expect(createWasmCore({ WebAssembly: { Module, Instance } })).toBeUndefined();
  });
});
