import { parseCertificate } from "@opora/gost";
import { verifyCms } from "@opora/gost/cms";
import { describe, expect, test } from "vitest";
import { failuresOf } from "../support/cms-failures.js";

/**
 * The examples of SignedData and of certificates that TC26 published with its recommendations "Использование алгоритмов
 * ГОСТ 28147-89, ГОСТ Р 34.11 и ГОСТ Р 34.10 в криптографических сообщениях формата CMS" and "… в профиле сертификата и
 * списке отзыва сертификатов (CRL) инфраструктуры открытых ключей X.509".
 */
const examples = [
  {
    name: "256 bits, parameter set CryptoPro XchA",
    message: `
      MIIBBQYJKoZIhvcNAQcCoIH3MIH0AgEBMQ4wDAYIKoUDBwEBAgIFADAbBgkqhkiG9w0BBwGgDgQMVGVzdCBtZXNzYWdlMYHBMIG+AgEBMFswVjEp
      MCcGCSqGSIb3DQEJARYaR29zdFIzNDEwLTIwMTJAZXhhbXBsZS5jb20xKTAnBgNVBAMTIEdvc3RSMzQxMC0yMDEyICgyNTYgYml0KSBleGFtcGxl
      AgEBMAwGCCqFAwcBAQICBQAwDAYIKoUDBwEBAQEFAARAkptb2ekZbC94FaGDQeP70ExvTkXtOY9zgz3cCco/hxPhXUVo3eCxVNwDQ8enFItJZ8DE
      X4blZ8QtziNCMl5HbA==`,
    certificate: `
      MIICYjCCAg+gAwIBAgIBATAKBggqhQMHAQEDAjBWMSkwJwYJKoZIhvcNAQkBFhpHb3N0UjM0MTAtMjAxMkBleGFtcGxlLmNvbTEpMCcGA1UEAxMg
      R29zdFIzNDEwLTIwMTIgKDI1NiBiaXQpIGV4YW1wbGUwHhcNMTMxMTA1MTQwMjM3WhcNMzAxMTAxMTQwMjM3WjBWMSkwJwYJKoZIhvcNAQkBFhpH
      b3N0UjM0MTAtMjAxMkBleGFtcGxlLmNvbTEpMCcGA1UEAxMgR29zdFIzNDEwLTIwMTIgKDI1NiBiaXQpIGV4YW1wbGUwZjAfBggqhQMHAQEBATAT
      BgcqhQMCAiQABggqhQMHAQECAgNDAARAut/Qw1MUq9KPqkdHC2xAF3K7TugHfo9n525D2s5mFZdD5pwf90/i4vF0mFmr9nfRwMYP4o0Pg1mOn5Rl
      aXNYraOBwDCBvTAdBgNVHQ4EFgQU1fIeN1HaPbw+XWUzbkJ+kHJUT0AwCwYDVR0PBAQDAgHGMA8GA1UdEwQIMAYBAf8CAQEwfgYDVR0BBHcwdYAU
      1fIeN1HaPbw+XWUzbkJ+kHJUT0ChWqRYMFYxKTAnBgkqhkiG9w0BCQEWGkdvc3RSMzQxMC0yMDEyQGV4YW1wbGUuY29tMSkwJwYDVQQDEyBHb3N0
      UjM0MTAtMjAxMiAoMjU2IGJpdCkgZXhhbXBsZYIBATAKBggqhQMHAQEDAgNBAF5bm4BbARR6hJLEoWJkOsYV3Hd7kXQQjz3CdqQfmHrz6TI6Xojd
      h/t8ckODv/587NS5/6KsM77vc6Wh90NAT2s=`,
  },
  {
    name: "512 bits, parameter set B",
    message: `
      MIIBSQYJKoZIhvcNAQcCoIIBOjCCATYCAQExDjAMBggqhQMHAQECAwUAMBsGCSqGSIb3DQEHAaAOBAxUZXN0IG1lc3NhZ2UxggECMIH/AgEBMFsw
      VjEpMCcGCSqGSIb3DQEJARYaR29zdFIzNDEwLTIwMTJAZXhhbXBsZS5jb20xKTAnBgNVBAMTIEdvc3RSMzQxMC0yMDEyICg1MTIgYml0KSBleGFt
      cGxlAgEBMAwGCCqFAwcBAQIDBQAwDAYIKoUDBwEBAQIFAASBgFyVohNhMHUi/+RAF3Gh/cC7why6v+4jPWVlx1TYlXtV8HjehI2Y+rP52/LO6EUH
      G/XcwCBbUxmRWsbUSRRBAexmaafkSdvv2FFwC8kHOcti+UPXPS+KRYxT8vhcsBLWWxDkc1McI7aF09hqtED36mQOfACzeJjEoUjALpmJob1V`,
    certificate: `
      MIIC6DCCAlSgAwIBAgIBATAKBggqhQMHAQEDAzBWMSkwJwYJKoZIhvcNAQkBFhpHb3N0UjM0MTAtMjAxMkBleGFtcGxlLmNvbTEpMCcGA1UEAxMg
      R29zdFIzNDEwLTIwMTIgKDUxMiBiaXQpIGV4YW1wbGUwHhcNMTMxMDA0MDczNjA0WhcNMzAxMDAxMDczNjA0WjBWMSkwJwYJKoZIhvcNAQkBFhpH
      b3N0UjM0MTAtMjAxMkBleGFtcGxlLmNvbTEpMCcGA1UEAxMgR29zdFIzNDEwLTIwMTIgKDUxMiBiaXQpIGV4YW1wbGUwgaowIQYIKoUDBwEBAQIw
      FQYJKoUDBwECAQICBggqhQMHAQECAwOBhAAEgYATGQ9VCiM5FRGCQ8MEz2F1dANqhaEuywa8CbxOnTvaGJpFQVXQwkwvLFAKh7hk542vOEtxpKtT
      CXfGf84nRhMH/Q9bZeAc2eO/yhxrsQhTBufa1Fuou2oe/jUOaG6RAtUUvRzhNTppRGGl1+EIY2vzzUua9j9Ol/gAoy/LNKQIfqOBwDCBvTAdBgNV
      HQ4EFgQUPcbTRXJZnHtjj+eBP7b5lcTMekIwCwYDVR0PBAQDAgHGMA8GA1UdEwQIMAYBAf8CAQEwfgYDVR0BBHcwdYAUPcbTRXJZnHtjj+eBP7b5
      lcTMekKhWqRYMFYxKTAnBgkqhkiG9w0BCQEWGkdvc3RSMzQxMC0yMDEyQGV4YW1wbGUuY29tMSkwJwYDVQQDEyBHb3N0UjM0MTAtMjAxMiAoNTEy
      IGJpdCkgZXhhbXBsZYIBATAKBggqhQMHAQEDAwOBgQBObS7oppPTXzHyVR1DtPa8b57nudJzI4czhsfeX5HDntOq45t9B/qSs8dC6eGxbhHZ9zCO
      SFtxWYdmg0au8XI9Xb8vTC1qdwWID7FFjMWDNQZb6lYh/J+8F2xKylvB5nIlRZqOo3eUNFkNyHJwQCk2WoOlO16zwGk2tdKH4KmD5w==`,
  },
];

describe.each(examples)("the example of TC26 with $name", ({ message, certificate: encoded }) => {
  const cms = Buffer.from(message);
  const certificate = parseCertificate(Buffer.from(encoded, "base64"));
  const at = new Date("2014-01-01T00:00:00Z");

  test("is valid CMS without the attributes of CAdES-BES", () => {
    const report = verifyCms({ cms, trustAnchors: [certificate], at });
    expect(failuresOf(report)).toEqual([]);
    expect(report).toMatchObject({ valid: true, trusted: true, level: "cms" });
    expect(Buffer.from(report.content ?? []).toString()).toBe("Test message");
  });

  test("is valid and of nobody whom the verifier trusts when the certificate is only known", () => {
    expect(verifyCms({ cms, certificates: [certificate] })).toMatchObject({ valid: true, trusted: false });
    expect(failuresOf(verifyCms({ cms }))).toEqual(["certificate: certificate-unknown"]);
  });

  test("is refused once a byte of its content differs", () => {
    const changed = Buffer.from(cms.toString(), "base64");
    changed.writeUInt8(changed.readUInt8(changed.indexOf("Test")) ^ 1, changed.indexOf("Test"));
    expect(failuresOf(verifyCms({ cms: changed, certificates: [certificate] }))).toEqual([
      "signature: signature-wrong",
    ]);
  });
});
