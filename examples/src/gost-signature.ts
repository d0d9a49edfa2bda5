/**
 * Signs a document as CAdES-BES and verifies it: first as it is, then with one byte changed.
 *
 * The keys are made on the spot by an authority for demonstrations. In your program `createPemSigner`,
 * `createPkcs12Signer`, `createCommandSigner` or `createHttpSigner` hold the key instead.
 */
import { systemClock, systemRandom } from "@opora/core";
import { type CmsReport, signCms, verifyCms } from "@opora/gost/cms";
import { createKeySigner } from "@opora/gost/signers";
import { createTestAuthority } from "@opora/gost/testing";

const authority = createTestAuthority({ random: systemRandom, clock: systemClock });
const { privateKey, certificate } = authority.issue({ subject: [{ type: "CN", text: "Example signer" }] });
const signer = createKeySigner({ key: privateKey, certificate });

const document = new TextEncoder().encode("Доверенность на получение товара");
const cms = await signCms({ signer, content: document, signingTime: systemClock.now() });
console.log(
  `signature: ${cms.length} bytes of CMS, ${certificate.bits}-bit key on ${certificate.publicKey.curve.name}`,
);

const trustAnchors = [authority.certificate];
const report = verifyCms({ cms, content: document, trustAnchors });
console.log(`as signed: trusted ${report.trusted}, level ${report.level}`);

const changed = document.with(0, (document[0] ?? 0) ^ 1);
const changedReport = verifyCms({ cms, content: changed, trustAnchors });
console.log(`one bit changed: trusted ${changedReport.trusted} (${failedChecks(changedReport)})`);

if (!report.trusted || changedReport.trusted) throw new Error("The verdicts are wrong.");

function failedChecks({ checks, signers }: CmsReport): string {
  const all = [...checks, ...signers.flatMap((signerReport) => signerReport.checks)];
  return all.flatMap((check) => (check.passed ? [] : [`${check.name}: ${check.failure}`])).join(", ");
}
