import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { signCms } from "@opora/gost/cms";
import { describeWhere, findCerttool, suiteFolder, testFolder } from "@opora/test-support";
import { expect, test } from "vitest";
import { createAuthority, issueIdentity, signerOf, signingTime } from "../support/cms-identities.js";

const document = new TextEncoder().encode("Перечень платежей\r\n".repeat(300));

describeWhere("CMS that GnuTLS reads", findCerttool, (certtool) => {
  const folder = suiteFolder();
  const authority = createAuthority();
  writeFileSync(join(folder, "ca.crt"), authority.certificatePem);
  writeFileSync(join(folder, "document"), document);
  writeFileSync(join(folder, "other"), document.subarray(1));

  // GnuTLS 3.7 knows these curves alone.
  for (const kind of ["256-A", "256-XA", "256-TCB", "512-A"]) {
    test(`certtool accepts a signature with a key of the kind ${kind}, and refuses it over another content`, async () => {
      const path = join(testFolder(), "cms");
      const signer = signerOf(issueIdentity(authority, kind));
      writeFileSync(path, await signCms({ signer, content: document, signingTime }));
      const verify = async (content: string) => {
        const files = ["--infile", path, "--load-data", join(folder, content)];
        const outcome = await certtool.run([
          ...["--p7-verify", "--inder", ...files, "--load-ca-certificate", join(folder, "ca.crt")],
        ]);
        return outcome.exitCode === 0;
      };
      expect(await verify("document")).toBe(true);
      expect(await verify("other")).toBe(false);
    });
  }
});
