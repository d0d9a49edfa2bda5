import { systemClock } from "@opora/core";
import {
  arrayOption,
  bytesOption,
  choiceOption,
  dateOption,
  equalBytes,
  findSuite,
  type GostBits,
  type GostCertificate,
  type GostCrl,
  GostError,
  type RevocationPolicy,
  refuseUnknownOptions,
  revocationPolicies,
} from "@opora/gost";
import { createCertificatePool } from "./certificate-pool.js";
import { type ContentUnderTest, contentOfBytes, contentOfStream } from "./content-under-test.js";
import { decodeCms } from "./encoding.js";
import { type CmsLimits, completeLimits } from "./limits.js";
import { type CmsFinding, type CmsReport, checkOf } from "./report.js";
import { readSignedData, type SignedData } from "./signed-data.js";
import { createTrustCheck, type TrustSettings } from "./trust.js";
import { verifySigner } from "./verify-signer.js";

/** What is verified, and whom the caller trusts. */
export interface VerifyCmsOptions {
  /** The message as its file holds it: DER, BER, base64 or PEM. */
  readonly cms: Uint8Array;
  /** The content, when it travels apart. Given together with an attached one, both must be the same. */
  readonly content?: Uint8Array;
  /** Certificates that are trusted because the caller says so. Default: none, and nobody is trusted. */
  readonly trustAnchors?: readonly GostCertificate[];
  /** Certificates that may be missing in the message, the signer's or its issuers'; not trusted. Default: none. */
  readonly certificates?: readonly GostCertificate[];
  /**
   * The instant for which trust is decided; `signingTime` stands for what the signature claims, which proves nothing but
   * lets old signatures be read. Default: now.
   */
  readonly at?: Date | "signingTime";
  /** Revocation lists beside those in the message. Default: none. */
  readonly crls?: readonly GostCrl[];
  /** Whose revocation is checked. Default: `path` when {@link VerifyCmsOptions.crls} is given, else `off`. */
  readonly revocation?: RevocationPolicy;
  /** Bounds of the message. Default: 64 MiB, 16 signatures, 64 certificates. */
  readonly limits?: Partial<CmsLimits>;
}

/** {@link VerifyCmsOptions} with a content that is read piece by piece. */
export interface VerifyCmsStreamOptions extends Omit<VerifyCmsOptions, "content"> {
  /** The content, which travels apart. It is read to its end, or let go of when the message cannot be read. */
  readonly content: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
}

const knownOptions: readonly (keyof VerifyCmsOptions)[] = [
  "cms",
  "content",
  "trustAnchors",
  "certificates",
  "at",
  "crls",
  "revocation",
  "limits",
];

/**
 * Verifies a CMS message with GOST signatures: BER or DER, detached or attached, with any number of signers, with the
 * attributes of CAdES-BES or without. A bad message is an outcome, not an error.
 *
 * `valid` says that the signatures are right; `trusted` also says whose they are. Time stamps and other unsigned
 * attributes are not looked at.
 *
 * @throws GostError `GOST_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * const report = verifyCms({ cms: signature, content: document, trustAnchors: [root] });
 * if (report.trusted && report.level === "cades-bes") accept(report.signers.map(({ certificate }) => certificate));
 * ```
 */
export function verifyCms(options: VerifyCmsOptions): CmsReport {
  refuseUnknownOptions(options, knownOptions);
  const trust = completeTrust(options);
  const given = options.content === undefined ? undefined : contentOfBytes(bytesOption("content", options.content));
  const opened = openMessage(options);
  return opened.message === undefined ? unreadable(opened.finding) : verifyMessage(opened.message, given, trust);
}

/**
 * {@link verifyCms} for a content of any size: it is read once and takes no more memory than one piece.
 *
 * @throws GostError `GOST_OPTIONS_INVALID`; what the content's stream throws; the reason of the signal.
 *
 * @example
 * ```ts
 * const report = await verifyCmsStream({ cms: signature, content: createReadStream("archive.zip"), trustAnchors: [root] });
 * ```
 */
export async function verifyCmsStream(options: VerifyCmsStreamOptions): Promise<CmsReport> {
  refuseUnknownOptions(options, [...knownOptions, "signal"]);
  const { content, signal } = options;
  const trust = completeTrust(options);
  const opened = openMessage(options);
  if (opened.message === undefined) {
    await content[Symbol.asyncIterator]().return?.();
    return unreadable(opened.finding);
  }
  const given = await contentOfStream(content, digestLengths(opened.message), signal);
  return verifyMessage(opened.message, given, trust);
}

type TrustOptions = Pick<VerifyCmsOptions, "trustAnchors" | "certificates" | "at" | "crls" | "revocation">;

/** {@link TrustOptions}, checked and complete. */
interface TrustChoices extends Omit<TrustSettings, "certificates" | "messageCrls"> {
  /** Certificates that were given; not trusted. */
  readonly given: readonly GostCertificate[];
}

function openMessage({
  cms,
  limits = {},
}: Pick<VerifyCmsOptions, "cms" | "limits">):
  | { readonly message: SignedData }
  | { readonly message: undefined; readonly finding: NonNullable<CmsFinding> } {
  const complete = completeLimits(limits);
  bytesOption("cms", cms);
  try {
    return { message: readSignedData(decodeCms(cms, complete.maxBytes), complete) };
  } catch (error) {
    if (!GostError.is(error)) throw error;
    const failure = error.code === "GOST_LIMIT_EXCEEDED" ? "limit-exceeded" : "not-signed-data";
    return { message: undefined, finding: { failure, message: error.message } };
  }
}

/** Which digests the signatures ask for; the comparison of two contents asks for one in any case. */
function digestLengths({ signers }: SignedData): ReadonlySet<GostBits> {
  const lengths = signers.flatMap(({ digestAlgorithm }) => findSuite("digest", digestAlgorithm.oid)?.bits ?? []);
  return new Set(lengths.length === 0 ? [256] : lengths);
}

function verifyMessage(message: SignedData, given: ContentUnderTest | undefined, trusted: TrustChoices): CmsReport {
  const attached = message.content === undefined ? undefined : contentOfBytes(message.content);
  const contentFinding = checkContent(message, attached, given);
  const content = contentFinding === undefined ? (attached ?? given) : undefined;
  const { given: givenCertificates, ...choices } = trusted;
  const certificates = createCertificatePool({
    message: message.certificates,
    given: givenCertificates,
    trustAnchors: choices.trustAnchors ?? [],
  });
  const trust = createTrustCheck({ ...choices, certificates, messageCrls: message.crls });
  const { contentType } = message;
  const signers = message.signers.map((signer) => verifySigner(signer, { contentType, content, certificates, trust }));
  const checks = [
    checkOf("structure", undefined),
    checkOf("content", contentFinding),
    checkOf("signers", signers.length === 0 ? noSigners : undefined),
  ];
  const valid = [...checks, ...signers.flatMap((signer) => signer.checks)].every(({ passed }) => passed);
  const levels = signers.map(({ level }) => level);
  return {
    valid,
    trusted: valid && signers.every(({ trusted }) => trusted),
    level: levels.includes("cms") ? "cms" : levels[0],
    checks,
    signers,
    content: valid ? message.content : undefined,
  };
}

const noSigners: CmsFinding = { failure: "no-signers", message: "The message holds no signature." };

function unreadable(finding: CmsFinding): CmsReport {
  const checks = [checkOf("structure", finding)];
  return { valid: false, trusted: false, level: undefined, checks, signers: [], content: undefined };
}

function checkContent(
  message: SignedData,
  attached: ContentUnderTest | undefined,
  given: ContentUnderTest | undefined,
): CmsFinding {
  if (attached === undefined && given === undefined) {
    return { failure: "content-missing", message: "The signature is detached: give the content that it belongs to." };
  }
  if (attached === undefined || given === undefined) return undefined;
  const differs = [...digestLengths(message)].some((bits) => !equalBytes(attached.digest(bits), given.digest(bits)));
  if (!differs) return undefined;
  return { failure: "content-differs", message: "The content that was given is not the one attached to the message." };
}

/** Checks what the caller says about trust, before anything is read. */
function completeTrust({ trustAnchors, certificates, at, crls, revocation }: TrustOptions): TrustChoices {
  return {
    trustAnchors: trustAnchors === undefined ? undefined : arrayOption("trustAnchors", trustAnchors),
    given: arrayOption("certificates", certificates ?? []),
    at: at === "signingTime" ? at : dateOption("at", at ?? systemClock.now()),
    crls: arrayOption("crls", crls ?? []),
    revocation: choiceOption("revocation", revocation, {
      choices: revocationPolicies,
      otherwise: crls === undefined ? "off" : "path",
    }),
  };
}
