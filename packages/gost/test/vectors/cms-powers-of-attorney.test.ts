import { parseCertificate } from "@opora/gost";
import { encodeCms, signCms, verifyCms } from "@opora/gost/cms";
import { createPemSigner } from "@opora/gost/signers";
import { describeWhere, sharedData } from "@opora/test-support";
import { expect, test } from "vitest";

/** Detached signatures of one power of attorney, made by OpenSSL with keys of four kinds. */
describeWhere(
  "signed powers of attorney",
  () => sharedData("poa"),
  (data) => {
    const name = "ok_003_org_to_person__ON_EMCHD_20250901_00000000-0000-4000-8000-000000000001.xml";
    const document = data.bytes(`samples/${name}`);

    for (const kind of ["256A", "256TCA", "512A", "512C"]) {
      const cms = data.bytes(`signed/ok_003_org_to_person.${kind}.sig`);
      const trustAnchors = [parseCertificate(data.bytes(`signed/ca_${kind}.crt`))];
      const at = "signingTime";

      test(`the signature with a key of the kind ${kind} verifies, as a file in binary and in base64`, () => {
        for (const file of [cms, encodeCms(cms, "base64")]) {
          const report = verifyCms({ cms: file, content: document, trustAnchors, at });
          expect(report).toMatchObject({ valid: true, trusted: true, level: "cades-bes" });
        }
      });

      test(`the signature with a key of the kind ${kind} does not verify over a document that differs in one byte`, () => {
        for (const index of [0, Math.floor(document.length / 2), document.length - 1]) {
          const other = Uint8Array.from(document, (byte, position) => (position === index ? byte ^ 1 : byte));
          expect(verifyCms({ cms, content: other, trustAnchors, at })).toMatchObject({ valid: false, trusted: false });
        }
      });

      test(`the key of the kind ${kind} signs a document that then verifies under its authority`, async () => {
        const signer = createPemSigner({
          key: data.bytes(`signed/ee_${kind}.key`),
          certificate: data.bytes(`signed/ee_${kind}.crt`),
        });
        const signingTime = new Date(signer.certificate.notBefore.getTime() + 60_000);
        const own = await signCms({ signer, content: document, signingTime });
        expect(verifyCms({ cms: own, content: document, trustAnchors, at })).toMatchObject({
          trusted: true,
          level: "cades-bes",
        });
      });
    }
  },
);
