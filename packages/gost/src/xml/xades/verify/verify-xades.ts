import { arrayOption, dateOption, invalidOption, refuseUnknownOptions } from "@opora/gost";
import { completeLimits, type XmlLimits } from "../../tree/limits.js";
import type { XmlElement, XmlName } from "../../tree/node.js";
import { parseXml } from "../../tree/parse-xml.js";
import { type XadesProfile, xadesProfiles } from "../profile.js";
import { type CheckList, createCheckList } from "./check-list.js";
import { locateElement, locateSignature } from "./locate.js";
import { type ReadSignature, readSignature } from "./read-signature.js";
import type { XadesReport } from "./report.js";
import {
  checkAlgorithms,
  checkContentDigest,
  checkIdentifiers,
  checkKeyUsage,
  checkPropertiesDigest,
  checkSignatureValue,
  checkSigningCertificate,
  type KeyInfoCertificates,
  profileOf,
  readCertificates,
} from "./rules.js";
import { checkSigningTime, readSigningTime } from "./signing-time.js";
import { checkTrust, type TrustOptions } from "./trust.js";

/** What is expected of a document, and whom the caller trusts. */
export interface VerifyXadesOptions extends TrustOptions {
  /** Where the signed element stands: the names from the root down to it. */
  readonly elementPath: readonly XmlName[];
  /** Which profiles are accepted. Default: both. */
  readonly profiles?: readonly XadesProfile[];
  /** Bounds of the document. Default: those of `parseXml`. */
  readonly limits?: Partial<XmlLimits>;
}

const optionNames: readonly (keyof VerifyXadesOptions)[] = [
  "elementPath",
  "profiles",
  "trustAnchors",
  "certificates",
  "at",
  "crls",
  "revocation",
  "limits",
];

/**
 * Verifies a document with one enveloped XAdES-BES signature, strictly: what does not have exactly the shape of one of the
 * profiles is not valid. A bad document is an outcome, not an error.
 *
 * The certificate in the signature is a hint: `valid` says that the element was signed with its key, `trusted` also says
 * that the certificate leads to a trust anchor. Only {@link XadesReport.content} was verified, nothing around it.
 *
 * @throws GostError `GOST_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * const soap = "http://schemas.xmlsoap.org/soap/envelope/";
 * const report = verifyXades(envelope, {
 *   elementPath: [
 *     { namespace: soap, localName: "Envelope" },
 *     { namespace: soap, localName: "Body" },
 *     { namespace: "urn:example", localName: "request" },
 *   ],
 *   trustAnchors: [root],
 * });
 * if (report.trusted && report.content !== undefined) accept(parseXml(report.content));
 * ```
 */
export function verifyXades(xml: Uint8Array, options: VerifyXadesOptions): XadesReport {
  refuseUnknownOptions(options, optionNames);
  const { elementPath, profiles = xadesProfiles, at } = options;
  if (arrayOption("elementPath", elementPath).length === 0) {
    throw invalidOption("elementPath", "must name at least the root element");
  }
  if (arrayOption("profiles", profiles).length === 0) throw invalidOption("profiles", "must name at least one");
  if (at !== undefined && at !== "signingTime") dateOption("at", at);
  const limits = completeLimits(options.limits);
  const list = createCheckList();
  const root = list.run("document", "not-well-formed", () => parseXml(xml, limits));
  const found = root === undefined ? undefined : findSignature(list, root, elementPath);
  const verified = found === undefined ? undefined : verifySignature(list, found, options);
  const valid = list.checks.every(({ passed }) => passed);
  return {
    valid,
    trusted: valid && verified?.chain?.valid === true,
    checks: list.checks,
    profile: verified?.profile,
    certificate: verified?.certificate,
    signingTime: verified?.signingTime,
    chain: verified?.chain,
    content: valid ? verified?.content : undefined,
  };
}

/** A signature found where it is expected, built as it should be. */
interface FoundSignature {
  readonly root: XmlElement;
  readonly element: XmlElement;
  readonly signature: ReadSignature;
}

function findSignature(list: CheckList, root: XmlElement, path: readonly XmlName[]): FoundSignature | undefined {
  const element = list.run("position", "element-missing", () => locateElement(root, path));
  if (element === undefined) return undefined;
  const signature = list.run("structure", "structure-wrong", () => readSignature(locateSignature(element)));
  return signature === undefined ? undefined : { root, element, signature };
}

type VerifiedParts = Pick<XadesReport, "profile" | "certificate" | "signingTime" | "chain" | "content">;

function verifySignature(
  list: CheckList,
  { root, element, signature }: FoundSignature,
  options: VerifyXadesOptions,
): VerifiedParts {
  const { profiles = xadesProfiles } = options;
  list.run("identifiers", "identifier-wrong", () => checkIdentifiers(root, element, signature));
  const profile = list.run("references", "reference-wrong", () => profileOf(signature, profiles));
  const keyInfo = list.run("certificate", "certificate-unreadable", () => readCertificates(signature));
  if (keyInfo !== undefined) {
    list.run("keyUsage", "usage-not-allowed", () => checkKeyUsage(keyInfo.certificate));
    list.run("algorithms", "algorithm-unsupported", () => checkAlgorithms(signature, keyInfo.certificate));
  }
  let content: Uint8Array | undefined;
  if (profile !== undefined) {
    content = list.run("contentDigest", "digest-differs", () => checkContentDigest(element, signature));
    list.run("propertiesDigest", "digest-differs", () => checkPropertiesDigest(signature, profile));
  }
  if (profile !== undefined && keyInfo !== undefined) {
    list.run("signature", "signature-wrong", () => checkSignatureValue(signature, profile, keyInfo.certificate));
  }
  const signer = keyInfo === undefined ? undefined : verifySigner(list, signature, keyInfo, options);
  return {
    profile,
    certificate: keyInfo?.certificate,
    signingTime: signer?.signingTime,
    chain: signer?.chain,
    content,
  };
}

function verifySigner(
  list: CheckList,
  signature: ReadSignature,
  { certificate, others }: KeyInfoCertificates,
  options: VerifyXadesOptions,
): Pick<XadesReport, "signingTime" | "chain"> {
  const signingTime = readSigningTime(signature.properties.signingTime);
  list.run("signingCertificate", "certificate-differs", () => checkSigningCertificate(signature, certificate));
  list.run("signingTime", "time-malformed", () => checkSigningTime(signingTime, certificate));
  const trust = checkTrust(certificate, others, signingTime, options);
  if (trust !== undefined) list.add("chain", trust.finding);
  return { signingTime, chain: trust?.report };
}
