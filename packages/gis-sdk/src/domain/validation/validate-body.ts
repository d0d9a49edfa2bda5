import { resolveLimits } from "../wire/xml/limits.js";
import { scanXml, type XmlHandler, type XmlLimits, XmlProblem } from "../wire/xml/scan-xml.js";
import { createKeyRules } from "./key-rules.js";
import { createReporter, type Reporter, TooManyViolations } from "./report.js";
import { createRequestRules, createValueRules } from "./request-rules.js";
import { createSchemaChecker, type ElementListener } from "./schema-checker.js";
import { createStateRules } from "./state-rules.js";
import type { Violation } from "./violation.js";

/** What {@link validateBody} found. */
export interface ValidationReport {
  /** Whether the whole message was checked and has no violation that is an error; warnings do not count. */
  readonly valid: boolean;
  /** Local name of the message, for instance `getStateResult`; absent where none was recognised. */
  readonly message?: string;
  /** Whether the message stands in a SOAP envelope. */
  readonly enveloped: boolean;
  /** In document order of where they were noticed. */
  readonly violations: readonly Violation[];
  /** Whether there are more violations than the limit: the rest of the message was not checked. */
  readonly truncated: boolean;
}

/** Bounds of {@link validateBody}. */
export interface ValidationLimits {
  /** Size of the body in bytes. Default: 16 MiB. */
  readonly maxBytes?: number;
  /** Nesting of elements. Default: 64. */
  readonly maxDepth?: number;
  /** Number of violations that are reported. Default: 1000. */
  readonly maxViolations?: number;
}

const defaultLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxDepth: 64,
  maxViolations: 1000,
};

const messages: ReadonlySet<string> = new Set([
  "pay:importNotificationsOfOrderExecutionRequest",
  "pay:importSupplierNotificationsOfOrderExecutionRequest",
  "pay:importNotificationsOfOrderExecutionCancellationRequest",
  "pay:getStateResult",
  "base:getStateRequest",
  "base:AckRequest",
]);
const roots: ReadonlySet<string> = new Set([...messages, "soap:Envelope"]);

/**
 * Checks a message of the payment service — a request or an answer, bare or in a SOAP 1.1 envelope — against the official
 * schema and the rules that the schema misses.
 *
 * A request need not be signed: that is a warning. Signatures are checked for their form only.
 *
 * @throws {@link GisError} `GIS_OPTIONS_INVALID` for limits that are no positive integers; never because of the body.
 * @example
 * ```ts
 * const { valid, violations } = validateBody(await readFile("body.xml"));
 * for (const { code, path, message } of violations) console.log(code, path, message.en);
 * ```
 */
export function validateBody(bytes: Uint8Array, limits: ValidationLimits = {}): ValidationReport {
  const { maxBytes, maxDepth, maxViolations } = resolveLimits(limits, defaultLimits);
  const reporter = createReporter(maxViolations);
  let message: string | undefined;
  let enveloped = false;
  const recognise: ElementListener = {
    open({ name, local, parent }) {
      if (name === "soap:Envelope") enveloped = true;
      if (parent === undefined ? messages.has(name) : parent.name === "soap:Body") message ??= local;
    },
  };
  const listeners = [
    recognise,
    createKeyRules(reporter),
    createValueRules(reporter),
    createRequestRules(reporter),
    createStateRules(reporter),
  ];
  const checker = createSchemaChecker({ roots, reporter, listeners });
  const truncated = isCutShort(() => readMessage(bytes, { maxBytes, maxDepth }, checker, reporter));
  const { violations } = reporter;
  return {
    valid: !truncated && !violations.some(({ severity }) => severity === "error"),
    ...(message !== undefined && { message }),
    enveloped,
    violations,
    truncated,
  };
}

/** Reads the message; a document that cannot be read is a violation too. */
function readMessage(bytes: Uint8Array, limits: XmlLimits, checker: XmlHandler, reporter: Reporter): void {
  try {
    scanXml(bytes, limits, checker);
  } catch (error) {
    if (!(error instanceof XmlProblem)) throw error;
    reporter.report(`xml/${error.reason}`, { path: "/", line: error.line }, error.message);
  }
}

/** Whether the reading was given up because of too many violations. */
function isCutShort(read: () => void): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (!(error instanceof TooManyViolations)) throw error;
    return true;
  }
}
