import {
  describeAlgorithm,
  equalBytes,
  expectNoParameters,
  findSuite,
  type GostBits,
  type GostCertificate,
  GostError,
  streebog,
  verifyDigest,
} from "@opora/gost";
import type { CertificatePool } from "./certificate-pool.js";
import type { ContentUnderTest } from "./content-under-test.js";
import { cmsOid } from "./object-identifiers.js";
import { type CmsCheck, type CmsFinding, type CmsSignerCheckName, type CmsSignerReport, checkOf } from "./report.js";
import { readSignedValues, type SignedValues } from "./signed-attribute-values.js";
import type { SignerInfo } from "./signer-info.js";
import { differenceOf, type SigningCertificateId } from "./signing-certificate.js";
import type { TrustCheck } from "./trust.js";

/** What the signatures of one message have in common. */
export interface SignedMessage {
  /** Type of the content as the message gives it. */
  readonly contentType: string;
  /** `undefined` when there is none, or two that differ. */
  readonly content: ContentUnderTest | undefined;
  /** Certificates that the signers may mean. */
  readonly certificates: CertificatePool;
  readonly trust: TrustCheck;
}

/** Verifies one signature of a message. */
export function verifySigner(signer: SignerInfo, message: SignedMessage): CmsSignerReport {
  const { signedAttributes, signature } = signer;
  const reading = signedAttributes === undefined ? undefined : readSignedValues(signedAttributes.list);
  const values = reading?.values;
  const bits = findSuite("digest", signer.digestAlgorithm.oid)?.bits;
  const digest = bits === undefined ? undefined : signedDigest(signer, bits, message.content);
  const verdicts = new Map<GostCertificate, boolean>();
  const verifies = (certificate: GostCertificate): boolean => {
    let verdict = verdicts.get(certificate);
    if (verdict === undefined) {
      verdict = digest !== undefined && verifyDigest({ key: certificate.publicKey, digest, signature });
      verdicts.set(certificate, verdict);
    }
    return verdict;
  };
  const certificate = chooseCertificate(signer, message.certificates, values?.signingCertificates ?? [], verifies);

  const checks: CmsCheck<CmsSignerCheckName>[] = [];
  const add = (name: CmsSignerCheckName, finding: CmsFinding): void => void checks.push(checkOf(name, finding));
  add("certificate", certificate === undefined ? certificateUnknown : undefined);
  if (certificate !== undefined) add("keyUsage", checkKeyUsage(certificate));
  add("algorithms", checkAlgorithms(signer, certificate));
  add("attributes", reading === undefined ? checkAbsentAttributes(message) : reading.finding);
  if (values !== undefined) {
    add("contentType", checkContentType(values, message.contentType));
    if (bits !== undefined && message.content !== undefined) {
      add("messageDigest", checkMessageDigest(values, message.content.digest(bits)));
    }
  }
  if (certificate !== undefined && digest !== undefined) {
    add("signature", verifies(certificate) ? undefined : signatureWrong);
  }
  if (values !== undefined && certificate !== undefined) {
    const { signingCertificates, signingTime } = values;
    if (signingCertificates.length > 0) {
      add("signingCertificate", checkSigningCertificate(signingCertificates, certificate));
    }
    if (signingTime !== undefined) add("signingTime", checkSigningTime(signingTime, certificate));
  }
  const chain = certificate === undefined ? undefined : message.trust.check(certificate, values?.signingTime);
  if (chain !== undefined) add("chain", chain.finding);

  // Without a content the checks are the fewer, and say nothing about what was signed.
  const valid = message.content !== undefined && checks.every(({ passed }) => passed);
  return {
    valid,
    trusted: valid && chain !== undefined,
    level: values !== undefined && values.signingCertificates.length > 0 ? "cades-bes" : "cms",
    checks,
    certificate,
    signingTime: values?.signingTime,
    unsignedAttributes: signer.unsignedAttributes.map(({ oid }) => oid),
    chain: chain?.report,
  };
}

/** The digest that the signature is made over: of the signed attributes, or of the content itself (RFC 5652 §5.4). */
function signedDigest(
  { signedAttributes }: SignerInfo,
  bits: GostBits,
  content: ContentUnderTest | undefined,
): Uint8Array | undefined {
  return signedAttributes === undefined ? content?.digest(bits) : streebog(bits, signedAttributes.encodedSet);
}

/** Nobody issues so many under one number; whoever sends them along wants a signature verified under each of them. */
const maxCandidates = 8;

/**
 * Issuer and number need not be unique among what an attacker sends along: the certificate that the signer referred to
 * comes first, then the one whose key made the signature, and any other only to be reported.
 */
function chooseCertificate(
  { identifier }: SignerInfo,
  certificates: CertificatePool,
  ids: readonly SigningCertificateId[],
  verifies: (certificate: GostCertificate) => boolean,
): GostCertificate | undefined {
  const candidates = certificates.identifiedBy(identifier).slice(0, maxCandidates);
  if (candidates.length <= 1) return candidates[0];
  const meant = candidates.filter((certificate) => ids.every((id) => differenceOf(id, certificate) === undefined));
  return meant.find(verifies) ?? meant[0] ?? candidates[0];
}

const certificateUnknown: CmsFinding = {
  failure: "certificate-unknown",
  message: "The signer's certificate neither came with the message nor was given.",
};

const signatureWrong: CmsFinding = {
  failure: "signature-wrong",
  message: "The signature was not made with the key of the signer's certificate.",
};

function checkKeyUsage({ keyUsage }: GostCertificate): CmsFinding {
  if (keyUsage === undefined || keyUsage.has("digitalSignature") || keyUsage.has("nonRepudiation")) return undefined;
  return { failure: "usage-not-allowed", message: "The certificate does not allow its key to sign." };
}

function checkAlgorithms(
  { digestAlgorithm, signatureAlgorithm }: SignerInfo,
  certificate: GostCertificate | undefined,
): CmsFinding {
  const suite = findSuite("digest", digestAlgorithm.oid);
  if (suite === undefined) {
    return {
      failure: "algorithm-unsupported",
      message: `The digest ${describeAlgorithm(digestAlgorithm.oid)} is not of GOST R 34.11-2012.`,
    };
  }
  // TC26, CryptoPro and OpenSSL name the key's algorithm here, RFC 9215 the signature's.
  if (signatureAlgorithm.oid !== suite.key && signatureAlgorithm.oid !== suite.signature) {
    const message = `The signature algorithm ${describeAlgorithm(signatureAlgorithm.oid)} does not go with the digest.`;
    return { failure: "algorithm-mismatch", message };
  }
  if (certificate !== undefined && certificate.bits !== suite.bits) {
    const message = `The digest has ${suite.bits} bits and the certificate's key ${certificate.bits}.`;
    return { failure: "algorithm-mismatch", message };
  }
  try {
    expectNoParameters(digestAlgorithm);
    expectNoParameters(signatureAlgorithm);
    return undefined;
  } catch (error) {
    if (GostError.is(error)) return { failure: "algorithm-unsupported", message: error.message };
    throw error;
  }
}

/** RFC 5652 §5.3: without signed attributes the content must be plain data. */
function checkAbsentAttributes({ contentType, content }: SignedMessage): CmsFinding {
  if (contentType !== cmsOid.data) {
    const message = `A content of the type ${contentType} can only be signed with signed attributes.`;
    return { failure: "attribute-missing", message };
  }
  if (content?.isSignedAttributes()) {
    const message = "The content is the signed attributes of another signature, which were never meant as a content.";
    return { failure: "attributes-as-content", message };
  }
  return undefined;
}

function checkContentType(values: SignedValues, contentType: string): CmsFinding {
  if (values.contentType === contentType) return undefined;
  const message = `The signed content type ${values.contentType} is not that of the message, ${contentType}.`;
  return { failure: "content-type-differs", message };
}

function checkMessageDigest({ messageDigest }: SignedValues, digest: Uint8Array): CmsFinding {
  if (equalBytes(messageDigest, digest)) return undefined;
  return { failure: "digest-differs", message: "The content is not the one that was signed." };
}

function checkSigningCertificate(ids: readonly SigningCertificateId[], certificate: GostCertificate): CmsFinding {
  const difference = ids.map((id) => differenceOf(id, certificate)).find((found) => found !== undefined);
  if (difference === undefined) return undefined;
  return {
    failure: "certificate-differs",
    message: `The signed reference does not mean the signer's certificate: ${difference}.`,
  };
}

function checkSigningTime(signingTime: Date, { notBefore, notAfter }: GostCertificate): CmsFinding {
  // notAfter is the last second of validity, all of it; signing times have whole seconds.
  if (signingTime >= notBefore && signingTime <= notAfter) return undefined;
  return {
    failure: "time-outside-validity",
    message: `The claimed signing time ${signingTime.toISOString()} is outside the certificate's period of validity.`,
  };
}
