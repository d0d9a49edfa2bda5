import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signVerified } from "@opora/gost";
import { signCms, verifyCms } from "@opora/gost/cms";
import { signerCases } from "@opora/gost/conformance";
import {
  createCommandSigner,
  createPemSigner,
  createPkcs12Signer,
  opensslDgst,
  opensslPkeyutl,
} from "@opora/gost/signers";
import { describeWhere, findOpenssl, suiteFolder } from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { createAuthority, issueIdentity, keyKinds, signingTime } from "../support/cms-identities.js";
import { gostError } from "../support/gost-error.js";

const content = new TextEncoder().encode("Реестр № 7\r\n");

describeWhere("signers with OpenSSL", findOpenssl, (openssl) => {
  const folder = suiteFolder();
  const authority = createAuthority();
  const trustAnchors = [authority.certificate];
  const identities = new Map(keyKinds.map(({ name }) => [name, issueIdentity(authority, name)]));
  const keyFile = (name: string) => join(folder, `${name}.key`);
  for (const [name, { privateKeyPem }] of identities) writeFileSync(keyFile(name), privateKeyPem);

  for (const [name, { certificate, chain }] of identities) {
    test(`openssl pkeyutl and openssl dgst sign with a key of the kind ${name}`, async () => {
      for (const command of [opensslPkeyutl({ keyFile: keyFile(name) }), opensslDgst({ keyFile: keyFile(name) })]) {
        const signer = createCommandSigner({ command, certificate, chain });
        const cms = await signCms({ signer, content, signingTime });
        expect(verifyCms({ cms, content, trustAnchors, at: signingTime })).toMatchObject({ trusted: true });
      }
    });
  }

  for (const [name, preset] of [
    ["256-A", opensslPkeyutl],
    ["512-C", opensslDgst],
  ] as const) {
    describe(`a signer that runs OpenSSL with a key of the kind ${name}`, () => {
      const certificate = identities.get(name)?.certificate;
      if (certificate === undefined) throw new Error(`There is no key of the kind ${name}.`);
      const createSigner = () => createCommandSigner({ command: preset({ keyFile: keyFile(name) }), certificate });
      test.each([...signerCases])("$name", ({ run }) => run({ createSigner }));
    });
  }

  test("OpenSSL reads the password of a key from a file, and fails without it", async () => {
    const name = "256-TCA";
    const { certificate } = identities.get(name) ?? { certificate: authority.certificate };
    const [encrypted, passwordFile] = [join(folder, "encrypted.key"), join(folder, "password")];
    writeFileSync(passwordFile, "пароль 1\n");
    await openssl.output([
      "pkcs8",
      "-topk8",
      "-in",
      keyFile(name),
      "-out",
      encrypted,
      "-v2",
      "aes-256-cbc",
      "-passout",
      `file:${passwordFile}`,
    ]);
    const signer = createCommandSigner({ command: opensslPkeyutl({ keyFile: encrypted, passwordFile }), certificate });
    expect(await signVerified(signer, content)).toHaveLength(64);
    const without = createCommandSigner({ command: opensslPkeyutl({ keyFile: encrypted }), certificate });
    await expect(signVerified(without, content)).rejects.toThrow(gostError("GOST_SIGNER_FAILED"));

    const own = createPemSigner({ key: readFileSync(encrypted), certificate, password: "пароль 1" });
    expect(await signVerified(own, content)).toHaveLength(64);
    for (const password of ["пароль 2", undefined]) {
      const options = { key: readFileSync(encrypted), certificate, ...(password === undefined ? {} : { password }) };
      expect(() => createPemSigner(options)).toThrow(gostError("GOST_PASSWORD_WRONG"));
    }
  });

  test("a key that is not the certificate's is found out on the first signature", async () => {
    const { certificate } = authority;
    const signer = createCommandSigner({ command: opensslPkeyutl({ keyFile: keyFile("256-A") }), certificate });
    await expect(signVerified(signer, content)).rejects.toThrow(gostError("GOST_SIGNER_WRONG_SIGNATURE"));
  });

  test.each(["256-A", "256-TCA", "512-B"])(
    "a PKCS#12 container of OpenSSL with a key of the kind %s signs",
    async (name) => {
      const { certificatePem = "" } = identities.get(name) ?? {};
      const [certificateFile, authorityFile, out] = ["crt", "ca", "pfx"].map((end) =>
        join(folder, `${name}.${end}`),
      ) as [string, string, string];
      writeFileSync(certificateFile, certificatePem);
      writeFileSync(authorityFile, authority.certificatePem);
      await openssl.output([
        ...[
          "pkcs12",
          "-export",
          "-inkey",
          keyFile(name),
          "-in",
          certificateFile,
          "-certfile",
          authorityFile,
          "-out",
          out,
        ],
        ...["-passout", "pass:Пароль-1", "-keypbe", "gost89", "-certpbe", "gost89", "-macalg", "md_gost12_512"],
      ]);
      const container = readFileSync(out);
      const signer = createPkcs12Signer({ container, password: "Пароль-1" });
      expect(signer.chain.map(({ der }) => der)).toEqual([authority.certificate.der]);
      const cms = await signCms({ signer, content, signingTime });
      expect(verifyCms({ cms, content, trustAnchors, at: signingTime })).toMatchObject({ trusted: true });

      expect(() => createPkcs12Signer({ container, password: "пароль-1" })).toThrow(gostError("GOST_PASSWORD_WRONG"));
      expect(() => createPkcs12Signer({ container, password: "Пароль-1", select: () => false })).toThrow(
        gostError("GOST_OPTIONS_INVALID"),
      );
    },
  );
});
