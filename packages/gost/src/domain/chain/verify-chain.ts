import { refuseUnknownOptions } from "../options.js";
import type { ChainReport } from "./chain-report.js";
import { type ChainQuestion, type ChainVerifierOptions, createChainVerifier } from "./chain-verifier.js";

/** What {@link verifyChain} verifies, and against what. */
export interface VerifyChainOptions extends ChainQuestion, ChainVerifierOptions {}

const knownOptions: readonly (keyof VerifyChainOptions)[] = [
  "certificate",
  "trustAnchors",
  "intermediates",
  "at",
  "crls",
  "revocation",
  "keyUsage",
  "purpose",
  "maxLength",
];

/**
 * Verifies that a certificate may be trusted at an instant (RFC 5280 §6): builds a path to a trust anchor and reports
 * named checks of each certificate on it. Where there are several paths, the first valid one is reported, else the one
 * with the fewest failures.
 *
 * Name constraints and policy constraints are not processed: certificates in which they are critical are refused.
 * A trust anchor is held to its own period of validity and constraints, as OpenSSL does. At most 16 paths are checked, and
 * no further signatures once 128 were wrong.
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
  refuseUnknownOptions(options, knownOptions);
  return createChainVerifier(options).verify(options);
}
