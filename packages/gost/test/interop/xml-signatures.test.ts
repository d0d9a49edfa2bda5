import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signXadesDocument } from "@opora/gost/xmldsigjs";
import {
  available,
  describeWhere,
  findLxml,
  findOpenssl,
  findPythonWithLxml,
  findXmllint,
  sharedData,
  suiteFolder,
} from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { keyKinds, signerOf, signingTime } from "../support/cms-identities.js";
import {
  change,
  envelope,
  failuresOf,
  issueSigner,
  profiles,
  request,
  signSample,
  trustAnchors,
  verifySample,
} from "../support/xml-signed.js";

const trust = { trustAnchors, at: signingTime };
const combinations = keyKinds.flatMap(({ name }) => profiles.map((profile) => ({ name, profile })));

/** lxml and OpenSSL with its engine; neither is any use here without the other. */
async function findPeer() {
  const openssl = await findOpenssl();
  return openssl.available ? findPythonWithLxml() : openssl;
}

describeWhere("XAdES beside lxml and OpenSSL", findPeer, (start) => {
  const scripts = ["xml-peer.py", "xades-peer.py"];
  const peer = start(
    scripts.map((name) => readFileSync(new URL(`../support/${name}`, import.meta.url), "utf8")).join("\n"),
  );
  const folder = suiteFolder();
  const id = "signed-data-container";
  const base64 = (xml: string): string => Buffer.from(xml).toString("base64");

  const allTrue = {
    "first child": true,
    properties: true,
    "certificate digest": true,
    "serial number": true,
    signature: true,
    content: true,
  };

  test.each(["256-TCA", "512-C"])("they accept a signature of %s that was made through xadesjs", async (name) => {
    const signer = signerOf(issueSigner(name));
    const xml = new TextEncoder().encode(request);
    const place = { xml, envelope, signingTime, signatureId: "sig", claimedRoles: ["director"] };
    const signed = new TextDecoder().decode(await signXadesDocument({ ...place, signer }));
    expect(await peer.ask<Record<string, boolean>>({ ask: "verify", xml: base64(signed), id })).toEqual(allTrue);
  });

  test.each(combinations)(
    "they accept a signature of $name in the $profile profile, and refuse a changed document",
    async ({ name, profile }) => {
      const signed = await signSample(profile, issueSigner(name));
      const accepted = await peer.ask<Record<string, boolean>>({ ask: "verify", xml: base64(signed), id });
      expect(accepted).toEqual(allTrue);
      const changed = change(change(signed, "100.00", "900.00"), "09:30:00Z", "09:31:00Z");
      const refused = await peer.ask<Record<string, boolean>>({ ask: "verify", xml: base64(changed), id });
      expect(refused).toMatchObject({ properties: false, content: false, signature: true });
    },
  );

  test.each(combinations)(
    "their signature with $name in the $profile profile verifies, and a changed one does not",
    async ({ name, profile }) => {
      const identity = issueSigner(name);
      const certificate = join(folder, `${name}.crt`);
      const key = join(folder, `${name}.key`);
      writeFileSync(certificate, identity.certificatePem);
      writeFileSync(key, identity.privateKeyPem);
      const xml = envelope.before + change(request, 'urn:absent">', `urn:absent" Id="${id}">`) + envelope.after;
      for (const prefix of ["", "dsig"]) {
        const signed = Buffer.from(
          await peer.ask<string>({
            ask: "sign",
            xml: base64(xml),
            id,
            bits: identity.certificate.bits,
            profile,
            prefix,
            certificate,
            key,
            time: "2026-01-15T12:30:00.250+03:00",
          }),
          "base64",
        ).toString();
        const report = verifySample(signed, trust);
        expect(failuresOf(report)).toEqual([]);
        expect(report).toMatchObject({ trusted: true, profile, signingTime: new Date("2026-01-15T09:30:00.250Z") });
        const changed = change(signed, "250.50", "950.50");
        expect(failuresOf(verifySample(changed, trust))).toEqual(["contentDigest: digest-differs"]);
      }
    },
  );
});

describe("XAdES before the reference verifier of the shared tools", () => {
  const findTool = async () => {
    const python = await findPeer();
    const lxml = await findLxml();
    const script = sharedData("../tools/verify_xades.py");
    if (!python.available) return python;
    if (!lxml.available) return lxml;
    return script.available ? available({ python: lxml.value, script: script.value.path }) : script;
  };

  describeWhere("with keys of 256 bits, which are the ones it knows", findTool, ({ python, script }) => {
    const folder = suiteFolder();
    const kinds = combinations.filter(({ name }) => name.startsWith("256"));

    test.each(kinds)("it accepts a signature of $name in the $profile profile", async ({ name, profile }) => {
      const path = join(folder, `${name}-${profile}.xml`);
      // It digests comments, which no profile covers.
      writeFileSync(path, await signSample(profile, issueSigner(name), change(request, "<!-- a remark -->", "")));
      const { exitCode, stdout } = await python.run([script, path]);
      expect({ exitCode, output: new TextDecoder().decode(stdout) }).toMatchObject({ exitCode: 0 });
    });
  });
});

describeWhere("what is handed out, beside xmllint", findXmllint, (xmllint) => {
  test.each(profiles)(
    "the content of the %s profile is what xmllint --exc-c14n makes of the element",
    async (profile) => {
      const signed = await signSample(profile, issueSigner());
      const { content } = verifySample(signed);
      const element = signed
        .slice(envelope.before.length, -envelope.after.length)
        .replace(/<ds:Signature .*<\/ds:Signature>/, "")
        // xmllint keeps comments, which the signature does not cover.
        .replaceAll(/<!--.*?-->/g, "");
      const folder = suiteFolder();
      const path = join(folder, "element.xml");
      writeFileSync(path, element);
      expect(content && new TextDecoder().decode(content)).toBe(
        new TextDecoder().decode(await xmllint.output(["--exc-c14n", path])),
      );
    },
  );
});
