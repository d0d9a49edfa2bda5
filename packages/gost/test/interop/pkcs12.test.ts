import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { curveByOid, openPkcs12 } from "@opora/gost";
import { type Command, describeWhere, findOpenssl, suiteFolder } from "@opora/test-support";
import { expect, test } from "vitest";
import { authorityOf } from "../support/authority.js";
import { keyKinds } from "../support/cms-identities.js";
import { gostError } from "../support/gost-error.js";

/** Ciphers and codes of integrity that OpenSSL can write and this library can read. */
const protections = [
  { cipher: "gost89", mac: "md_gost12_512" },
  { cipher: "gost89", mac: "md_gost12_256" },
  { cipher: "aes-256-cbc", mac: "sha256" },
  { cipher: "aes-256-cbc", mac: "sha1" },
  { cipher: "aes-128-cbc", mac: "sha512" },
  { cipher: "aes-256-cbc", mac: "md_gost12_512" },
] as const;

describeWhere("PKCS#12 containers of OpenSSL", findOpenssl, (openssl) => {
  const folder = suiteFolder();
  const authority = authorityOf({ subject: [{ type: "CN", text: "Root" }] });
  const issuing = authority.issueAuthority({ subject: [{ type: "CN", text: "Issuing" }] });

  /** Has OpenSSL put an identity into a container. */
  async function exported(name: string, kind: string, options: readonly string[], password: string) {
    const parameterSet = keyKinds.find((candidate) => candidate.name === kind)?.parameterSet ?? "";
    const identity = issuing.issue({ parameterSet, curve: curveByOid(parameterSet) });
    await writeFile(join(folder, `${name}.key`), identity.privateKeyPem);
    await writeFile(join(folder, `${name}.crt`), identity.certificatePem);
    await writeFile(join(folder, "chain.crt"), issuing.certificatePem + authority.certificatePem);
    const bytes = await exportPkcs12(openssl, folder, name, [...options, "-passout", `pass:${password}`]);
    return { identity, bytes };
  }

  for (const { name: kind } of keyKinds) {
    test(`with a key of the kind ${kind} are opened, with the certificate and its issuers`, async () => {
      const protection = ["-keypbe", "aes-256-cbc", "-certpbe", "aes-256-cbc", "-macalg", "sha256"];
      const { identity, bytes } = await exported(kind, kind, protection, "p");
      expect(openPkcs12(bytes, "p")).toEqual([
        {
          privateKey: identity.privateKey,
          certificate: identity.certificate,
          chain: [issuing.certificate, authority.certificate],
        },
      ]);
    });
  }

  test.each(protections)("under $cipher and $mac are opened by their password alone", async ({ cipher, mac }) => {
    for (const password of ["пароль", ""]) {
      const protection = ["-keypbe", cipher, "-certpbe", cipher, "-macalg", mac];
      const { identity, bytes } = await exported(`${cipher}-${mac}`, "512-A", protection, password);
      const [opened] = openPkcs12(bytes, password);
      expect(opened.privateKey).toEqual(identity.privateKey);
      // More than a kilobyte of certificates: with GOST 28147-89 the key is meshed on the way.
      expect(opened.chain).toHaveLength(2);
      expect(() => openPkcs12(bytes, `${password}x`)).toThrow(gostError("GOST_PASSWORD_WRONG"));
    }
  });

  test("without encryption of the certificates, or of anything, are opened", async () => {
    for (const options of [
      ["-certpbe", "NONE"],
      ["-certpbe", "NONE", "-keypbe", "NONE"],
    ]) {
      const { identity, bytes } = await exported("open", "256-TCA", [...options, "-macalg", "sha256"], "p");
      expect(openPkcs12(bytes, "p")[0].certificate).toEqual(identity.certificate);
    }
  });

  test("without a code of integrity, or with the ciphers of old, are refused", async () => {
    const open = ["-certpbe", "NONE", "-keypbe", "NONE", "-nomac"];
    const { bytes } = await exported("unprotected", "256-A", open, "p");
    expect(() => openPkcs12(bytes, "p")).toThrow(gostError("GOST_PKCS12_INVALID"));
    const old = ["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"];
    const legacy = await exported("legacy", "256-A", old, "p");
    expect(() => openPkcs12(legacy.bytes, "p")).toThrow(/1\.2\.840\.113549\.1\.12\.1\.3 is not supported/);
  });
});

async function exportPkcs12(
  openssl: Command,
  folder: string,
  name: string,
  options: readonly string[],
): Promise<Uint8Array> {
  const files = ["-in", `${name}.crt`, "-inkey", `${name}.key`, "-certfile", "chain.crt"];
  return new Uint8Array(await openssl.output(["pkcs12", "-export", ...files, ...options], { cwd: folder }));
}
