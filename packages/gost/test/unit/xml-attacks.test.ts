import { createXadesSignature, verifyXades } from "@opora/gost/xml";
import { beforeAll, describe, expect, test } from "vitest";
import { createAuthority, issueIdentity, signerOf, signingTime } from "../support/cms-identities.js";
import {
  change,
  dsNamespace,
  envelope,
  failuresOf,
  issueSigner,
  profiles,
  request,
  requestPath,
  signAgain,
  signSample,
  soapNamespace,
  trustAnchors,
  verifySample,
} from "../support/xml-signed.js";

const identity = issueSigner();
const signatureForm = /<ds:Signature .*<\/ds:Signature>/;
const evilPayment = '<p:payment number="3"><Sum>999999.99</Sum></p:payment>';

/** The text of the signed request with its signature, cut out of the document. */
function requestOf(xml: string): string {
  return xml.slice(envelope.before.length, -envelope.after.length);
}

/** A request with another payment and, where an attacker wants it, another Id and other children in front. */
function evilRequest(attributes = "", children = ""): string {
  return `<p:request xmlns:p="urn:payments" xmlns="urn:common"${attributes}>${children}${evilPayment}</p:request>`;
}

function certificateText(der: Uint8Array): string {
  return `<ds:X509Certificate>${Buffer.from(der).toString("base64")}</ds:X509Certificate>`;
}

describe.each(profiles)("a genuine signature of the %s profile, attacked", (profile) => {
  let genuine = "";
  beforeAll(async () => {
    genuine = await signSample(profile, identity);
  });

  const attacks: readonly [name: string, attack: (xml: string) => string, failures: readonly string[]][] = [
    // What was signed is changed.
    ["an amount is changed", (xml) => change(xml, "100.00", "900.00"), ["contentDigest: digest-differs"]],
    ["an attribute is changed", (xml) => change(xml, "number='2'", "number='3'"), ["contentDigest: digest-differs"]],
    [
      "white space behind the signature is removed",
      (xml) => change(xml, "</ds:Signature>\n ", "</ds:Signature>"),
      ["contentDigest: digest-differs"],
    ],
    [
      "a prefix leads to another namespace",
      (xml) => change(xml, 'xmlns="urn:common"', 'xmlns="urn:other"'),
      [
        "contentDigest: digest-differs",
        ...(profile === "inclusive" ? ["propertiesDigest: digest-differs", "signature: signature-wrong"] : []),
      ],
    ],
    [
      "the signing time is changed",
      (xml) => change(xml, "2026-01-15T09:30:00Z", "2026-01-15T09:31:00Z"),
      ["propertiesDigest: digest-differs"],
    ],
    [
      "a digest is made right without the key",
      (xml) =>
        change(
          signAgain(change(xml, "100.00", "900.00"), identity),
          /(?<=<ds:SignatureValue>)[^<]*/,
          /<ds:SignatureValue>([^<]*)/.exec(xml)?.[1] ?? "",
        ),
      ["signature: signature-wrong"],
    ],
    [
      "the signature value is another one",
      (xml) => change(xml, /(?<=<ds:SignatureValue>)[^<]{44}/, "A".repeat(44)),
      ["signature: signature-wrong"],
    ],
    [
      "the signature value is cut short",
      (xml) => change(xml, /(?<=<ds:SignatureValue>)[^<]{44}/, ""),
      ["signature: signature-wrong"],
    ],

    // The element is not the one that is read.
    [
      "the signed request is moved into the header, an evil one takes its place",
      (xml) =>
        `${change(envelope.before, "</soap:Header>", `${requestOf(xml)}</soap:Header>`)}${evilRequest()}${envelope.after}`,
      ["structure: signature-missing"],
    ],
    [
      "the same, and the evil one has a signature of the genuine one",
      (xml) =>
        `${change(envelope.before, "</soap:Header>", `${requestOf(xml)}</soap:Header>`)}${evilRequest(' Id="evil"', signatureForm.exec(xml)?.[0])}${envelope.after}`,
      [
        "identifiers: identifier-wrong",
        "contentDigest: digest-differs",
        ...(profile === "inclusive" ? ["propertiesDigest: digest-differs", "signature: signature-wrong"] : []),
      ],
    ],
    [
      "an evil request stands before the signed one",
      (xml) => change(xml, "<p:request", `${evilRequest()}<p:request`),
      ["position: element-repeated"],
    ],
    [
      "an evil request stands behind the signed one",
      (xml) => change(xml, "</soap:Body>", `${evilRequest()}</soap:Body>`),
      ["position: element-repeated"],
    ],
    [
      "an evil body stands before the signed one",
      (xml) => change(xml, "<soap:Body>", `<soap:Body>${evilRequest()}</soap:Body><soap:Body>`),
      ["position: element-repeated"],
    ],
    [
      "the signed request lies inside an evil one",
      (xml) => envelope.before + evilRequest("", requestOf(xml)) + envelope.after,
      ["structure: signature-missing"],
    ],
    [
      "the signed request lies inside its own signature under an evil one",
      (xml) =>
        envelope.before +
        evilRequest(
          ' Id="evil"',
          change(
            signatureForm.exec(xml)?.[0] ?? "",
            "</ds:Signature>",
            `<ds:Object>${change(requestOf(xml), signatureForm, "")}</ds:Object></ds:Signature>`,
          ),
        ) +
        envelope.after,
      ["structure: structure-wrong"],
    ],
    ["the body has another name", (xml) => xml.replaceAll("soap:Body", "soap:Corpus"), ["position: element-missing"]],
    [
      "the body is of another namespace",
      (xml) => change(change(xml, "<soap:Body>", '<b:Body xmlns:b="urn:b">'), "</soap:Body>", "</b:Body>"),
      ["position: element-missing"],
    ],
    [
      "the request is the whole document",
      (xml) => change(requestOf(xml), "<p:request", `<p:request xmlns:soap="${soapNamespace}"`),
      ["position: element-missing"],
    ],

    // Something hides in or beside the signature.
    [
      "a second signature is added",
      (xml) => change(xml, "</p:request>", `${signatureForm.exec(xml)?.[0]}</p:request>`),
      ["structure: signature-repeated"],
    ],
    [
      "a payment is smuggled in as a second signature",
      (xml) =>
        change(
          xml,
          "</p:request>",
          `<ds:Signature xmlns:ds="${dsNamespace}">${evilPayment}</ds:Signature></p:request>`,
        ),
      ["structure: signature-repeated"],
    ],
    [
      "a signature hides deep in a payment",
      (xml) => change(xml, "<Sum>", `<Sum><d:Signature xmlns:d="${dsNamespace}"/>`),
      ["structure: signature-repeated"],
    ],
    [
      "a payment is smuggled into the signature",
      (xml) => change(xml, "</ds:Signature>", `${evilPayment}</ds:Signature>`),
      ["structure: structure-wrong"],
    ],
    [
      "an object is added to the signature",
      (xml) => change(xml, "</ds:Signature>", "<ds:Object/></ds:Signature>"),
      ["structure: structure-wrong"],
    ],
    [
      "a payment is smuggled into the object",
      (xml) => change(xml, "</ds:Object>", `${evilPayment}</ds:Object>`),
      ["structure: structure-wrong"],
    ],
    [
      "text is smuggled into the signature",
      (xml) => change(xml, "<ds:KeyInfo>", "text<ds:KeyInfo>"),
      ["structure: structure-wrong"],
    ],
    [
      "a comment splits a value",
      (xml) => change(xml, /(?<=<ds:SignatureValue>[^<]{10})/, "<!-- -->"),
      ["structure: structure-wrong"],
    ],
    [
      "an instruction stands in the signature",
      (xml) => change(xml, "<ds:KeyInfo>", "<?x?><ds:KeyInfo>"),
      ["structure: structure-wrong"],
    ],
    ["the signature is removed", (xml) => change(xml, signatureForm, ""), ["structure: signature-missing"]],
    [
      "the signature is of another namespace",
      (xml) => change(xml, `xmlns:ds="${dsNamespace}"`, 'xmlns:ds="urn:ds"'),
      ["structure: signature-missing"],
    ],

    // Identifiers.
    ...["Id", "id", "ID", "xml:id", "unused:Id"].map((attribute): (typeof attacks)[number] => [
      `another element has the identifier, as ${attribute}`,
      (xml) => change(xml, "<h:From", `<h:From ${attribute}="signed-data-container"`),
      ["identifiers: identifier-repeated"],
    ]),
    [
      "another element has the identifier of the properties",
      (xml) => change(xml, "<h:From", '<h:From Id="sig-signedprops"'),
      ["identifiers: identifier-repeated"],
    ],
    [
      "another element has the identifier of the signature",
      (xml) => change(xml, "<h:From", '<h:From Id="sig"'),
      ["identifiers: identifier-repeated"],
    ],

    // The certificate is exchanged.
    [
      "the certificate is another one of the same authority",
      (xml) =>
        change(xml, /<ds:X509Certificate>.*<\/ds:X509Certificate>/, certificateText(issueSigner().certificate.der)),
      ["signature: signature-wrong", "signingCertificate: certificate-differs"],
    ],
    [
      "the certificate has a longer key",
      (xml) =>
        change(
          xml,
          /<ds:X509Certificate>.*<\/ds:X509Certificate>/,
          certificateText(issueSigner("512-A").certificate.der),
        ),
      ["algorithms: algorithm-mismatch", "signature: signature-wrong", "signingCertificate: certificate-differs"],
    ],
    [
      "the certificate is no certificate",
      (xml) => change(xml, /<ds:X509Certificate>.*<\/ds:X509Certificate>/, certificateText(Uint8Array.of(0x30, 0))),
      ["certificate: certificate-unreadable"],
    ],
    [
      "the certificate is removed",
      (xml) => change(xml, /<ds:X509Certificate>.*<\/ds:X509Certificate>/, ""),
      ["structure: structure-wrong"],
    ],

    // The document itself.
    ["a DOCTYPE is put in front", (xml) => `<!DOCTYPE x [<!ENTITY e "1">]>${xml}`, ["document: not-well-formed"]],
    ["the document is cut short", (xml) => xml.slice(0, -1), ["document: not-well-formed"]],
    ["there is no document", () => "", ["document: not-well-formed"]],
  ];

  test.each(attacks)("%s", (_, attack, failures) => {
    const report = verifySample(attack(genuine));
    expect(failuresOf(report)).toEqual(failures);
    expect(report).toMatchObject({ valid: false, trusted: false, content: undefined });
  });

  test("changes outside of what is signed make no difference", () => {
    const untouched = verifySample(genuine);
    for (const harmless of [
      change(genuine, "somebody", "somebody else"),
      change(genuine, "<!-- a remark -->", ""),
      change(genuine, 'number="1"', "number = '1'"),
      change(genuine, "</soap:Body>", "\n<!-- x --></soap:Body>"),
      `<?xml version="1.0"?>\n${genuine}\n`,
    ]) {
      expect(failuresOf(verifySample(harmless))).toEqual([]);
      expect(verifySample(harmless).content).toEqual(untouched.content);
    }
  });
});

describe.each(profiles)("a signature of the %s profile that its signer made of another shape", (profile) => {
  let genuine = "";
  beforeAll(async () => {
    genuine = await signSample(profile, identity);
  });
  const urn = "urn:ietf:params:xml:ns:cpxmlsec:algorithms:";
  const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
  const inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
  const enveloped = `<ds:Transform Algorithm="${dsNamespace}enveloped-signature"/>`;
  const digestMethod = `<ds:DigestMethod Algorithm="${urn}gostr34112012-256"/>`;
  const withTransform = (uri: string) => (xml: string) =>
    change(xml, enveloped, `${enveloped}<ds:Transform Algorithm="${uri}"/>`);
  const inReference = (from: string, to: string) => (xml: string) => change(xml, from, to);
  /** The digest cannot be made right for a shape that is not read at all; that one failure is what counts. */
  const shapes: readonly [name: string, edit: (xml: string) => string, failures: readonly string[]][] = [
    [
      "with an XPath transform",
      withTransform("http://www.w3.org/TR/1999/REC-xpath-19991116"),
      ["references: reference-wrong"],
    ],
    [
      "with an XSLT transform",
      withTransform("http://www.w3.org/TR/1999/REC-xslt-19991116"),
      ["references: reference-wrong"],
    ],
    ["with a base64 transform", withTransform(`${dsNamespace}base64`), ["references: reference-wrong"]],
    [
      "with the enveloped transform twice",
      withTransform(`${dsNamespace}enveloped-signature`),
      ["references: reference-wrong"],
    ],
    [
      "with canonicalization that keeps comments",
      inReference(
        `<ds:Transform Algorithm="${exclusive}"/></ds:Transforms>`,
        `<ds:Transform Algorithm="${exclusive}WithComments"/></ds:Transforms>`,
      ),
      ["references: reference-wrong"],
    ],
    ["without the enveloped transform", inReference(enveloped, ""), ["references: reference-wrong"]],
    [
      "with a prefix list",
      inReference(
        `<ds:Transform Algorithm="${exclusive}"/>`,
        `<ds:Transform Algorithm="${exclusive}"><i:InclusiveNamespaces xmlns:i="${exclusive}" PrefixList="p"/></ds:Transform>`,
      ),
      ["structure: structure-wrong"],
    ],
    [
      "with a length of the signature value",
      inReference(
        'gostr34112012-256"/><ds:Reference',
        'gostr34112012-256"><ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod><ds:Reference',
      ),
      ["structure: structure-wrong"],
    ],
    [
      "with a third reference",
      (xml) =>
        change(
          xml,
          "</ds:SignedInfo>",
          `${/<ds:Reference URI="#signed.*?<\/ds:Reference>/.exec(xml)?.[0]}</ds:SignedInfo>`,
        ),
      ["structure: structure-wrong"],
    ],
    [
      "with a reference to the properties alone",
      (xml) => change(xml, /<ds:Reference URI="#signed.*?<\/ds:Reference>/, ""),
      ["structure: structure-wrong"],
    ],
    [
      "with a reference to the element alone",
      (xml) => change(xml, /<ds:Reference URI="#sig-.*?<\/ds:Reference>/, ""),
      ["structure: structure-wrong"],
    ],
    [
      "with two references to the properties",
      inReference(
        '<ds:Reference URI="#signed-data-container">',
        '<ds:Reference URI="#signed-data-container" Type="http://uri.etsi.org/01903#SignedProperties">',
      ),
      ["structure: structure-wrong"],
    ],
    [
      "with references in the other order",
      (xml) => xml.replace(/(<ds:Reference URI="#signed.*?<\/ds:Reference>)(<ds:Reference.*?<\/ds:Reference>)/, "$2$1"),
      [],
    ],
    [
      "that covers another element",
      inReference('URI="#signed-data-container"', 'URI="#header"'),
      ["identifiers: identifier-wrong"],
    ],
    [
      "that covers the whole document",
      inReference('URI="#signed-data-container"', 'URI=""'),
      ["identifiers: identifier-wrong"],
    ],
    [
      "that covers a pointer",
      inReference('URI="#signed-data-container"', 'URI="#xpointer(/)"'),
      ["identifiers: identifier-wrong"],
    ],
    [
      "whose properties belong to another signature",
      inReference('Target="#sig"', 'Target="#other"'),
      ["identifiers: identifier-wrong"],
    ],
    ["of an element without Id", inReference(' Id="signed-data-container"', ""), ["identifiers: identifier-wrong"]],
    [
      "of an element whose Id has a namespace",
      inReference(' Id="signed-data-container"', ' p:Id="signed-data-container"'),
      ["identifiers: identifier-wrong"],
    ],
    [
      "with a retired digest",
      inReference(digestMethod, '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#gostr3411"/>'),
      ["algorithms: algorithm-unsupported", "contentDigest: digest-differs"],
    ],
    [
      "with SHA-256",
      inReference(digestMethod, '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'),
      ["algorithms: algorithm-unsupported", "contentDigest: digest-differs"],
    ],
    [
      "with a digest longer than the key",
      inReference(digestMethod, `<ds:DigestMethod Algorithm="${urn}gostr34112012-512"/>`),
      ["algorithms: algorithm-mismatch", "contentDigest: digest-differs"],
    ],
    [
      "with HMAC",
      inReference(`${urn}gostr34102012-gostr34112012-256`, `${dsNamespace}hmac-sha1`),
      ["algorithms: algorithm-unsupported"],
    ],
    [
      "with the retired signature",
      inReference(
        `${urn}gostr34102012-gostr34112012-256`,
        "http://www.w3.org/2001/04/xmldsig-more#gostr34102001-gostr3411",
      ),
      ["algorithms: algorithm-unsupported"],
    ],
    [
      "with the signature of longer keys",
      inReference(`${urn}gostr34102012-gostr34112012-256`, `${urn}gostr34102012-gostr34112012-512`),
      ["algorithms: algorithm-mismatch"],
    ],
    [
      "with the spelling that lacks the last dash",
      inReference(`${urn}gostr34102012-gostr34112012-256`, `${urn}gostr34102012-gostr34112012256`),
      [],
    ],
    [
      "without a signing time",
      (xml) => change(xml, /<xades:SigningTime>.*<\/xades:SigningTime>/, ""),
      ["structure: structure-wrong"],
    ],
    ["with a signing time without an offset", inReference("09:30:00Z", "09:30:00"), ["signingTime: time-malformed"]],
    [
      "with a signing time that does not exist",
      inReference("2026-01-15T", "2026-13-15T"),
      ["signingTime: time-malformed"],
    ],
    [
      "with a signing time before the certificate",
      inReference("2026-01-15T", "2019-01-15T"),
      ["signingTime: time-outside-validity"],
    ],
    [
      "with a signing time in another zone",
      inReference("2026-01-15T09:30:00Z", "2026-01-15T12:30:00.1234567+03:00"),
      [],
    ],
    [
      "without a reference to the certificate",
      (xml) => change(xml, /<xades:SigningCertificate>.*<\/xades:SigningCertificate>/, ""),
      ["structure: structure-wrong"],
    ],
    [
      "with the digest of another certificate",
      (xml) => change(xml, /(?<=<xades:CertDigest>.*<ds:DigestValue>)[^<]*/, Buffer.alloc(32).toString("base64")),
      ["signingCertificate: certificate-differs"],
    ],
    [
      "with another serial number",
      (xml) => change(xml, /(?<=<ds:X509SerialNumber>)/, "1"),
      ["signingCertificate: certificate-differs"],
    ],
    [
      "with a serial number in hexadecimal",
      (xml) => change(xml, /(?<=<ds:X509SerialNumber>)/, "0x"),
      ["signingCertificate: certificate-differs"],
    ],
    [
      "with another issuer",
      (xml) => change(xml, /(?<=<ds:X509IssuerName>CN=)/, "Not the "),
      ["signingCertificate: certificate-differs"],
    ],
    [
      "with unsigned properties",
      inReference("</xades:QualifyingProperties>", "<xades:UnsignedProperties/></xades:QualifyingProperties>"),
      [],
    ],
    [
      "with line breaks between its elements",
      (xml) => xml.replaceAll("><ds:", ">\n  <ds:").replaceAll("><xades:", ">\r\n<xades:"),
      [],
    ],
    [
      "with the certificate broken into lines",
      (xml) => xml.replace(/(?<=<ds:X509Certificate>)[^<]*/, (found) => `\n${found.replace(/.{64}/g, "$&\n")}\n`),
      [],
    ],
    [
      "with certificates of its issuers, readable or not",
      inReference(
        "</ds:X509Data>",
        `${certificateText(trustAnchors[0]?.der ?? Uint8Array.of())}${certificateText(Uint8Array.of(0x30, 0))}</ds:X509Data>`,
      ),
      [],
    ],
    [
      "with more certificates than anybody needs",
      inReference("</ds:X509Data>", `${certificateText(Uint8Array.of(0x30, 0)).repeat(10)}</ds:X509Data>`),
      ["structure: structure-wrong"],
    ],
    [
      "with a canonicalization of no profile",
      inReference(
        `CanonicalizationMethod Algorithm="${profile === "inclusive" ? inclusive : exclusive}"`,
        'CanonicalizationMethod Algorithm="http://www.w3.org/2006/12/xml-c14n11"',
      ),
      ["references: reference-wrong"],
    ],
    [
      "with the canonicalization of the other profile",
      inReference(
        `CanonicalizationMethod Algorithm="${profile === "inclusive" ? inclusive : exclusive}"`,
        `CanonicalizationMethod Algorithm="${profile === "inclusive" ? exclusive : inclusive}"`,
      ),
      ["references: reference-wrong"],
    ],
  ];

  test.each(shapes)("%s", (_, edit, failures) => {
    const report = verifySample(signAgain(edit(genuine), identity));
    expect(failuresOf(report)).toEqual(failures);
    expect(report.content === undefined).toBe(failures.length > 0);
  });
});

describe("what the caller expects", () => {
  let inclusive = "";
  beforeAll(async () => {
    inclusive = await signSample("inclusive", identity);
  });

  test("a profile that is not allowed is refused", () => {
    expect(failuresOf(verifySample(inclusive, { profiles: ["exclusive"] }))).toEqual([
      "references: profile-not-allowed",
    ]);
  });

  test("without trust anchors a signature is valid and nobody is trusted", () => {
    expect(verifySample(inclusive)).toMatchObject({ valid: true, trusted: false, chain: undefined });
  });

  test.each([
    ["the anchors of others", { trustAnchors: [createAuthority(2).certificate], at: signingTime }],
    ["no anchors at all", { trustAnchors: [], at: signingTime }],
    ["a time after the certificate", { trustAnchors, at: new Date("2051-01-01T00:00:00Z") }],
    ["a missing revocation list", { trustAnchors, at: signingTime, crls: [] }],
  ])("with %s the signature is not trusted and nothing is handed out", (_, options) => {
    const report = verifySample(inclusive, options);
    expect(failuresOf(report)).toEqual(["chain: not-trusted"]);
    expect(report).toMatchObject({ valid: false, trusted: false, content: undefined });
  });

  test("a self-signed certificate that was never trusted does not become an anchor by being in the document", async () => {
    const stranger = createAuthority(3);
    const forged = await signSample("inclusive", issueIdentity(stranger));
    const withRoot = change(forged, "</ds:X509Data>", `${certificateText(stranger.certificate.der)}</ds:X509Data>`);
    expect(failuresOf(verifySample(withRoot, { trustAnchors, at: signingTime }))).toEqual(["chain: not-trusted"]);
  });

  test("an issuer below the anchor may come with the signature or from the caller", async () => {
    const authority = createAuthority(4);
    const below = authority.issueAuthority();
    const signed = await signSample("exclusive", below.issue());
    const anchors = { trustAnchors: [authority.certificate], at: signingTime };
    const carried = change(signed, "</ds:X509Data>", `${certificateText(below.certificate.der)}</ds:X509Data>`);
    expect(verifySample(signed, anchors).trusted).toBe(false);
    expect(verifySample(signed, { ...anchors, certificates: [below.certificate] }).trusted).toBe(true);
    expect(verifySample(carried, anchors).trusted).toBe(true);
  });

  test("a key that may not sign is refused", async () => {
    const open = '<p:request xmlns:p="urn:payments" Id="packet">';
    const signature = await createXadesSignature({
      signer: signerOf(createAuthority(5).issue({ keyUsage: ["keyAgreement"] })),
      profile: "exclusive",
      signedElementId: "packet",
      signedElementCanonical: new TextEncoder().encode(`${open}</p:request>`),
      namespacesInScope: new Map(),
      signingTime,
      signatureId: "sig",
    });
    const signed = `${envelope.before}${open}${signature}</p:request>${envelope.after}`;
    expect(failuresOf(verifySample(signed))).toEqual(["keyUsage: usage-not-allowed"]);
  });

  test("limits are the caller's", () => {
    expect(failuresOf(verifySample(inclusive, { limits: { maxDepth: 3 } }))).toEqual(["document: limit-exceeded"]);
  });

  test.each([
    [{ elementPath: [] }],
    [{ profiles: [] }],
    [{ at: new Date(Number.NaN), trustAnchors }],
    [{ limits: { maxDepth: 0 } }],
    [{ trusted: true } as object],
    [{ elementPath: "request" as never }],
    [{ at: "yesterday" as "signingTime", trustAnchors }],
  ])("%o is refused", (options) => {
    expect(() => verifySample(inclusive, options)).toThrow(expect.objectContaining({ code: "GOST_OPTIONS_INVALID" }));
  });

  test("a text is no document", () => {
    const verify = () => verifyXades(inclusive as unknown as Uint8Array, { elementPath: requestPath });
    expect(verify).toThrow(expect.objectContaining({ code: "GOST_OPTIONS_INVALID" }));
  });

  test("a path may end at the root", () => {
    const alone = verifySample(request, { elementPath: requestPath.slice(-1) });
    expect(failuresOf(alone)).toEqual(["structure: signature-missing"]);
  });
});

describe("documents made to keep a verifier busy", () => {
  test("namespaces declared by the thousand are written once each", async () => {
    const depth = 100;
    const declarations = (level: number) =>
      Array.from({ length: 250 }, (_, index) => ` xmlns:p${level}-${index}="urn:${index}"`).join("");
    const open = Array.from({ length: depth }, (_, level) => `<w${declarations(level)}>`).join("");
    const close = "</w>".repeat(depth);
    const signed = await signSample("inclusive", identity);
    const report = verifySample(`${open}${signed}${close}`, {
      elementPath: [...Array.from({ length: depth }, () => ({ namespace: "", localName: "w" })), ...requestPath],
    });
    expect(failuresOf(report)).toEqual(["propertiesDigest: digest-differs", "signature: signature-wrong"]);
  });

  test("a report is short, however long the names of the document are", async () => {
    const name = "x".repeat(100_000);
    const signed = change(await signSample("inclusive", identity), "<ds:KeyInfo>", `<${name}/><ds:KeyInfo>`);
    for (const xml of [signed, `<${name}:a/>`, change(signed, "<soap:Body>", `<soap:Body ${name}="1" ${name}="2">`)]) {
      expect(JSON.stringify(verifySample(xml).checks).length).toBeLessThan(1_000);
    }
  });
});
