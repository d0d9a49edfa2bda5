import {
  concatBytes,
  curves,
  openPkcs12,
  parseCertificate,
  readDer,
  readElements,
  writeDer,
  writeOctetString,
} from "@opora/gost";
import { describe, expect, test } from "vitest";
import { authorityOf } from "../support/authority.js";
import { gostError } from "../support/gost-error.js";
import { plainPkcs12 } from "../support/pkcs12.js";
import { rebuild } from "../support/rebuild-certificate.js";

const authority = authorityOf({ subject: [{ type: "CN", text: "Root" }] });
const identity = authority.issue({ curve: curves.tc26A512 });

describe("a PKCS#12 container", () => {
  test("gives each key with its certificate and the issuers that it holds", () => {
    expect(openPkcs12(plainPkcs12(identity, "пароль"), "пароль")).toEqual([
      { privateKey: identity.privateKey, certificate: identity.certificate, chain: [authority.certificate] },
    ]);
  });

  test("in BER, with indefinite lengths and segmented strings, is opened too", () => {
    const der = plainPkcs12(identity, "p");
    expect(openPkcs12(asStreamedBer(der), "p")).toEqual(openPkcs12(der, "p"));
  });

  test("leaves certificates of other standards out", () => {
    const foreign = parseCertificate(authority.certificate.der);
    const rsa = Uint8Array.of(0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00);
    const publicKeyInfo = writeDer(0x30, rsa, writeDer(0x03, new Uint8Array(10)));
    const der = rebuild(foreign, (fields) => ({ ...fields, publicKeyInfo }));
    const bytes = plainPkcs12({ ...identity, chain: [{ ...foreign, der }, authority.certificate] }, "p");
    expect(openPkcs12(bytes, "p")[0].chain).toEqual([authority.certificate]);
  });

  test("does not open with another password", () => {
    expect(() => openPkcs12(plainPkcs12(identity, "p"), "P")).toThrow(gostError("GOST_PASSWORD_WRONG"));
  });

  test.each([
    ["has no code of integrity", { mac: "none" }, "GOST_PKCS12_INVALID"],
    [
      "is protected by a signature instead of a password",
      { contentType: "1.2.840.113549.1.7.2" },
      "GOST_PKCS12_INVALID",
    ],
    ["asks for more work than is done", { iterations: 1_000_001 }, "GOST_LIMIT_EXCEEDED"],
    ["counts its iterations below one", { iterations: 0 }, "GOST_LIMIT_EXCEEDED"],
  ] as const)("is refused when it %s", (_, changes, code) => {
    expect(() => openPkcs12(plainPkcs12(identity, "p", changes), "p")).toThrow(gostError(code));
  });

  test("is refused when its key has no certificate there", () => {
    const stranger = authority.issue().certificate;
    const bytes = plainPkcs12({ ...identity, certificate: stranger }, "p");
    expect(() => openPkcs12(bytes, "p")).toThrow(gostError("GOST_PKCS12_INVALID"));
  });

  test("is refused when it is longer than 16 MiB, or no container", () => {
    expect(() => openPkcs12(new Uint8Array(16 * 1024 * 1024 + 1), "p")).toThrow(gostError("GOST_LIMIT_EXCEEDED"));
    expect(() => openPkcs12(identity.certificate.der, "p")).toThrow(gostError("GOST_ASN1_INVALID"));
  });
});

/** The same values with indefinite lengths, and OCTET STRINGs in two segments, down to the content of the safe. */
function asStreamedBer(der: Uint8Array): Uint8Array {
  const element = readDer(der, "value");
  const end = new Uint8Array(2);
  if (element.tag === 0x04 && element.content.length > 100) {
    const half = element.content.length >> 1;
    const segments = [element.content.subarray(0, half), element.content.subarray(half)].map(writeOctetString);
    return concatBytes(Uint8Array.of(0x24, 0x80), ...segments, end);
  }
  if ((element.tag & 0x20) === 0) return der;
  const inner = readElements(element, element.tag, 100).map(({ encoded }) => asStreamedBer(encoded));
  return concatBytes(Uint8Array.of(element.tag, 0x80), ...inner, end);
}
