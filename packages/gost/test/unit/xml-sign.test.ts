import { createManualClock, createSeededRandom } from "@opora/core/testing";
import { createTestAuthority } from "@opora/gost/testing";
import {
  canonicalize,
  createXadesSignature,
  parseXml,
  type SignXadesElementOptions,
  signXadesElement,
  verifyXades,
} from "@opora/gost/xml";
import { describe, expect, test } from "vitest";
import { keyKinds, signerOf, signingTime } from "../support/cms-identities.js";
import { gostError } from "../support/gost-error.js";
import {
  change,
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
const signer = signerOf(identity);
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const signingOptions = { signer, profile: "inclusive", signingTime, signatureId: "sig" } as const;

describe("signing an element", () => {
  test.each(keyKinds.flatMap(({ name }) => profiles.map((profile) => ({ name, profile }))))(
    "a key of the kind $name signs in the $profile profile, and the certificate leads to its authority",
    async ({ name, profile }) => {
      const signed = await signSample(profile, issueSigner(name));
      const report = verifySample(signed, { trustAnchors, at: signingTime });
      expect(failuresOf(report)).toEqual([]);
      expect(report).toMatchObject({ valid: true, trusted: true, profile, signingTime });
    },
  );

  test("the signature becomes the first child, and nothing else of the document changes", async () => {
    const signed = await signSample("inclusive", identity);
    const withoutSignature = signed.replace(/<ds:Signature .*<\/ds:Signature>/, "");
    const withId = change(request, 'urn:absent">', 'urn:absent" Id="signed-data-container">');
    expect(withoutSignature).toBe(envelope.before + withId + envelope.after);
    expect(signed).toContain('Id="signed-data-container"><ds:Signature xmlns:ds=');
  });

  test("what is handed out is the element without its signature, with the text behind it", async () => {
    const { content } = verifySample(await signSample("exclusive", identity));
    const expected = parseXml(
      encoder.encode(change(request, 'urn:absent">', 'urn:absent" Id="signed-data-container">')),
    );
    expect(content && decoder.decode(content)).toBe(decoder.decode(canonicalize(expected, { method: "exclusive" })));
  });

  test("an Id that is there already is used", async () => {
    const xml = encoder.encode('<request Id="mine">1</request>');
    const signed = await signXadesElement({ ...signingOptions, xml });
    expect(decoder.decode(signed)).toContain('URI="#mine"');
    expect(verifyXades(signed, { elementPath: [{ namespace: "", localName: "request" }] }).valid).toBe(true);
  });

  test.each(["<request/>", "<request\n/>", '<request Id="x"  />', "<p:request xmlns:p=''/>".replace("''", "'urn:p'")])(
    "an empty element is opened for its signature: %s",
    async (xml) => {
      const signed = await signXadesElement({ ...signingOptions, xml: encoder.encode(xml) });
      const { namespace, localName } = parseXml(signed);
      expect(verifyXades(signed, { elementPath: [{ namespace, localName }] }).valid).toBe(true);
    },
  );

  test("an element deep in a document is found by its path", async () => {
    const xml = encoder.encode(envelope.before + request + envelope.after);
    const signed = await signXadesElement({ ...signingOptions, xml, elementPath: requestPath });
    expect(verifySample(signed).valid).toBe(true);
  });

  test("a byte order mark and an XML declaration stay in a document and go within an envelope", async () => {
    const declared = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n${request}`;
    const alone = decoder.decode(await signXadesElement({ ...signingOptions, xml: encoder.encode(declared) }));
    expect(alone).toContain('<?xml version="1.0" encoding="UTF-8"?>\r\n<p:request');
    const enveloped = await signXadesElement({ ...signingOptions, xml: encoder.encode(declared), envelope });
    expect(decoder.decode(enveloped)).not.toContain("<?xml");
    expect(verifySample(enveloped).valid).toBe(true);
  });

  test("an element may use prefixes that only the envelope declares", async () => {
    const xml = encoder.encode('<p:request xmlns:p="urn:payments"><soap:inner unused:a="1"/></p:request>');
    expect(verifySample(await signXadesElement({ ...signingOptions, xml, envelope })).valid).toBe(true);
  });

  test("the inclusive profile signs the xml: attributes and namespaces around it, the exclusive one does not", async () => {
    const around = { ...envelope, before: change(envelope.before, "<soap:Body>", '<soap:Body xml:lang="ru">') };
    for (const profile of profiles) {
      const xml = encoder.encode(request);
      const signed = decoder.decode(await signXadesElement({ ...signingOptions, profile, xml, envelope: around }));
      expect(failuresOf(verifySample(signed))).toEqual([]);
      const spoilt = profile === "inclusive" ? ["propertiesDigest: digest-differs", "signature: signature-wrong"] : [];
      expect(failuresOf(verifySample(change(signed, 'xml:lang="ru"', 'xml:lang="en"')))).toEqual(spoilt);
      expect(failuresOf(verifySample(change(signed, ' xmlns:unused="urn:unused"', "")))).toEqual(spoilt);
    }
  });

  test("the issuer is named by keywords of RFC 4514 and by identifiers, with its special characters escaped", async () => {
    const authority = createTestAuthority({
      random: createSeededRandom(5),
      clock: createManualClock(signingTime),
      subject: [
        { type: "C", text: "RU" },
        { type: "1.2.643.100.1", text: "1027700000000" },
        { type: "1.2.840.113549.1.9.1", text: "ca@example.org" },
        { type: "O", text: 'ООО "Ромашка", <Центр> & Ко' },
      ],
    });
    const issued = authority.issue({ serialNumber: 2n ** 158n + 1n });
    const signed = await signSample("inclusive", issued);
    expect(signed).toContain(
      '<ds:X509IssuerName>O=ООО \\"Ромашка\\"\\, \\&lt;Центр\\&gt; &amp; Ко,' +
        "1.2.840.113549.1.9.1=ca@example.org,1.2.643.100.1=1027700000000,C=RU</ds:X509IssuerName>" +
        "<ds:X509SerialNumber>365375409332725729550921208179070754913983135745</ds:X509SerialNumber>",
    );
    expect(verifySample(signed, { trustAnchors: [authority.certificate], at: signingTime }).trusted).toBe(true);
  });

  test.each<[string, Partial<SignXadesElementOptions>, string]>([
    ["a document that is not well-formed", { xml: encoder.encode("<a>") }, "GOST_XML_INVALID"],
    [
      "an element that is signed already",
      { xml: encoder.encode(`<a><b><s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"/></b></a>`) },
      "GOST_XML_INVALID",
    ],
    ["two elements in one envelope", { xml: encoder.encode("<a/><b/>"), envelope }, "GOST_XML_INVALID"],
    ["no element in an envelope", { xml: encoder.encode("<!-- -->"), envelope }, "GOST_XML_INVALID"],
    ["a path that leads nowhere", { elementPath: [{ namespace: "", localName: "b" }] }, "GOST_XML_INVALID"],
    ["an Id that another element has too", { xml: encoder.encode('<a Id="x"><b id="x"/></a>') }, "GOST_XML_INVALID"],
    ["an Id that the signature is to have", { xml: encoder.encode('<a Id="sig"/>') }, "GOST_XML_INVALID"],
    ["an Id with markup in it", { xml: encoder.encode("<a Id='x&quot;>'/>") }, "GOST_XML_INVALID"],
    [
      "an encoding that is not UTF-8",
      { xml: encoder.encode("<?xml version='1.0' encoding='koi8-r'?><a/>"), envelope },
      "GOST_XML_INVALID",
    ],
    ["a document beyond its limits", { limits: { maxNodes: 1 } }, "GOST_LIMIT_EXCEEDED"],
    ["a signature identifier with markup in it", { signatureId: 'a"b' }, "GOST_OPTIONS_INVALID"],
    ["an element identifier with a space in it", { elementId: "a b" }, "GOST_OPTIONS_INVALID"],
    ["a profile that does not exist", { profile: "c14n11" as "inclusive" }, "GOST_OPTIONS_INVALID"],
    ["a time that is none", { signingTime: new Date(Number.NaN) }, "GOST_OPTIONS_INVALID"],
    ["an option that does not exist", { detached: true } as object, "GOST_OPTIONS_INVALID"],
  ])("%s is refused", async (_, options, code) => {
    const xml = encoder.encode("<a><c/></a>");
    const attempt = signXadesElement({ ...signingOptions, xml, ...options });
    await expect(attempt).rejects.toThrow(gostError(code as "GOST_XML_INVALID"));
  });

  test("a signer that signs with another key is found out before anything is returned", async () => {
    const other = signerOf(issueSigner());
    const impostor = { ...signer, sign: other.sign };
    const attempt = signXadesElement({ ...signingOptions, signer: impostor, xml: encoder.encode("<a/>") });
    await expect(attempt).rejects.toThrow(gostError("GOST_SIGNER_WRONG_SIGNATURE"));
  });

  test("an aborted signal stops it", async () => {
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(signXadesElement({ ...signingOptions, xml: encoder.encode("<a/>"), signal })).rejects.toThrow("stop");
  });
});

describe("signing canonical text", () => {
  const open = '<p:request xmlns:p="urn:payments" Id="packet">';
  const rest = "<p:payment>1</p:payment></p:request>";
  const options = {
    ...signingOptions,
    signedElementId: "packet",
    signedElementCanonical: encoder.encode(open + rest),
    namespacesInScope: new Map([
      ["soap", "http://schemas.xmlsoap.org/soap/envelope/"],
      ["unused", "urn:unused"],
      ["p", "urn:payments"],
    ]),
  };

  test.each(profiles)("the %s signature verifies in the place it was made for", async (profile) => {
    const signature = await createXadesSignature({ ...options, profile });
    const signed = envelope.before + open + signature + rest + envelope.after;
    const report = verifySample(signed);
    expect(failuresOf(report)).toEqual([]);
    expect(report.content && decoder.decode(report.content)).toBe(open + rest);
  });

  test("it is the same text as a signed document gets, save the random signature value", async () => {
    const text = await createXadesSignature(options);
    const document = decoder.decode(
      await signXadesElement({ ...signingOptions, xml: encoder.encode(open + rest), envelope }),
    );
    const withoutValue = (xml: string) => xml.replace(/<ds:SignatureValue>[^<]*/, "");
    expect(withoutValue(document)).toContain(withoutValue(text));
  });

  test("an exclusive signature can be moved to another envelope, an inclusive one cannot", async () => {
    const moved = (signature: string) =>
      `<e:Envelope xmlns:e="${requestPath[0]?.namespace}"><e:Body>${open}${signature}${rest}</e:Body></e:Envelope>`;
    expect(verifySample(moved(await createXadesSignature({ ...options, profile: "exclusive" }))).valid).toBe(true);
    expect(verifySample(moved(await createXadesSignature({ ...options, profile: "inclusive" }))).valid).toBe(false);
  });

  test.each([
    [{ signedElementId: "a b" }],
    [{ signatureId: "packet" }],
    [{ namespacesInScope: new Map([['a="b"', "urn:x"]]) }],
    [{ unknown: 1 }],
  ])("%o is refused", async (wrong) => {
    await expect(createXadesSignature({ ...options, ...wrong })).rejects.toThrow(gostError("GOST_OPTIONS_INVALID"));
  });
});
