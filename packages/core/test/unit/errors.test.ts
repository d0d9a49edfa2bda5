import { CoreError, OporaError } from "@opora/core";
import { describe, expect, test } from "vitest";

class StoreError extends OporaError<"STORE_LOCKED" | "STORE_FULL"> {
  static override readonly brand: string = "@example/store/StoreError";
}

class UnbrandedError extends StoreError {}

const locked = new StoreError("STORE_LOCKED", "The store is locked by another process: stop it first.", {
  retryable: true,
  details: { owner: 17 },
  cause: new Error("EEXIST"),
});

describe("an error", () => {
  test("carries its code, what to do, whether to retry, details and the cause", () => {
    expect(locked).toMatchObject({ name: "StoreError", code: "STORE_LOCKED", retryable: true, details: { owner: 17 } });
    expect(locked.cause).toEqual(new Error("EEXIST"));
    expect(locked.stack).toContain("errors.test.ts");
  });

  test("is not retryable, without details and without a cause unless told otherwise", () => {
    const error = new StoreError("STORE_FULL", "The store is full.");
    expect(error).toMatchObject({ retryable: false, details: {} });
    expect("cause" in error).toBe(false);
  });

  test("goes into JSON without its cause and stack", () => {
    expect(JSON.parse(JSON.stringify(locked))).toEqual({
      name: "StoreError",
      code: "STORE_LOCKED",
      message: "The store is locked by another process: stop it first.",
      retryable: true,
      details: { owner: 17 },
    });
  });
});

describe("recognising an error", () => {
  test("follows the classes upwards only", () => {
    expect(StoreError.is(locked)).toBe(true);
    expect(OporaError.is(locked)).toBe(true);
    expect(locked instanceof OporaError).toBe(true);
    expect(CoreError.is(locked)).toBe(false);
    expect(locked instanceof CoreError).toBe(false);
    expect(StoreError.is(new CoreError("CORE_DATE_INVALID", "no date"))).toBe(false);
  });

  test("does not mix up a class without a brand of its own with the class above it", () => {
    const unbranded = new UnbrandedError("STORE_FULL", "full");
    expect([UnbrandedError.is(unbranded), StoreError.is(unbranded)]).toEqual([true, true]);
    expect([UnbrandedError.is(locked), locked instanceof UnbrandedError]).toEqual([false, false]);
  });

  test.each([
    undefined,
    null,
    "STORE_LOCKED",
    7,
    {},
    Object.create(null),
    new Error("plain"),
    { code: "STORE_LOCKED" },
  ])("is not taken in by %o", (value) => {
    expect(OporaError.is(value)).toBe(false);
    expect((value as unknown) instanceof OporaError).toBe(false);
  });

  test("narrows the type to that of the class", () => {
    const error: unknown = locked;
    if (!StoreError.is(error)) throw new Error("it is one");
    const code: "STORE_LOCKED" | "STORE_FULL" = error.code;
    expect(code).toBe("STORE_LOCKED");
  });
});
