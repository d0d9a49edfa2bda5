import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signCms, verifyCms } from "@opora/gost/cms";
import { describeWhere, findBouncyCastle, suiteFolder, testFolder } from "@opora/test-support";
import { expect, test } from "vitest";
import { createAuthority, issueIdentity, keyKinds, signerOf, signingTime } from "../support/cms-identities.js";

const document = new TextEncoder().encode("Перечень платежей\r\n".repeat(300));

/** Bouncy Castle 1.72 does not know the identifiers of the parameter sets B, C and D of TC26. */
const unknownThere = ["256-TCB", "256-TCC", "256-TCD"];

describeWhere("CMS between this library and Bouncy Castle", findBouncyCastle, (bouncyCastle) => {
  const folder = suiteFolder();
  const authority = createAuthority();
  const caPath = join(folder, "ca.crt");
  const documentPath = join(folder, "document");
  writeFileSync(caPath, authority.certificatePem);
  writeFileSync(documentPath, document);
  const kinds = keyKinds.map(({ name }) => name).filter((name) => !unknownThere.includes(name));
  const identities = new Map(kinds.map((name) => [name, issueIdentity(authority, name)]));

  test("Bouncy Castle accepts our signatures with nine kinds of keys, and none over another content", async () => {
    const paths: string[] = [];
    for (const [name, identity] of identities) {
      const path = join(testFolder(), name);
      writeFileSync(path, await signCms({ signer: signerOf(identity), content: document, signingTime }));
      paths.push(path);
    }
    const verified = await bouncyCastle.output(["batch", documentPath, caPath, ...paths]);
    expect(Buffer.from(verified).toString()).toContain("bc verify ok=9 bad=0");

    const otherPath = join(testFolder(), "other");
    writeFileSync(otherPath, document.subarray(1));
    const refused = await bouncyCastle.output(["batch", otherPath, caPath, ...paths]);
    expect(Buffer.from(refused).toString()).toContain("bc verify ok=0 bad=9");
  });

  for (const [name, identity] of identities) {
    test(`a signature of Bouncy Castle with a key of the kind ${name} verifies, and not over another content`, async () => {
      const own = testFolder();
      const [certificate, key, out] = ["crt", "key", "cms"].map((file) => join(own, file)) as [string, string, string];
      writeFileSync(certificate, identity.certificatePem);
      writeFileSync(key, identity.privateKeyPem);
      await bouncyCastle.output(["sign", documentPath, certificate, key, out, name.slice(0, 3)]);

      const question = { cms: readFileSync(out), trustAnchors: [authority.certificate], at: signingTime };
      expect(verifyCms({ ...question, content: document })).toMatchObject({ trusted: true, level: "cades-bes" });
      expect(verifyCms({ ...question, content: document.subarray(1) }).valid).toBe(false);
    });
  }
});
