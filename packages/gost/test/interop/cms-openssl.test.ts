import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCertificate } from "@opora/gost";
import { encodeCms, signCms, verifyCms } from "@opora/gost/cms";
import { type Command, describeWhere, findOpenssl, suiteFolder, testFolder } from "@opora/test-support";
import { expect, test } from "vitest";
import { createAuthority, issueIdentity, keyKinds, signerOf, signingTime } from "../support/cms-identities.js";

const document = new TextEncoder().encode("<?xml version='1.0'?>\r\n<Договор>десять\nстрок</Договор>\n".repeat(200));
const otherDocument = Uint8Array.from(document, (byte, index) => (index === 1000 ? byte ^ 1 : byte));

describeWhere("CMS between this library and OpenSSL", findOpenssl, (openssl) => {
  const folder = suiteFolder();
  const authority = createAuthority();
  const trustAnchors = [authority.certificate];
  const at = signingTime;
  writeFileSync(join(folder, "ca.crt"), authority.certificatePem);
  writeFileSync(join(folder, "document"), document);
  writeFileSync(join(folder, "other"), otherDocument);

  for (const { name } of keyKinds) {
    const identity = issueIdentity(authority, name);
    writeFileSync(join(folder, `${name}.crt`), identity.certificatePem);
    writeFileSync(join(folder, `${name}.key`), identity.privateKeyPem);

    test(`OpenSSL accepts a detached signature with a key of the kind ${name}, and refuses it over another content`, async () => {
      const cms = await signCms({ signer: signerOf(identity), content: document, signingTime });
      expect(await verifiesInOpenssl(openssl, folder, cms, "document")).toBe(true);
      expect(await verifiesInOpenssl(openssl, folder, cms, "other")).toBe(false);
    });

    test(`OpenSSL accepts an attached signature with a key of the kind ${name}, and takes the content out`, async () => {
      const cms = await signCms({ signer: signerOf(identity), content: document, signingTime, mode: "attached" });
      const out = join(testFolder(), "out");
      expect(await verifiesInOpenssl(openssl, folder, cms, undefined, out)).toBe(true);
      expect(new Uint8Array(await readFile(out))).toEqual(document);
    });

    test(`a detached signature of OpenSSL with a key of the kind ${name} verifies, and not over another content`, async () => {
      const cms = await signWithOpenssl(openssl, folder, name, ["-cades"]);
      const report = verifyCms({ cms, content: document, trustAnchors, at: "signingTime" });
      expect(report).toMatchObject({ valid: true, trusted: true, level: "cades-bes" });
      expect(report.signers[0]?.certificate?.der).toEqual(identity.certificate.der);
      expect(failuresOf(verifyCms({ cms, content: otherDocument, trustAnchors, at: "signingTime" }))).toEqual([
        "messageDigest: digest-differs",
      ]);
    });

    test(`a signature that OpenSSL streamed around its content with a key of the kind ${name} verifies`, async () => {
      const cms = await signWithOpenssl(openssl, folder, name, ["-cades", "-nodetach", "-stream"]);
      expect(cms[1]).toBe(0x80);
      const report = verifyCms({ cms, trustAnchors, at: "signingTime" });
      expect(report).toMatchObject({ valid: true, trusted: true, level: "cades-bes" });
      expect(report.content).toEqual(document);
    });
  }

  test("a signature of OpenSSL without signed attributes is valid CMS and no CAdES-BES", async () => {
    for (const name of ["256-TCA", "512-A"]) {
      const cms = await signWithOpenssl(openssl, folder, name, ["-noattr"]);
      expect(verifyCms({ cms, content: document, trustAnchors, at })).toMatchObject({
        valid: true,
        trusted: true,
        level: "cms",
      });
      expect(verifyCms({ cms, content: otherDocument, trustAnchors, at }).valid).toBe(false);
    }
  });

  test("a signature of OpenSSL with the usual attributes of S/MIME is valid CMS and no CAdES-BES", async () => {
    const cms = await signWithOpenssl(openssl, folder, "256-A", []);
    expect(verifyCms({ cms, content: document, trustAnchors, at: "signingTime" })).toMatchObject({
      valid: true,
      trusted: true,
      level: "cms",
    });
  });

  test("a signature of OpenSSL that names its signer by key identifier verifies", async () => {
    const cms = await signWithOpenssl(openssl, folder, "256-B", ["-cades", "-keyid"]);
    expect(verifyCms({ cms, content: document, trustAnchors, at: "signingTime" })).toMatchObject({ trusted: true });
  });

  test("a signature of OpenSSL without certificates verifies when the signer's is given", async () => {
    const cms = await signWithOpenssl(openssl, folder, "256-C", ["-cades", "-nocerts"]);
    const certificates = [parseCertificate(await readFile(join(folder, "256-C.crt")))];
    const question = { cms, content: document, trustAnchors, at: "signingTime" } as const;
    expect(verifyCms({ ...question, certificates })).toMatchObject({ trusted: true });
    expect(failuresOf(verifyCms(question))).toEqual(["certificate: certificate-unknown"]);
  });

  test("two signatures of OpenSSL with keys of different lengths both verify", async () => {
    const second = ["-signer", join(folder, "512-C.crt"), "-inkey", join(folder, "512-C.key")];
    const cms = await signWithOpenssl(openssl, folder, "256-A", ["-cades", ...second], []);
    const report = verifyCms({ cms, content: document, trustAnchors, at: "signingTime" });
    expect(report).toMatchObject({ valid: true, trusted: true, level: "cades-bes" });
    expect(report.signers.map(({ certificate }) => certificate?.bits).sort()).toEqual([256, 512]);
  });

  test("OpenSSL reads what is written as PEM, and what OpenSSL writes as PEM is read", async () => {
    const identity = issueIdentity(authority);
    const cms = await signCms({ signer: signerOf(identity), content: document, signingTime });
    const path = join(testFolder(), "cms.pem");
    writeFileSync(path, encodeCms(cms, "pem"));
    const { exitCode } = await openssl.run([
      ...verification(folder, "document", undefined),
      "-inform",
      "PEM",
      "-in",
      path,
    ]);
    expect(exitCode).toBe(0);
    const written = await signWithOpenssl(openssl, folder, "256-A", ["-cades"], undefined, "PEM");
    expect(verifyCms({ cms: written, content: document, trustAnchors, at: "signingTime" }).valid).toBe(true);
  });
});

function failuresOf(report: ReturnType<typeof verifyCms>): readonly string[] {
  return [...report.checks, ...report.signers.flatMap(({ checks }) => checks)].flatMap((check) =>
    check.passed ? [] : [`${check.name}: ${check.failure}`],
  );
}

async function signWithOpenssl(
  openssl: Command,
  folder: string,
  kind: string,
  options: readonly string[],
  digest: readonly string[] = ["-md", `md_gost12_${kind.slice(0, 3)}`],
  form = "DER",
): Promise<Uint8Array> {
  const out = join(testFolder(), "cms");
  const signer = ["-signer", join(folder, `${kind}.crt`), "-inkey", join(folder, `${kind}.key`)];
  const files = ["-in", join(folder, "document"), "-outform", form, "-out", out];
  await openssl.output(["cms", "-sign", "-binary", ...signer, ...digest, ...options, ...files]);
  return readFile(out);
}

async function verifiesInOpenssl(
  openssl: Command,
  folder: string,
  cms: Uint8Array,
  content: string | undefined,
  out = "/dev/null",
): Promise<boolean> {
  const path = join(testFolder(), "cms.der");
  writeFileSync(path, cms);
  const { exitCode } = await openssl.run([...verification(folder, content, out), "-inform", "DER", "-in", path]);
  return exitCode === 0;
}

function verification(folder: string, content: string | undefined, out: string | undefined): readonly string[] {
  return [
    ...["cms", "-verify", "-cades", "-binary", "-purpose", "any", "-CAfile", join(folder, "ca.crt")],
    ...(content === undefined ? [] : ["-content", join(folder, content)]),
    ...["-out", out ?? "/dev/null"],
  ];
}
