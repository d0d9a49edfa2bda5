import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createManualClock } from "@opora/core/testing";
import { reverseBytes, signVerified, streebog } from "@opora/gost";
import { createCmsService, encodeCms, verifyCms } from "@opora/gost/cms";
import { createCommandCmsService, createCommandSigner, cryptcpSign, csptestKeys } from "@opora/gost/signers";
import { testFolder } from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { createAuthority, issueIdentity, signerOf, signingTime } from "../support/cms-identities.js";
import { forgeCms } from "../support/forge-cms.js";
import { gostError } from "../support/gost-error.js";

const authority = createAuthority();
const identity = issueIdentity(authority);
const { certificate } = identity;
const content = new TextEncoder().encode("Доверенность № 1");
const service = createCmsService({ signer: signerOf(identity), clock: createManualClock(signingTime) });

/**
 * A program under the name of one of CryptoPro's: checks the arguments that the published command line knows, and answers
 * with given bytes.
 */
function standInFor(expected: readonly string[], answer: Uint8Array): string {
  const path = join(testFolder(), "program");
  const script = `#!${process.execPath}
    const fs = require("node:fs");
    const args = process.argv.slice(2);
    const expected = ${JSON.stringify(expected)};
    if (args.length !== expected.length) process.exit(2);
    const paths = { IN: "", OUT: "" };
    expected.forEach((value, index) => {
      if (value === "IN" || value === "OUT") paths[value] = args[index];
      else if (value !== args[index]) process.exit(3);
    });
    fs.readFileSync(paths.IN);
    fs.writeFileSync(paths.OUT, Buffer.from("${Buffer.from(answer).toString("hex")}", "hex"));
    console.log("[ErrorCode: 0x00000000]");
  `;
  writeFileSync(path, script);
  chmodSync(path, 0o700);
  return path;
}

describe("csptest", () => {
  const container = "\\\\.\\HDIMAGE\\signer";
  const expected = [
    "-keys",
    "-cont",
    container,
    "-keytype",
    "exchange",
    "-sign",
    "GOST12_256",
    "-in",
    "IN",
    "-out",
    "OUT",
    "-silent",
  ];

  test("signs files, with the bytes of the signature in reverse order", async () => {
    const digest = streebog(256, content);
    const signature = await signerOf(identity).sign({ bits: 256, message: content, digest });
    const executable = standInFor(expected, reverseBytes(signature));
    const signer = createCommandSigner({ command: csptestKeys({ container, executable }), certificate });
    expect(await signVerified(signer, content)).toEqual(signature);
  });
});

describe("cryptcp", () => {
  const thumbprint = "810bfe997dc8c48e6079c15cc27a7a39367efee4";
  const expected = [
    "-sign",
    "-uMy",
    "-thumbprint",
    thumbprint,
    "-nochain",
    "-cadesbes",
    "-detached",
    "-der",
    "IN",
    "OUT",
  ];
  const serviceFor = (answer: Uint8Array) =>
    createCommandCmsService({
      command: cryptcpSign({ thumbprint, executable: standInFor(expected, answer) }),
      certificate,
    });

  test("makes the whole CMS, in DER or in text", async () => {
    const cms = await service.signDetached(content);
    for (const encoding of ["der", "base64", "pem"] as const) {
      const signed = await serviceFor(encodeCms(cms, encoding)).signDetached(content);
      expect(signed).toEqual(cms);
      expect(verifyCms({ cms: signed, content, trustAnchors: [authority.certificate], at: signingTime }).trusted).toBe(
        true,
      );
    }
  });

  test.each<[string, () => Promise<Uint8Array>]>([
    ["of another content", () => service.signDetached(content.subarray(1))],
    ["of somebody else", () => createCmsService({ signer: signerOf(issueIdentity(authority)) }).signDetached(content)],
    [
      "without the attributes of CAdES-BES",
      async () => forgeCms({ signers: [{ identity, content, attributes: null }] }),
    ],
    [
      "with a second signer",
      async () =>
        forgeCms({
          signers: [
            { identity, content },
            { identity, content },
          ],
        }),
    ],
    ["that is none", async () => new TextEncoder().encode("Error: 0x80090016")],
  ])("is not believed when it writes a signature %s", async (_, make) => {
    await expect(serviceFor(await make()).signDetached(content)).rejects.toThrow(
      gostError("GOST_SIGNER_WRONG_SIGNATURE"),
    );
  });

  test("takes no option that it does not have", () => {
    const options = { command: cryptcpSign({ thumbprint }), certificate, pin: "1234" };
    expect(() => createCommandCmsService(options)).toThrow(gostError("GOST_OPTIONS_INVALID"));
    const command = { ...cryptcpSign({ thumbprint }), input: "digest" };
    expect(() => createCommandCmsService({ command, certificate })).toThrow(gostError("GOST_OPTIONS_INVALID"));
  });
});

test("a service that stands on a signer tells the time of its clock", async () => {
  const report = verifyCms({ cms: await service.signDetached(content), content });
  expect(report).toMatchObject({ valid: true, level: "cades-bes" });
  expect(report.signers[0]?.signingTime).toEqual(signingTime);
});

test("a service that stands on a signer passes the caller's signal on", async () => {
  const reason = new Error("Never mind.");
  await expect(service.signDetached(content, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
