import { type Bic, parseBic, parseCorrespondentAccount, parseSettlementAccount } from "@opora/core";
import { describe, expect, test } from "vitest";

function bic(text: string): Bic {
  const parsed = parseBic(text);
  if (!parsed.ok) throw new Error(`${text} is no BIC: ${parsed.reason}`);
  return parsed.value;
}

describe("BIC", () => {
  test("is nine digits", () => {
    expect(parseBic("049805746").ok).toBe(true);
    expect(parseBic("04980574")).toEqual({ ok: false, reason: "length" });
    expect(parseBic("04980574O")).toEqual({ ok: false, reason: "character" });
  });
});

describe("settlement account", () => {
  test("takes the example of the order of the Bank of Russia (515, appendix, 3)", () => {
    expect(parseSettlementAccount("40602810700000000025", bic("049805746")).ok).toBe(true);
  });

  test("takes an account with a settlement centre by the number of the centre", () => {
    expect(parseSettlementAccount("40503810500000000001", bic("044525000")).ok).toBe(true);
    expect(parseSettlementAccount("40503810500000000001", bic("044525225")).ok).toBe(false);
  });

  test("asks no key of treasury accounts", () => {
    expect(parseSettlementAccount("03100643000000018500", bic("017003983")).ok).toBe(true);
  });

  test.each([
    ["4060281070000000002", "length"],
    ["4060281070000000002X", "character"],
    ["40602810600000000025", "check-digit"],
    ["40602810700000000052", "check-digit"],
  ])("refuses %s: %s", (text, reason) => {
    expect(parseSettlementAccount(text, bic("049805746"))).toEqual({ ok: false, reason });
  });

  test("refuses an account of another bank", () => {
    expect(parseSettlementAccount("40817810400000000042", bic("044525225")).ok).toBe(true);
    expect(parseSettlementAccount("40817810400000000042", bic("044525226"))).toEqual({
      ok: false,
      reason: "check-digit",
    });
  });
});

describe("correspondent account", () => {
  test("takes the example of the order of the Bank of Russia (515, appendix, 1)", () => {
    expect(parseCorrespondentAccount("30101810800000000746", bic("049805746")).ok).toBe(true);
  });

  test("takes the single treasury account, whose last digits are not those of the BIC", () => {
    expect(parseCorrespondentAccount("40102810445370000059", bic("017003983")).ok).toBe(true);
    expect(parseCorrespondentAccount("40102810445370000058", bic("017003983"))).toEqual({
      ok: false,
      reason: "check-digit",
    });
  });

  test.each([
    ["3010181080000000074", "length"],
    ["3010181080000000074б", "character"],
    ["40702810800000000746", "kind"],
    ["30101810800000000745", "bank"],
    ["30101810900000000746", "check-digit"],
  ])("refuses %s: %s", (text, reason) => {
    expect(parseCorrespondentAccount(text, bic("049805746"))).toEqual({ ok: false, reason });
  });
});
