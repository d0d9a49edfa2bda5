import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  curveByOid,
  curves,
  derivePublicKey,
  formatDistinguishedName,
  parseCertificate,
  parsePrivateKey,
  samePublicKey,
  verifyChain,
} from "@opora/gost";
import { type Command, describeWhere, findOpenssl, suiteFolder } from "@opora/test-support";
import { expect, test } from "vitest";
import { authorityOf, now } from "../support/authority.js";
import { keyKinds } from "../support/cms-identities.js";

const subject =
  '/C=RU/O=ООО "Ромашка, Лютик и К\\+"/OGRN=1027700000000/INN=007701234567/emailAddress=a@b.test/CN= Иванов Иван ';

describeWhere("certificates between this library and OpenSSL", findOpenssl, (openssl) => {
  const folder = suiteFolder();
  const inFolder = { cwd: folder };

  for (const { name, parameterSet } of keyKinds) {
    const [bits = "", set = ""] = name.split("-");

    test(`a certificate of OpenSSL with a key of the kind ${name} is read and verified under itself`, async () => {
      await openssl.output(
        ["genpkey", "-algorithm", `gost2012_${bits}`, "-pkeyopt", `paramset:${set}`, "-out", `${name}.key`],
        inFolder,
      );
      await selfSign(openssl, folder, name, `md_gost12_${bits}`);
      const certificate = parseCertificate(await read(openssl, folder, `${name}.crt`));
      const key = parsePrivateKey(
        await openssl.output(["pkcs8", "-topk8", "-nocrypt", "-in", `${name}.key`], inFolder),
      );

      expect(samePublicKey(certificate.publicKey, derivePublicKey(key))).toBe(true);
      expect(certificate).toMatchObject({
        parameterSet,
        serialNumber: 0xf00000000000000000000000000000000001n,
        basicConstraints: { authority: true, pathLength: 3 },
        keyUsage: new Set(["keyCertSign", "crlSign"]),
      });
      const report = verifyChain({ certificate, trustAnchors: [certificate], at: certificate.notBefore });
      expect(report.valid).toBe(true);
      expect(formatDistinguishedName(certificate.subject)).toBe(
        String.raw`CN=\ Иванов Иван\ ,1.2.840.113549.1.9.1=a@b.test,1.2.643.3.131.1.1=007701234567,1.2.643.100.1=1027700000000,O=ООО \"Ромашка\, Лютик и К\+\",C=RU`,
      );
    });

    test(`OpenSSL reads a certificate with a key of the kind ${name} that was issued here`, async () => {
      const curve = curveByOid(parameterSet);
      const authority = authorityOf({ curve, parameterSet, notAfter: new Date("2049-12-31T23:59:59Z") });
      const { certificate, certificatePem } = authority.issue({
        subject: [
          { type: "C", text: "RU" },
          { type: "1.2.643.100.1", text: "1027700000000" },
          { type: "CN", text: "Иванов, Иван" },
        ],
        extendedKeyUsage: ["1.3.6.1.5.5.7.3.4"],
        notAfter: new Date("2055-06-01T12:00:00Z"),
      });
      const file = `${name}-own.crt`;
      await writeFile(join(folder, file), certificatePem);
      await writeFile(join(folder, `${name}-own-ca.crt`), authority.certificatePem);

      const verify = ["verify", "-CAfile", `${name}-own-ca.crt`, "-attime", `${now.getTime() / 1000}`, file];
      expect(await openssl.run(verify, inFolder)).toMatchObject({ exitCode: 0 });
      const shown = await text(openssl, folder, [
        "x509",
        "-in",
        file,
        "-noout",
        "-serial",
        "-enddate",
        "-subject",
        "-nameopt",
        "RFC2253,-esc_msb,utf8,-dump_unknown",
      ]);
      expect(shown).toContain(`serial=${certificate.serialNumber.toString(16).toUpperCase()}\n`);
      expect(shown).toContain("notAfter=Jun  1 12:00:00 2055 GMT");
      expect(shown).toContain(String.raw`CN=Иванов\, Иван,OGRN=1027700000000,C=RU`);
      const extensions = await text(openssl, folder, ["x509", "-in", file, "-noout", "-text"]);
      expect(extensions).toMatch(/Basic Constraints: \n\s+CA:FALSE/);
      expect(extensions).toMatch(/Key Usage: critical\n\s+Digital Signature, Non Repudiation/);
      expect(extensions).toMatch(/Extended Key Usage: \n\s+E-mail Protection/);
    });
  }

  test("a certificate of OpenSSL with a key of GOST R 34.10-2001 is refused by that name", async () => {
    await openssl.output(["genpkey", "-algorithm", "gost2001", "-pkeyopt", "paramset:A", "-out", "old.key"], inFolder);
    await selfSign(openssl, folder, "old", "md_gost94");
    const certificate = await read(openssl, folder, "old.crt");
    expect(() => parseCertificate(certificate)).toThrow(/GOST R 34\.10-2001 key, retired/);
    const key = await openssl.output(["pkcs8", "-topk8", "-nocrypt", "-in", "old.key"], inFolder);
    expect(() => parsePrivateKey(new Uint8Array(key))).toThrow(/GOST R 34\.10-2001 key, retired/);
  });

  test("a certificate of GOST R 34.10-2012 that a key of 2001 signed is read and not trusted", async () => {
    await openssl.output(
      ["genpkey", "-algorithm", "gost2001", "-pkeyopt", "paramset:A", "-out", "issuer.key"],
      inFolder,
    );
    await openssl.output(
      ["genpkey", "-algorithm", "gost2012_256", "-pkeyopt", "paramset:A", "-out", "subject.key"],
      inFolder,
    );
    await selfSign(openssl, folder, "issuer", "md_gost94");
    const request = ["req", "-new", "-md_gost12_256", "-config", "issuer.cnf", "-key", "subject.key", "-subj", "/CN=x"];
    await openssl.output([...request, "-out", "subject.csr"], inFolder);
    const issue = ["x509", "-req", "-md_gost94", "-in", "subject.csr", "-CA", "issuer.crt", "-CAkey", "issuer.key"];
    await openssl.output([...issue, "-set_serial", "2", "-out", "subject.crt"], inFolder);

    const certificate = parseCertificate(await read(openssl, folder, "subject.crt"));
    const namesake = { ...authorityOf({ curve: curves.cryptoProA }).certificate, subject: certificate.issuer };
    const report = verifyChain({ certificate, trustAnchors: [namesake], at: certificate.notBefore });
    expect(certificate.signatureAlgorithm).toBe("1.2.643.2.2.3");
    expect(report.checks).toContainEqual(
      expect.objectContaining({
        name: "signature",
        failure: "algorithm-unsupported",
        message: expect.stringContaining("GOST R 34.10-2001 signature, retired"),
      }),
    );
  });
});

async function selfSign(openssl: Command, folder: string, name: string, digest: string): Promise<void> {
  await writeFile(
    join(folder, `${name}.cnf`),
    `[req]
distinguished_name = dn
[dn]
[v3_ca]
basicConstraints = critical,CA:TRUE,pathlen:3
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
`,
  );
  await openssl.output(
    [
      ...[
        "req",
        "-new",
        "-x509",
        `-${digest}`,
        "-config",
        `${name}.cnf`,
        "-extensions",
        "v3_ca",
        "-key",
        `${name}.key`,
      ],
      ...["-days", "10", "-set_serial", "0xf00000000000000000000000000000000001", "-utf8", "-subj", subject],
      ...["-out", `${name}.crt`],
    ],
    { cwd: folder },
  );
}

async function read(openssl: Command, folder: string, file: string): Promise<Uint8Array> {
  return new Uint8Array(await openssl.output(["x509", "-in", file, "-outform", "DER"], { cwd: folder }));
}

async function text(openssl: Command, folder: string, args: readonly string[]): Promise<string> {
  return Buffer.from(await openssl.output(args, { cwd: folder })).toString("utf8");
}
