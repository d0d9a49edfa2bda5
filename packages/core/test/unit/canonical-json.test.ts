import { canonicalJson, type JsonValue } from "@opora/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

class Point {
  readonly x = 1;
}

function nested(depth: number): JsonValue {
  let value: JsonValue = 0;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

describe("canonical JSON", () => {
  test("writes empty values, own keys of any name and control characters", () => {
    expect(canonicalJson([])).toBe("[]");
    expect(canonicalJson({})).toBe("{}");
    expect(canonicalJson(JSON.parse('{"__proto__":1,"":2}') as JsonValue)).toBe('{"":2,"__proto__":1}');
    expect(canonicalJson("\u0000\u001f\u007f\u2028/\ud83d\ude00")).toBe('"\\u0000\\u001f\u007f\u2028/\ud83d\ude00"');
    expect(canonicalJson(Object.assign(Object.create(null), { a: -0 }) as JsonValue)).toBe('{"a":0}');
  });

  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;

  test.each<[string, unknown, string]>([
    ["undefined", { a: undefined }, "/a"],
    ["a bigint", { a: [1n] }, "/a/0"],
    ["NaN", [0, Number.NaN], "/1"],
    ["an infinite number", Number.NEGATIVE_INFINITY, ""],
    ["a function", { f: () => 1 }, "/f"],
    ["a symbol", [Symbol("s")], "/0"],
    ["a hole in an array", Object.assign([1], { 2: 2 }), "/1"],
    ["a Date", { at: new Date(0) }, "/at"],
    ["a Map", new Map(), ""],
    ["an instance of a class", { p: new Point() }, "/p"],
    ["a boxed number", Object(1), ""],
    ["a lone high surrogate", ["\ud83d"], "/0"],
    ["a lone low surrogate in a key", { "a/~\udc00": 1 }, "/a~1~0\udc00"],
    ["swapped surrogates", "\ude00\ud83d", ""],
  ])("refuses %s and says where it stands", (_what, value, path) => {
    expect(() => canonicalJson(value as JsonValue)).toThrow(
      expect.objectContaining({ code: "CORE_JSON_UNSUPPORTED", details: { path } }),
    );
  });

  test("refuses a cycle, and depth above the limit", () => {
    expect(() => canonicalJson(cycle as JsonValue)).toThrow(expect.objectContaining({ code: "CORE_JSON_UNSUPPORTED" }));
    expect(canonicalJson(nested(64))).toBe(`${"[".repeat(64)}0${"]".repeat(64)}`);
    expect(() => canonicalJson(nested(65))).toThrow(expect.objectContaining({ code: "CORE_JSON_UNSUPPORTED" }));
    expect(canonicalJson(nested(65), { maxDepth: 65 })).toHaveLength(131);
  });

  test.each([{ maxDepth: 0 }, { maxDepth: 1001 }, { maxDepth: Number.NaN }, { depth: 3 }])(
    "refuses the options %o",
    (options) => {
      expect(() => canonicalJson({}, options as object)).toThrow(
        expect.objectContaining({ code: "CORE_OPTIONS_INVALID" }),
      );
    },
  );

  test("means the same as the value, and does not depend on the order of keys", () => {
    const value = fc.jsonValue({ maxDepth: 6 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(value, (original) => {
        const text = canonicalJson(original);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(original)));
        expect(canonicalJson(withKeysReversed(original))).toBe(text);
      }),
    );
  });
});

function withKeysReversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withKeysReversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, withKeysReversed(member as JsonValue)] as const);
  return Object.fromEntries(entries.reverse());
}
