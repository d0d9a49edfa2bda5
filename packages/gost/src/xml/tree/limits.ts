import { invalidOption } from "@opora/gost";

/** What a document may have at most; `parseXml` refuses more with `GOST_LIMIT_EXCEEDED`. */
export interface XmlLimits {
  /** Length of the document in bytes. Default: 16 MiB. */
  readonly maxBytes: number;
  /** Elements inside each other, the root counted. Default: 128; at most 1,000. */
  readonly maxDepth: number;
  /** Elements, texts, comments and processing instructions together. Default: 500,000. */
  readonly maxNodes: number;
  /** Attributes and namespace declarations of one element. Default: 256. */
  readonly maxAttributes: number;
  /** Length of one text or attribute value in UTF-16 units. Default: 8 Mi. */
  readonly maxTextLength: number;
}

/** The limits that apply unless the caller sets others: an exchange packet of 500 payments takes a twentieth of them. */
export const defaultXmlLimits: XmlLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxDepth: 128,
  maxNodes: 500_000,
  maxAttributes: 256,
  maxTextLength: 8 * 1024 * 1024,
};

/** Canonicalization recurses once per level: this keeps it far from the end of the stack. */
export const depthCeiling = 1_000;

/** Completes the caller's limits with the defaults; refuses unknown names and values that are no positive integers. */
export function completeLimits(limits: Partial<XmlLimits> | undefined): XmlLimits {
  if (limits === undefined) return defaultXmlLimits;
  for (const [name, value] of Object.entries(limits)) {
    const path = `limits.${name}`;
    if (!Object.hasOwn(defaultXmlLimits, name)) throw invalidOption(path, "does not exist");
    if (!Number.isSafeInteger(value) || value < 1) throw invalidOption(path, "must be a positive integer");
  }
  const complete = { ...defaultXmlLimits, ...limits };
  if (complete.maxDepth > depthCeiling) throw invalidOption("limits.maxDepth", `must be ${depthCeiling} at most`);
  return complete;
}
