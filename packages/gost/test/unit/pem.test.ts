import { bytesOfDerOrPem, decodePem, encodePem } from "@opora/gost";
import { describe, expect, test } from "vitest";
import { gostError } from "../support/gost-error.js";

const block = encodePem("CERTIFICATE", Uint8Array.of(0x30, 0));

describe("PEM", () => {
  test.each([0, 1, 47, 48, 49, 1000])(
    "of %i bytes comes back as it was written, in lines of 64 characters",
    (length) => {
      const bytes = new Uint8Array(length).map((_, index) => index);
      const pem = encodePem("X509 CRL", bytes);
      expect(decodePem(pem)).toEqual([{ label: "X509 CRL", bytes }]);
      expect(Math.max(...pem.split("\n").map((line) => line.length))).toBeLessThanOrEqual(64);
    },
  );

  test("may stand among other text, with the line ends of any system, several blocks in a row", () => {
    const text = `Bag Attributes\r\n  friendlyName: x\r\n${block.replaceAll("\n", "\r\n")}issuer=…\n${block}`;
    expect(decodePem(text)).toHaveLength(2);
  });

  test.each([
    ["another character", "-----BEGIN X-----\nMA*=\n-----END X-----"],
    ["a cut-off group", "-----BEGIN X-----\nMAA\n-----END X-----"],
    ["padding in the middle", "-----BEGIN X-----\nMA==MAA=\n-----END X-----"],
    ["headers of the old encryption", "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\n\nMAA=\n-----END X-----"],
  ])("with %s is refused", (_, text) => {
    expect(() => decodePem(text)).toThrow(gostError("GOST_PEM_INVALID"));
  });

  test("without its end, or with another label at its end, is no block", () => {
    expect(decodePem("-----BEGIN X-----\nMAA=\n")).toEqual([]);
    expect(decodePem("-----BEGIN X-----\nMAA=\n-----END Y-----\n")).toEqual([]);
  });

  test("is told from DER by its bytes; the first block with a label that will do is taken", () => {
    const text = encodePem("EC PARAMETERS", Uint8Array.of(5, 0)) + block;
    expect(bytesOfDerOrPem(new TextEncoder().encode(text), ["CERTIFICATE"]).bytes).toEqual(Uint8Array.of(0x30, 0));
    expect(bytesOfDerOrPem(Uint8Array.of(0x30, 0), ["CERTIFICATE"]).bytes).toEqual(Uint8Array.of(0x30, 0));
  });

  test("without a block that will do is refused, with the labels in the message", () => {
    expect(() => bytesOfDerOrPem(block, ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY"])).toThrow(
      'Expected DER, or PEM with a block "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY".',
    );
    expect(() => bytesOfDerOrPem(new Uint8Array(), ["CERTIFICATE"])).toThrow(gostError("GOST_PEM_INVALID"));
  });

  test("takes time and stack in proportion to its length, however it is made", () => {
    expect(decodePem("-----BEGIN A-----\n".repeat(50_000))).toEqual([]);
    expect(decodePem(`-----BEGIN A-----${"\n".repeat(5_000_000)}-----END A-----`)).toHaveLength(1);
    const [block] = decodePem(`-----BEGIN A-----\n${"A".repeat(20_000_000)}\n-----END A-----`);
    expect(block?.bytes.length).toBe(15_000_000);
  });

  test("of more than 64 MiB is refused unread", () => {
    expect(() => decodePem(" ".repeat(64 * 1024 * 1024 + 1))).toThrow(gostError("GOST_LIMIT_EXCEEDED"));
  });
});
