import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { curves, encodePem, parseCertificate, parseCrl, verifyChain } from "@opora/gost";
import type { TestAuthority, TestCertificateOptions, TestCrlOptions } from "@opora/gost/testing";
import { describeWhere, findOpenssl, sharedData, testFolder } from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { authorityOf, daysLater, now } from "../support/authority.js";

/** A question that both libraries are asked. */
interface Question {
  readonly name: string;
  readonly valid: boolean;
  readonly signer?: TestCertificateOptions;
  readonly issuingPathLength?: number;
  /** Whether the signer is revoked in the list of its issuer. */
  readonly revoked?: boolean;
  readonly crl?: TestCrlOptions;
  /** Who is trusted. Default: the root of the signer. */
  readonly trusted?: TestAuthority;
  /** Whether an authority too many stands between. */
  readonly extraAuthority?: boolean;
}

const root = (seed = 1) => authorityOf({ subject: [{ type: "CN", text: "Root" }], pathLength: 1 }, seed);

const questions: readonly Question[] = [
  { name: "a good certificate", valid: true },
  {
    name: "a good certificate with a key of 512 bits under authorities of 256",
    valid: true,
    signer: { curve: curves.tc26C512 },
  },
  { name: "a revoked certificate", valid: false, revoked: true },
  { name: "an expired certificate", valid: false, signer: { notAfter: daysLater(-1), notBefore: daysLater(-2) } },
  { name: "a certificate that is not valid yet", valid: false, signer: { notBefore: daysLater(1) } },
  // RFC 5280 §4.1.2.5 includes the last second itself; OpenSSL does not. Here a second is left.
  { name: "the end of a certificate", valid: true, signer: { notAfter: new Date(now.getTime() + 1000) } },
  { name: "a stale revocation list", valid: false, crl: { thisUpdate: daysLater(-9), nextUpdate: daysLater(-1) } },
  { name: "a revocation list of tomorrow", valid: false, crl: { thisUpdate: daysLater(1) } },
  { name: "another authority of the same name", valid: false, trusted: root(2) },
  { name: "an exceeded path length", valid: false, extraAuthority: true },
  { name: "a path length that is just kept", valid: true, issuingPathLength: 0 },
  {
    name: "an unknown critical extension",
    valid: false,
    signer: { extensions: [{ oid: "1.2.3.4.5", critical: true, value: Uint8Array.of(5, 0) }] },
  },
];

describeWhere("OpenSSL and this library agree on", findOpenssl, (openssl) => {
  for (const question of questions) {
    test(question.name, async () => {
      const folder = testFolder();
      const authority = root();
      const first = authority.issueAuthority({
        subject: [{ type: "CN", text: "Issuing" }],
        ...(question.issuingPathLength === undefined ? {} : { pathLength: question.issuingPathLength }),
      });
      const issuing = question.extraAuthority
        ? first.issueAuthority({ subject: [{ type: "CN", text: "Extra" }] })
        : first;
      const { certificate, certificatePem } = issuing.issue(question.signer);
      const revoked = question.revoked
        ? [{ serialNumber: certificate.serialNumber, revokedAt: now, reason: "superseded" as const }]
        : [];
      const crls = [
        authority.issueCrl(),
        ...(first === issuing ? [] : [first.issueCrl()]),
        issuing.issueCrl({ revoked, ...question.crl }),
      ];
      const trusted = question.trusted ?? authority;
      const at = now;

      await writeFile(join(folder, "trusted.crt"), trusted.certificatePem);
      await writeFile(join(folder, "between.crt"), first.certificatePem + issuing.certificatePem);
      await writeFile(join(folder, "signer.crt"), certificatePem);
      await writeFile(join(folder, "lists.crl"), crls.map((der) => encodePem("X509 CRL", der)).join(""));
      const { exitCode } = await openssl.run(
        [
          ...["verify", "-attime", `${at.getTime() / 1000}`, "-x509_strict", "-CAfile", "trusted.crt"],
          ...["-untrusted", "between.crt", "-crl_check_all", "-CRLfile", "lists.crl", "signer.crt"],
        ],
        { cwd: folder },
      );
      const report = verifyChain({
        certificate,
        intermediates: [first.certificate, issuing.certificate],
        trustAnchors: [trusted.certificate],
        crls: crls.map((der) => parseCrl(der)),
        at,
      });

      expect({ openssl: exitCode === 0, here: report.valid }).toEqual({
        openssl: question.valid,
        here: question.valid,
      });
    });
  }

  test("a list of OpenSSL with a held, a revoked and a removed certificate", async () => {
    const folder = testFolder();
    const inFolder = { cwd: folder };
    const authority = root();
    const [held, revoked, good] = [7n, 8n, 9n].map((serialNumber) => authority.issue({ serialNumber }).certificate);
    await writeFile(join(folder, "ca.crt"), authority.certificatePem);
    await writeFile(join(folder, "ca.key"), authority.privateKeyPem);
    await writeFile(join(folder, "crlnumber"), "1000\n");
    await writeFile(
      join(folder, "index.txt"),
      [
        "R\t491231000000Z\t260110000000Z,certificateHold\t07\tunknown\t/CN=a",
        "R\t491231000000Z\t260110000000Z,keyCompromise\t08\tunknown\t/CN=b",
        "",
      ].join("\n"),
    );
    await writeFile(join(folder, "index.txt.attr"), "unique_subject = no\n");
    await writeFile(
      join(folder, "crl.cnf"),
      "[ca]\ndefault_ca = c\n[c]\ndatabase = index.txt\ncrlnumber = crlnumber\ndefault_md = md_gost12_256\ncrl_extensions = e\n[e]\nauthorityKeyIdentifier = keyid\n",
    );
    const dates = ["-crl_lastupdate", "20260114000000Z", "-crl_nextupdate", "20260120000000Z"];
    await openssl.output(
      ["ca", "-config", "crl.cnf", "-gencrl", "-cert", "ca.crt", "-keyfile", "ca.key", ...dates, "-out", "ca.crl"],
      inFolder,
    );
    const crl = parseCrl(new Uint8Array(await openssl.output(["crl", "-in", "ca.crl", "-outform", "DER"], inFolder)));

    expect(crl.number).toBe(0x1000n);
    const verdicts = [held, revoked, good].map((certificate) =>
      certificate === undefined
        ? undefined
        : verifyChain({ certificate, trustAnchors: [authority.certificate], crls: [crl], at: now }).valid,
    );
    expect(verdicts).toEqual([false, false, true]);
    expect([...crl.entries.values()].map(({ reason }) => reason)).toEqual(["certificateHold", "keyCompromise"]);
  });
});

describe("the sample certificates", () => {
  describeWhere(
    "are trusted under their authorities, and under no other",
    () => sharedData("poa/signed"),
    (data) => {
      const kinds = ["256A", "256TCA", "512A", "512C"];
      test.each(kinds)("of the kind %s", (kind) => {
        const certificate = parseCertificate(data.bytes(`ee_${kind}.crt`));
        for (const other of kinds) {
          const trustAnchors = [parseCertificate(data.bytes(`ca_${other}.crt`))];
          const report = verifyChain({ certificate, trustAnchors, at: certificate.notBefore });
          expect(report.valid).toBe(other === kind);
        }
      });
    },
  );
});
