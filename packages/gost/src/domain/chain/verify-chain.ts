import type { GostCertificate } from "../certificate/certificate.js";
import type { KeyUsage } from "../certificate/key-usage.js";
import type { GostCrl } from "../crl/crl.js";
import { integerOption, invalidOption, refuseUnknownOptions } from "../options.js";
import { type CandidatePath, candidatePaths } from "./build-paths.js";
import {
  checkBasicConstraints,
  checkCriticalExtensions,
  checkKeyUsage,
  checkPathLength,
  checkPurpose,
  checkSignature,
  checkValidity,
} from "./certificate-checks.js";
import type { ChainCheck, ChainCheckName, ChainReport, Finding, RevocationPolicy } from "./chain-report.js";
import { checkRevocation } from "./revocation.js";

/** What {@link verifyChain} verifies, and against what. */
export interface VerifyChainOptions {
  /** The certificate in question. */
  readonly certificate: GostCertificate;
  /** Certificates that are trusted because the caller says so; they need not be self-signed. */
  readonly trustAnchors: readonly GostCertificate[];
  /** Certificates that may stand between; nothing is trusted about them. Default: none. At most 1000. */
  readonly intermediates?: readonly GostCertificate[];
  /** The instant for which the question is asked. */
  readonly at: Date;
  /** Revocation lists, of any issuer. Default: none. */
  readonly crls?: readonly GostCrl[];
  /** Default: `path` when {@link VerifyChainOptions.crls} is given, else `off`. */
  readonly revocation?: RevocationPolicy;
  /** Usages of which the certificate in question must allow at least one. Default: any will do. */
  readonly keyUsage?: readonly KeyUsage[];
  /** Object identifier of the purpose that the certificate in question must serve. Default: any will do. */
  readonly purpose?: string;
  /** Longest path, both ends counted. Default: 10; at most 20. */
  readonly maximumLength?: number;
}

const optionNames = [
  "certificate",
  "trustAnchors",
  "intermediates",
  "at",
  "crls",
  "revocation",
  "keyUsage",
  "purpose",
  "maximumLength",
];

const maximumIntermediates = 1000;

/** Authorities that certify one another could make more paths than anyone wants to try. */
const maximumPaths = 16;

/**
 * Verifies that a certificate may be trusted at an instant (RFC 5280 §6): builds a path to a trust anchor and reports
 * named checks of each certificate on it. Where there are several paths, the first valid one is reported, else the one
 * with the fewest failures.
 *
 * Name constraints and policy constraints are not processed: certificates in which they are critical are refused.
 * A trust anchor is held to its own period of validity and constraints, as OpenSSL does.
 *
 * @throws {@link GostError} `GOST_OPTIONS_INVALID` for options that make no sense. A certificate that is not to be trusted
 * is not an error: see {@link ChainReport.valid}.
 *
 * @example
 * ```ts
 * const report = verifyChain({ certificate, trustAnchors: [root], at: new Date() });
 * if (!report.valid) console.log(report.checks.filter((check) => !check.passed));
 * ```
 */
export function verifyChain(options: VerifyChainOptions): ChainReport {
  refuseUnknownOptions(options, optionNames);
  const { certificate, trustAnchors, intermediates = [], at, crls } = options;
  if (Number.isNaN(at.getTime())) throw invalidOption("at", "must be a date");
  if (intermediates.length > maximumIntermediates) {
    throw invalidOption("intermediates", `must be at most ${maximumIntermediates} certificates`);
  }
  const revocation = options.revocation ?? (crls === undefined ? "off" : "path");
  const maximumLength = integerOption("maximumLength", options.maximumLength, { from: 1, to: 20, otherwise: 10 });
  const sources = { intermediates, trustAnchors, maximumLength };
  const reports: ChainReport[] = [];
  for (const path of candidatePaths(certificate, sources)) {
    const report = checkPath(path, options, revocation, maximumLength);
    if (report.valid) return report;
    reports.push(report);
    if (reports.length === maximumPaths) break;
  }
  return reports.reduce((best, report) => (failures(report) < failures(best) ? report : best));
}

function failures(report: ChainReport): number {
  return report.checks.filter(({ passed }) => !passed).length;
}

function checkPath(
  { certificates: path, anchored }: CandidatePath,
  { at, crls = [], keyUsage = [], purpose }: VerifyChainOptions,
  revocation: RevocationPolicy,
  maximumLength: number,
): ChainReport {
  const checks: ChainCheck[] = [];
  const add = (name: ChainCheckName, certificate: number, finding: Finding): void => {
    checks.push({ name, certificate, ...(finding === undefined ? { passed: true } : { passed: false, ...finding }) });
  };
  path.forEach((certificate, index) => {
    add("validity", index, checkValidity(certificate, at));
    add("criticalExtensions", index, checkCriticalExtensions(certificate.extensions));
    if (index === 0) {
      add("keyUsage", index, checkKeyUsage(certificate, keyUsage));
      if (purpose !== undefined) add("purpose", index, checkPurpose(certificate, purpose));
    } else {
      add("basicConstraints", index, checkBasicConstraints(certificate));
      add("keyUsage", index, checkKeyUsage(certificate, ["keyCertSign"]));
      add("pathLength", index, checkPathLength(certificate, path.slice(0, index)));
    }
    const issuer = path[index + 1];
    if (issuer === undefined) return;
    add("signature", index, checkSignature(certificate, issuer));
    if (revocation === "path" || (revocation === "certificate" && index === 0)) {
      add("revocation", index, checkRevocation(certificate, issuer, crls, at));
    }
  });
  add("trustAnchor", path.length - 1, checkAnchor(anchored, path.length === maximumLength));
  return { valid: checks.every(({ passed }) => passed), path, checks, revocation };
}

function checkAnchor(anchored: boolean, cutShort: boolean): Finding {
  if (anchored) return undefined;
  if (cutShort) return { failure: "path-too-long", message: "No trust anchor was reached within the longest path." };
  return { failure: "issuer-unknown", message: "The issuer is neither a trust anchor nor among the intermediates." };
}
