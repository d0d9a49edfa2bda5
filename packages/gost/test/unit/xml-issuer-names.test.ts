import { createManualClock, createSeededRandom } from "@opora/core/testing";
import { writeUtf8String } from "@opora/gost";
import { createTestAuthority } from "@opora/gost/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { signingTime } from "../support/cms-identities.js";
import { toHex } from "../support/hex.js";
import { change, failuresOf, signAgain, signSample, verifySample } from "../support/xml-signed.js";

const identity = createTestAuthority({
  random: createSeededRandom(11),
  clock: createManualClock(signingTime),
  subject: [
    { type: "C", text: "RU" },
    { type: "ST", text: "16 Татарстан" },
    { type: "O", text: 'ООО "Ромашка", Ко' },
    { type: "1.2.643.100.1", text: "1027700000000" },
    { type: "1.2.840.113549.1.9.1", text: "ca@example.org" },
    { type: "CN", text: "Test CA" },
  ],
}).issue();

describe("the issuer as signature tools write it", () => {
  let signed = "";
  beforeAll(async () => {
    signed = await signSample("exclusive", identity);
  });

  /** What the verifier says of the signature when it names the issuer so. */
  function failuresFor(name: string): readonly string[] {
    const escaped = name.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    const renamed = change(signed, /(?<=<ds:X509IssuerName>)[^<]*/, `${escaped}`);
    return failuresOf(verifySample(signAgain(renamed, identity)));
  }

  test.each([
    [
      "in the order of the certificate, in small letters, with spaces",
      String.raw`c=RU, st=16 Татарстан, o=ООО \"Ромашка\"\, Ко, 1.2.643.100.1=1027700000000, e=ca@example.org, cn=Test CA`,
    ],
    [
      "as Windows writes it, in quotes and with keywords of its own",
      `CN=Test CA, E=ca@example.org, OGRN=1027700000000, O="ООО ""Ромашка"", Ко", S=16 Татарстан, C=RU`,
    ],
    [
      "as Java writes it",
      String.raw`CN=Test CA, EMAILADDRESS=ca@example.org, OID.1.2.643.100.1=1027700000000, O="ООО \"Ромашка\", Ко", ST=16 Татарстан, C=RU`,
    ],
    [
      "with Russian keywords, semicolons and line breaks",
      `CN = Test CA;\n E = ca@example.org;\n ОГРН = 1027700000000;\n O = "ООО \\"Ромашка\\", Ко";\n ST = 16 Татарстан;\n C = RU`,
    ],
    [
      "with octets in hexadecimal",
      String.raw`CN=Test\20CA,E=ca@example.org,1.2.643.100.1=1027700000000,O=ООО \22\D0\A0омашка\22\2C Ко,ST=16 Татарстан,C=RU`,
    ],
    [
      "with values in DER",
      `CN=#${toHex(writeUtf8String("Test CA"))},E=ca@example.org,1.2.643.100.1=1027700000000,O=ООО "Ромашка"\\, Ко,ST=16 Татарстан,C=RU`,
    ],
    [
      "with a keyword that nobody knows",
      String.raw`CN=Test CA,E=ca@example.org,REGNUM=1027700000000,O=ООО \"Ромашка\"\, Ко,ST=16 Татарстан,C=RU`,
    ],
  ])("it is recognised %s", (_, name) => {
    expect(failuresFor(name)).toEqual([]);
  });

  const right = String.raw`CN=Test CA,E=ca@example.org,1.2.643.100.1=1027700000000,O=ООО \"Ромашка\"\, Ко,ST=16 Татарстан,C=RU`;

  test.each([
    ["another value", change(right, "Test CA", "Test CB")],
    ["another type", change(right, "ST=", "L=")],
    ["a part too few", change(right, ",C=RU", "")],
    ["a part too many", `${right},C=RU`],
    ["parts out of order", change(right, "ST=16 Татарстан,C=RU", "C=RU,ST=16 Татарстан")],
    ["two parts in one", change(right, ",C=RU", "+C=RU")],
    ["a quote that stays open", change(right, "Test CA", '"Test CA')],
    ["a backslash at the end", `${right}\\`],
    ["a comma at the end", `${right},`],
    ["a value without a keyword", `Test CA,${right}`],
    ["nothing", ""],
    ["more than any name", `${right}${" ".repeat(20_000)}`],
  ])("%s is another issuer", (_, name) => {
    expect(failuresFor(name)).toEqual(["signingCertificate: certificate-differs"]);
  });
});
