import type { GostCertificate } from "../certificate/certificate.js";
import type { KeyUsage } from "../certificate/key-usage.js";
import type { GostCrl } from "../crl/crl.js";
import { arrayOption, choiceOption, dateOption, integerOption, invalidOption } from "../options.js";
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
import {
  type ChainCheck,
  type ChainCheckName,
  type ChainReport,
  type Finding,
  type RevocationPolicy,
  revocationPolicies,
} from "./chain-report.js";
import { createPathSources } from "./path-sources.js";
import { checkRevocation } from "./revocation.js";
import { createSignatureMemory, type SignatureMemory } from "./signature-memory.js";

/** Whom a verification trusts, and what else it knows. */
export interface ChainVerifierOptions {
  /** Certificates that are trusted because the caller says so; they need not be self-signed. */
  readonly trustAnchors: readonly GostCertificate[];
  /** Certificates that may stand between; nothing is trusted about them. Default: none. At most 10,000. */
  readonly intermediates?: readonly GostCertificate[];
  /** Revocation lists, of any issuer. Default: none. */
  readonly crls?: readonly GostCrl[];
  /** Default: `path` when {@link ChainVerifierOptions.crls} is given, else `off`. */
  readonly revocation?: RevocationPolicy;
  /** Longest path, both ends counted. Default: 10; at most 20. */
  readonly maxLength?: number;
}

/** What is asked about one certificate. */
export interface ChainQuestion {
  /** The certificate in question. */
  readonly certificate: GostCertificate;
  /** The instant for which the question is asked. */
  readonly at: Date;
  /** Usages of which the certificate in question must allow at least one. Default: any will do. */
  readonly keyUsage?: readonly KeyUsage[];
  /** Object identifier of the purpose that the certificate in question must serve. Default: any will do. */
  readonly purpose?: string;
}

/** Verifies the certificates of one message. */
export interface ChainVerifier {
  verify(question: ChainQuestion): ChainReport;
}

/** More than any published list of accredited authorities holds. */
const maxIntermediates = 10_000;

/** Authorities that certify one another could make more paths than anyone wants to try. */
const maxPaths = 16;

/**
 * {@link verifyChain} for the several certificates of one message: what is found out about a signature is remembered, and
 * how many wrong ones are put up with is counted for all of them together. Not to be kept for further messages.
 *
 * @throws {@link GostError} `GOST_OPTIONS_INVALID`
 * @internal For the signatures in CMS and XML; everyone else calls {@link verifyChain}.
 */
export function createChainVerifier(options: ChainVerifierOptions): ChainVerifier {
  const trustAnchors = arrayOption("trustAnchors", options.trustAnchors);
  const intermediates = arrayOption("intermediates", options.intermediates ?? []);
  if (intermediates.length > maxIntermediates) {
    throw invalidOption("intermediates", `must be at most ${maxIntermediates} certificates`);
  }
  const crls = arrayOption("crls", options.crls ?? []);
  const revocation = choiceOption("revocation", options.revocation, {
    choices: revocationPolicies,
    otherwise: options.crls === undefined ? "off" : "path",
  });
  const maxLength = integerOption("maxLength", options.maxLength, { from: 1, to: 20, otherwise: 10 });
  const sources = createPathSources(trustAnchors, intermediates, maxLength);
  const memory = createSignatureMemory();
  const rules: PathRules = { crls, revocation, maxLength, memory };
  return {
    verify(question) {
      dateOption("at", question.at);
      const paths = candidatePaths(
        question.certificate,
        sources,
        (certificate, issuer) => memory.verdict(certificate, issuer) === "right",
      );
      const reports: ChainReport[] = [];
      for (const path of paths) {
        const report = checkPath(path, question, rules);
        if (report.valid) return report;
        reports.push(report);
        if (reports.length === maxPaths) break;
      }
      return reports.reduce((best, report) => (failures(report) < failures(best) ? report : best));
    },
  };
}

interface PathRules {
  readonly crls: readonly GostCrl[];
  readonly revocation: RevocationPolicy;
  readonly maxLength: number;
  readonly memory: SignatureMemory;
}

function failures(report: ChainReport): number {
  return report.checks.filter(({ passed }) => !passed).length;
}

function checkPath(
  { certificates: path, anchored }: CandidatePath,
  { at, keyUsage = [], purpose }: ChainQuestion,
  { crls, revocation, maxLength, memory }: PathRules,
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
    add("signature", index, checkSignature(certificate, issuer, memory));
    if (revocation === "path" || (revocation === "certificate" && index === 0)) {
      add("revocation", index, checkRevocation(certificate, issuer, crls, at, memory));
    }
  });
  add("trustAnchor", path.length - 1, checkAnchor(anchored, path.length === maxLength));
  return { valid: checks.every(({ passed }) => passed), path, checks, revocation };
}

function checkAnchor(anchored: boolean, cutShort: boolean): Finding {
  if (anchored) return undefined;
  if (cutShort) return { failure: "path-too-long", message: "No trust anchor was reached within the longest path." };
  return { failure: "issuer-unknown", message: "The issuer is neither a trust anchor nor among the intermediates." };
}
