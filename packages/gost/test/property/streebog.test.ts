import { createStreebog, streebog } from "@opora/gost";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPortableCore } from "../../src/domain/streebog/portable-core.js";
import { createStreebogWith } from "../../src/domain/streebog/streebog.js";

const bits = fc.constantFrom(256 as const, 512 as const);
const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 });

describe("Streebog", () => {
  test("does not depend on how the message is cut into pieces", () => {
    fc.assert(
      fc.property(bits, pieces, (length, parts) => {
        const hasher = createStreebog(length);
        for (const part of parts) hasher.update(part);
        expect(hasher.digest()).toEqual(streebog(length, Uint8Array.from(parts.flatMap((part) => [...part]))));
      }),
    );
  });

  test("is the same in WebAssembly and in JavaScript", () => {
    const portable = createPortableCore();
    fc.assert(
      fc.property(bits, fc.uint8Array({ maxLength: 700 }), (length, message) => {
        expect(streebog(length, message)).toEqual(createStreebogWith(portable, length).update(message).digest());
      }),
    );
  });

  test("is the same in both for messages larger than the module's memory, with carries through all of the checksum", () => {
    const message = new Uint8Array(150_001).fill(0xff);
    expect(streebog(512, message)).toEqual(createStreebogWith(createPortableCore(), 512).update(message).digest());
  });

  test("goes on after a digest and after a clone as if there had been none", () => {
    fc.assert(
      fc.property(bits, fc.uint8Array({ maxLength: 150 }), fc.uint8Array({ maxLength: 150 }), (length, head, tail) => {
        const hasher = createStreebog(length).update(head);
        const copy = hasher.clone();
        expect(hasher.digest()).toEqual(streebog(length, head));
        expect(hasher.update(tail).digest()).toEqual(streebog(length, Uint8Array.of(...head, ...tail)));
        expect(copy.digest()).toEqual(streebog(length, head));
      }),
    );
  });

  test("does not change what it digests, and is not changed by what the caller does to it later", () => {
    const message = new Uint8Array(100).fill(7);
    const hasher = createStreebog(256).update(message);
    expect(message).toEqual(new Uint8Array(100).fill(7));
    message.fill(0);
    expect(hasher.digest()).toEqual(streebog(256, new Uint8Array(100).fill(7)));
  });
});
