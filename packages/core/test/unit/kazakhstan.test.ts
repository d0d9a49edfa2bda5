import { binHolder, birthDateInIin, parseBin, parseIin } from "@opora/core";
import { describe, expect, test } from "vitest";

describe("IIN", () => {
  test.each([
    ["850229300011", undefined, "date"],
    ["880229300017", "1988-02-29", undefined],
    ["040229512346", "2004-02-29", undefined],
    ["991231143212", "1899-12-31", undefined],
    ["900101300811", "1990-01-01", undefined],
    ["900101300823", "1990-01-01", undefined],
  ])("%s was formed from %s, or is refused for its %s", (text, birthDate, reason) => {
    const parsed = parseIin(text);
    expect(parsed.ok ? birthDateInIin(parsed.value) : undefined).toBe(birthDate);
    expect(parsed.ok ? undefined : parsed.reason).toBe(reason);
  });

  test("does not guess the century where the number does not tell it", () => {
    const parsed = parseIin("700101000076");
    expect(parsed.ok && birthDateInIin(parsed.value)).toBe(undefined);
    expect(parsed.ok).toBe(true);
  });

  test("is never given out where both passes of the check leave 10", () => {
    for (let digit = 0; digit <= 9; digit += 1) {
      expect(parseIin(`90010130080${digit}`)).toEqual({ ok: false, reason: "check-digit" });
    }
  });

  test.each([
    ["88022930001", "length"],
    ["88022930001Q", "character"],
    ["880229700017", "kind"],
    ["881329300017", "date"],
    ["880230300017", "date"],
    ["880229300018", "check-digit"],
    ["210940000124", "date"],
  ])("refuses %s: %s", (text, reason) => {
    expect(parseIin(text)).toEqual({ ok: false, reason });
  });
});

describe("BIN", () => {
  test.each([
    ["210940000124", "resident-entity"],
    ["221151000348", "non-resident-entity"],
    ["070162000560", "joint-entrepreneur"],
  ])("%s belongs to a %s", (text, holder) => {
    const parsed = parseBin(text);
    expect(parsed.ok && binHolder(parsed.value)).toBe(holder);
  });

  test.each([
    ["21094000012", "length"],
    ["21094000012O", "character"],
    ["880229300017", "kind"],
    ["210040000124", "date"],
    ["211340000124", "date"],
    ["210940000125", "check-digit"],
  ])("refuses %s: %s", (text, reason) => {
    expect(parseBin(text)).toEqual({ ok: false, reason });
  });
});
