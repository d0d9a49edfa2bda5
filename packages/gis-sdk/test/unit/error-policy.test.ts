import { errorFamily, errorMeaning, retryAdvice } from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";

describe("error policy", () => {
  test.each([
    ["EXP001000", "try-later", "rebuild"],
    ["EXP002001", "try-later", "rebuild"],
    ["EXP002002", "try-later", "rebuild"],
    ["EXP002003", "try-later", "rebuild"],
    ["INT002018", "try-later", "rebuild"],
    ["AUT011000", "access", "never"],
    ["AUT011002", "access", "never"],
    ["AUT011003", "access", "never"],
    ["AUT011009", "access", "never"],
    ["FMT001300", "malformed", "never"],
    ["FMT001310", "malformed", "never"],
    ["INT002000", "data", "never"],
    ["INT002012", "nothing-found", "never"],
    ["INT002013", "request-not-found", "later"],
    ["INT016041", "nothing-found", "never"],
    ["SRV008071", "data", "never"],
    ["SRV012001", "already-loaded", "never"],
  ])("%s means %s and is repeated: %s", (code, meaning, advice) => {
    expect(errorMeaning(code)).toBe(meaning);
    expect(retryAdvice(code)).toBe(advice);
  });

  test.each([
    ["EXP999999", "EXP", "try-later"],
    ["AUT999999", "AUT", "access"],
    ["FMT999999", "FMT", "malformed"],
    ["INT999999", "INT", "data"],
    ["SRV999999", "SRV", "data"],
    ["FIL999999", "FIL", "data"],
    ["ZZZ999999", "other", "data"],
    ["", "other", "data"],
    ["constructor", "other", "data"],
    ["__proto__", "other", "data"],
  ] as const)("an unknown code %s is handled by its family %s", (code, family, meaning) => {
    expect(errorFamily(code)).toBe(family);
    expect(errorMeaning(code)).toBe(meaning);
  });
});
