import { canonicalize, embedXadesSignature, parseXml, transformUri } from "@opora/gost/xml";
import {
  createGostSignedXml,
  gostAlgorithm,
  registerGost,
  signingKey,
  signXadesDocument,
  verificationKey,
  verifyXadesDocument,
} from "@opora/gost/xmldsigjs";
import { describe, expect, test } from "vitest";
import { Convert, Parse, Stringify } from "xml-core";
import { CryptoConfig, SignedXml } from "xmldsigjs";
import { keyKinds, signerOf, signingTime } from "../support/cms-identities.js";
import { gostError } from "../support/gost-error.js";
import { documentClasses, generateDocument } from "../support/xml-documents.js";
import {
  change,
  dsNamespace,
  envelope,
  failuresOf,
  issueSigner,
  profiles,
  request,
  requestPath,
  signSample,
  trustAnchors,
  verifySample,
} from "../support/xml-signed.js";

const identity = issueSigner();
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const trust = { trustAnchors, at: signingTime };
const signing = { signer: signerOf(identity), xml: encoder.encode(request), envelope, signingTime, signatureId: "sig" };

describe("signing through xadesjs", () => {
  test.each(keyKinds)("a key of the kind $name makes a signature that both verifiers accept", async ({ name }) => {
    const signed = await signXadesDocument({ ...signing, signer: signerOf(issueSigner(name)) });
    expect(failuresOf(verifySample(signed, trust))).toEqual([]);
    const report = await verifyXadesDocument(signed, { elementPath: requestPath, ...trust });
    expect(failuresOf(report)).toEqual([]);
    expect(report).toMatchObject({ trusted: true, profile: "exclusive", signingTime });
    expect(report.checks.at(-1)).toEqual({ name: "secondReader", passed: true });
  });

  test("the document around the signature stays as it was written", async () => {
    const signed = decoder.decode(await signXadesDocument(signing));
    const direct = await signSample("exclusive", identity);
    const withoutSignature = (xml: string) => xml.replace(/<ds:Signature .*<\/ds:Signature>/, "");
    expect(withoutSignature(signed)).toBe(withoutSignature(direct));
  });

  test("roles, place and issuers are signed along and read back", async () => {
    const signed = await signXadesDocument({
      ...signing,
      claimedRoles: ["директор", "<&>"],
      productionPlace: { city: "Казань", state: "16", postalCode: "420000", country: "RU" },
      certificates: "chain",
    });
    const { properties } = await verifyXadesDocument(signed, { elementPath: requestPath, ...trust });
    expect(properties).toEqual({
      claimedRoles: ["директор", "<&>"],
      productionPlace: { city: "Казань", state: "16", postalCode: "420000", country: "RU" },
    });
    expect(decoder.decode(signed).match(/<ds:X509Certificate>/g)).toHaveLength(2);
    const changed = encoder.encode(change(decoder.decode(signed), "директор", "диспетчер"));
    expect(failuresOf(await verifyXadesDocument(changed, { elementPath: requestPath }))).toEqual([
      "propertiesDigest: digest-differs",
    ]);
  });

  test("what xadesjs has beyond that goes through its own class, and is verified all the same", async () => {
    const { signer, signatureId: id, ...place } = signing;
    const { bits, der } = signer.certificate;
    const { hash } = gostAlgorithm(bits);
    const signed = await embedXadesSignature({
      xml: place.xml,
      envelope,
      async form({ elementId, canonical }) {
        const signedXml = createGostSignedXml();
        await signedXml.Sign(gostAlgorithm(bits), signingKey(signer), Parse(decoder.decode(canonical)), {
          id,
          x509: [Convert.ToBase64(der)],
          references: [
            { uri: `#${elementId}`, hash, transforms: [transformUri.envelopedSignature, transformUri.exclusive] },
          ],
          signingCertificate: Convert.ToBase64(der),
          signingTime: { value: signingTime },
          policy: { hash, identifier: { qualifier: "OIDAsURN", value: "urn:oid:1.2.3" }, digestValue: "AAAA" },
        });
        return Stringify(signedXml.GetXml());
      },
    });
    expect(decoder.decode(signed)).toContain("urn:oid:1.2.3");
    expect(failuresOf(verifySample(signed, trust))).toEqual([]);
  });

  test.each([
    [{ signatureId: 'a"b' }, "GOST_OPTIONS_INVALID"],
    [{ signingTime: new Date(Number.NaN) }, "GOST_OPTIONS_INVALID"],
    [{ profile: "inclusive" }, "GOST_OPTIONS_INVALID"],
    [{ xml: encoder.encode("<a>") }, "GOST_XML_INVALID"],
  ] as const)("%o is refused", async (wrong, code) => {
    await expect(signXadesDocument({ ...signing, ...wrong })).rejects.toThrow(gostError(code));
  });

  test("an aborted signal and a wrong key stop it", async () => {
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(signXadesDocument({ ...signing, signal })).rejects.toThrow("stop");
    const impostor = { ...signing.signer, sign: signerOf(issueSigner()).sign };
    await expect(signXadesDocument({ ...signing, signer: impostor })).rejects.toThrow(
      gostError("GOST_SIGNER_WRONG_SIGNATURE"),
    );
  });
});

describe("verifying a document twice", () => {
  test("a document that is not valid does not get as far as xmldsigjs", async () => {
    const changed = encoder.encode(change(await signSample("exclusive", identity), "100.00", "900.00"));
    const report = await verifyXadesDocument(changed, { elementPath: requestPath });
    expect(failuresOf(report)).toEqual(["contentDigest: digest-differs"]);
    expect(report.checks.map(({ name }) => name)).not.toContain("secondReader");
  });

  test("what xmldsigjs cannot read is not valid", async () => {
    const unreadable = "<ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data>";
    const signed = change(await signSample("exclusive", identity), "</ds:X509Data>", unreadable);
    expect(verifySample(signed).valid).toBe(true);
    const report = await verifyXadesDocument(encoder.encode(signed), { elementPath: requestPath, ...trust });
    expect(failuresOf(report)).toEqual(["secondReader: readers-differ"]);
    expect(report).toMatchObject({ valid: false, trusted: false, content: undefined, properties: undefined });
  });

  test("xmldsigjs is not asked about the inclusive profile", async () => {
    const signed = encoder.encode(await signSample("inclusive", identity));
    const report = await verifyXadesDocument(signed, { elementPath: requestPath, ...trust });
    expect(report).toMatchObject({ trusted: true, properties: { claimedRoles: [], productionPlace: {} } });
    expect(report.checks.map(({ name }) => name)).not.toContain("secondReader");
  });
});

describe("the direct path before xmldsigjs as it is", () => {
  /** Without default namespaces and comments, as exchange packets are: xmldsigjs copes with these. */
  const packet = '<p:request xmlns:p="urn:payments" xmlns:b="urn:b"><p:payment b:n="1">100.00</p:payment></p:request>';

  test.each(keyKinds.flatMap(({ name }) => profiles.map((profile) => ({ name, profile }))))(
    "it accepts a signature of $name in the $profile profile, and refuses a changed document",
    async ({ name, profile }) => {
      const signer = issueSigner(name);
      const signed = await signSample(profile, signer, packet);
      expect(await stockVerify(signed, signer.certificate)).toBe(true);
      expect(await stockVerify(change(signed, "100.00", "900.00"), signer.certificate)).toBe(false);
      expect(await stockVerify(signed, issueSigner(name).certificate)).toBe(false);
    },
  );

  async function stockVerify(xml: string, certificate: typeof identity.certificate): Promise<boolean> {
    registerGost();
    const document = Parse(xml);
    const signed = new SignedXml(document);
    signed.LoadXml(document.getElementsByTagNameNS(dsNamespace, "Signature")[0]);
    try {
      return await signed.Verify({ key: verificationKey(certificate) });
    } catch (error) {
      // This is how it says that a digest differs; its errors are no `Error`s.
      if ((error as { readonly message: string }).message.includes("Invalid digest")) return false;
      throw error;
    }
  }
});

describe("canonicalizations registered in xmldsigjs", () => {
  const documents = 120;

  test.each(documentClasses)(`$name: ${documents} documents come out as from our own tree`, (kind) => {
    registerGost();
    for (let seed = 0; seed < documents; seed += 1) {
      const xml = generateDocument(kind, seed).xml.replace("\uFEFF", "");
      for (const method of ["exclusive", "inclusive"] as const) {
        const transform = CryptoConfig.CreateFromName(transformUri[method]);
        transform.LoadInnerXml(Parse(xml).documentElement);
        expect(transform.GetOutput(), xml).toBe(
          decoder.decode(canonicalize(parseXml(encoder.encode(xml)), { method })),
        );
      }
    }
  });
});
