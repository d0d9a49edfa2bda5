/** First three letters of a code of ГИС ЖКХ: which part of it speaks. */
export type ErrorFamily =
  /** Access. */
  | "AUT"
  /** Format. */
  | "FMT"
  /** Controls of what was sent. */
  | "INT"
  /** Controls on the server. */
  | "SRV"
  /** Inside GIS, or on the way to it. */
  | "EXP"
  /** File service. */
  | "FIL"
  | "other";

const families: readonly string[] = ["AUT", "FMT", "INT", "SRV", "EXP", "FIL"] satisfies ErrorFamily[];

/** The family of a code. */
export function errorFamily(code: string): ErrorFamily {
  const prefix = code.slice(0, 3).toUpperCase();
  return families.includes(prefix) ? (prefix as ErrorFamily) : "other";
}

/** What an error of ГИС ЖКХ means for what was asked. */
export type ErrorMeaning =
  /** GIS is busy or broken: written anew, the same may pass later. */
  | "try-later"
  /** We may not do this: nothing more of the task is sent before a person looked. */
  | "access"
  /** The packet is malformed: it is set aside, and never sent again as it is. */
  | "malformed"
  /** GIS does not know the GUID that it was asked about. */
  | "request-not-found"
  /** There is nothing to answer with; not an error. */
  | "nothing-found"
  /** GIS had the payment before. */
  | "already-loaded"
  /** The data of this payment, or the rights to it, are wrong. */
  | "data";

/** Codes whose meaning is not that of their family. Sources: open clients of ГИС ЖКХ, and observation. */
const meaningByCode: Readonly<Record<string, ErrorMeaning>> = {
  EXP001000: "try-later",
  EXP002001: "try-later",
  EXP002002: "try-later",
  EXP002003: "try-later",
  INT002018: "try-later",
  INT002012: "nothing-found",
  INT016001: "nothing-found",
  INT016041: "nothing-found",
  INT016043: "nothing-found",
  INT002013: "request-not-found",
  SRV012001: "already-loaded",
};

const meaningByFamily: Readonly<Record<ErrorFamily, ErrorMeaning>> = {
  AUT: "access",
  FMT: "malformed",
  INT: "data",
  SRV: "data",
  EXP: "try-later",
  FIL: "data",
  other: "data",
};

/** What a code means: by itself if it is known, else by its family. */
export function errorMeaning(code: string): ErrorMeaning {
  const known = Object.hasOwn(meaningByCode, code) ? meaningByCode[code] : undefined;
  return known ?? meaningByFamily[errorFamily(code)];
}

/** How a failed step may be repeated. */
export type RetryAdvice =
  /** Not at all as it is. */
  | "never"
  /** The same bytes. */
  | "same"
  /** Written and signed anew, after a pause. */
  | "rebuild"
  /** The same question, at its next due time. */
  | "later"
  /** A person decides. */
  | "ask";

const adviceByMeaning: Readonly<Record<ErrorMeaning, RetryAdvice>> = {
  "try-later": "rebuild",
  access: "never",
  malformed: "never",
  "request-not-found": "later",
  "nothing-found": "never",
  "already-loaded": "never",
  data: "never",
};

/** How a packet that was refused with `code` may be repeated. */
export function retryAdvice(code: string): RetryAdvice {
  return adviceByMeaning[errorMeaning(code)];
}
