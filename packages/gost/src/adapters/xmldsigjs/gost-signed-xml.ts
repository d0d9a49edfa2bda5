import { formatDistinguishedName, GostError, parseCertificate, streebog } from "@opora/gost";
import { signedPropertiesType, transformUri, xmlAlgorithms } from "@opora/gost/xml";
import type { Element } from "@xmldom/xmldom";
import { type OptionsXAdES, SignedXml, xml as xades } from "xadesjs";
import { Convert } from "xml-core";
import { CryptoConfig, KeyInfoX509Data, type Signature, Transforms } from "xmldsigjs";
import { type GostAlgorithm, type GostKey, verificationKey } from "./algorithms.js";
import { registerGost } from "./register.js";

/**
 * `SignedXml` of xadesjs with the defaults that make a signature of the exclusive profile:
 * - `SignedInfo` and the signed properties are canonicalized exclusively; xadesjs leaves both to Canonical XML, so that
 *   putting the signature into a document changes its digests;
 * - the issuer is written as RFC 4514 says, the certificate's digest is Streebog;
 * - public keys come from GOST certificates, which WebCrypto does not know, and transforms from the registry;
 * - the identifiers are the caller's, by the option `id`: nothing needs a source of randomness.
 */
class ExclusiveSignedXml extends SignedXml {
  protected override CreateQualifyingProperties(): void {
    // The base class draws random identifiers here; ApplySignOptions sets the caller's instead.
    const object = new xades.DataObject();
    this.properties = object.QualifyingProperties;
    this.XmlSignature.ObjectList.Add(object);
  }

  protected override async ApplySignOptions(
    signature: Signature,
    algorithm: GostAlgorithm,
    key: GostKey,
    options: OptionsXAdES,
  ): Promise<void> {
    const { id } = options;
    const { properties } = this;
    if (id === undefined || properties === null)
      throw new GostError("GOST_OPTIONS_INVALID", "Option id must be given.");
    properties.Target = `#${id}`;
    properties.SignedProperties.Id = `${id}-signedprops`;
    await super.ApplySignOptions(signature, algorithm, key, options);
    signature.SignedInfo.CanonicalizationMethod.Algorithm = transformUri.exclusive;
    for (const reference of signature.SignedInfo.References.GetIterator()) {
      if (reference.Type !== signedPropertiesType) continue;
      reference.Transforms = new Transforms();
      reference.Transforms.Add(this.ResolveTransform(transformUri.exclusive));
    }
  }

  protected override async ApplySigningCertificate(value?: OptionsXAdES["signingCertificate"]): Promise<void> {
    if (value === undefined || this.properties === null) return;
    const base64 = typeof value === "string" ? value : value.certificate;
    const certificate = parseCertificate(new Uint8Array(Convert.FromBase64(base64)));
    const entry = new xades.Cert();
    entry.CertDigest.DigestMethod.Algorithm = xmlAlgorithms[certificate.bits].digest;
    entry.CertDigest.DigestValue = streebog(certificate.bits, certificate.der);
    entry.IssuerSerial.X509IssuerName = formatDistinguishedName(certificate.issuer);
    entry.IssuerSerial.X509SerialNumber = certificate.serialNumber.toString();
    this.properties.SignedProperties.SignedSignatureProperties.SigningCertificate.Add(entry);
  }

  protected override async GetPublicKeys(): Promise<GostKey[]> {
    return this.XmlSignature.KeyInfo.GetIterator()
      .flatMap((clause) => (clause instanceof KeyInfoX509Data ? clause.Certificates : []))
      .map((certificate) => verificationKey(parseCertificate(certificate.GetRaw())));
  }

  protected override ApplyTransforms(transforms: Transforms, input: Element): unknown {
    // Reading a signature, xmldsigjs takes classes of its own for the transforms that it knows, whatever is registered.
    const registered = new Transforms();
    for (const { Algorithm, Element: element } of transforms.GetIterator()) {
      const transform = CryptoConfig.CreateFromName(Algorithm);
      if (element) transform.LoadXml(element);
      registered.Add(transform);
    }
    return super.ApplyTransforms(registered, input);
  }
}

/** `SignedXml` of xadesjs without its content handler, whose type no subclass can satisfy. */
export type GostSignedXml = Omit<SignedXml, "contentHandler">;

/**
 * Creates a `SignedXml` of xadesjs that signs in the exclusive profile with keys of {@link signingKey}, for what
 * {@link signXadesDocument} has no option for. `Sign` must get the option `id`.
 *
 * To accept a document use {@link verifyXadesDocument}: what `Verify` accepts may still be a signature over another element
 * than the one that is read.
 *
 * Calls {@link registerGost}, which changes registries of the whole process.
 *
 * @param document - the document whose signature is to be read, as xmldsigjs parses it.
 */
export function createGostSignedXml(document?: ConstructorParameters<typeof SignedXml>[0]): GostSignedXml {
  registerGost();
  return new ExclusiveSignedXml(document);
}
