import { CoreError } from "../errors.js";
import type { JsonValue } from "./json.js";
import { invalidOption, refuseUnknownKeys } from "./options.js";

/** Limits of {@link canonicalJson}. */
export interface CanonicalJsonOptions {
  /** How many arrays and objects may be nested in each other, 1 to 1000. Default: 64. */
  readonly maxDepth?: number;
}

/**
 * Writes a value in the one form that RFC 8785 (JSON Canonicalization Scheme) gives it: no white space, keys in the order
 * of their UTF-16 code units, numbers and strings as ECMAScript writes them. Equal values give equal texts, so a text can
 * be hashed or signed.
 *
 * Nothing is guessed: a `bigint`, `undefined`, `NaN`, a lone surrogate, an object that is not plain (a `Date`, a `Map`),
 * a hole in an array and a cycle are all refused. Unlike `JSON.stringify` it calls no `toJSON`.
 *
 * @throws {@link CoreError} `CORE_JSON_UNSUPPORTED`, with the place as a JSON Pointer in `details.path`;
 * `CORE_OPTIONS_INVALID`.
 * @example
 * ```ts
 * canonicalJson({ b: [1e21, "€"], a: null }); // {"a":null,"b":[1e+21,"€"]}
 * ```
 */
export function canonicalJson(value: JsonValue, options: CanonicalJsonOptions = {}): string {
  refuseUnknownKeys(options, ["maxDepth"]);
  const { maxDepth = 64 } = options;
  if (!Number.isInteger(maxDepth) || maxDepth < 1 || maxDepth > 1000) {
    throw invalidOption("maxDepth", "must be an integer from 1 to 1000");
  }
  return write(value, [], maxDepth);
}

function write(value: unknown, path: string[], depthLeft: number): string {
  switch (typeof value) {
    case "string":
      return writeString(value, path);
    case "number":
      if (!Number.isFinite(value)) throw unsupported("JSON has no such number", path);
      // JSON.stringify follows ECMAScript's Number::toString, which RFC 8785 §3.2.2.3 prescribes; -0 becomes 0.
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      if (depthLeft === 0) throw unsupported("it is nested too deeply, or contains itself", path);
      return Array.isArray(value) ? writeArray(value, path, depthLeft - 1) : writeObject(value, path, depthLeft - 1);
    default:
      throw unsupported(`JSON has no ${typeof value}`, path);
  }
}

function writeArray(values: readonly unknown[], path: string[], depthLeft: number): string {
  const items: string[] = [];
  for (let index = 0; index < values.length; index += 1) {
    path.push(String(index));
    items.push(write(values[index], path, depthLeft));
    path.pop();
  }
  return `[${items.join(",")}]`;
}

function writeObject(object: object, path: string[], depthLeft: number): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) throw unsupported("only plain objects are JSON", path);
  // The default order of sort() is that of UTF-16 code units (RFC 8785 §3.2.3).
  const members = Object.keys(object)
    .sort()
    .map((key) => {
      path.push(key);
      const member = `${writeString(key, path)}:${write((object as Record<string, unknown>)[key], path, depthLeft)}`;
      path.pop();
      return member;
    });
  return `{${members.join(",")}}`;
}

function writeString(text: string, path: readonly string[]): string {
  if (loneSurrogate.test(text)) throw unsupported("it has half of a surrogate pair", path);
  return JSON.stringify(text);
}

/** With the `u` flag a pair is one code point, so only halves match. */
const loneSurrogate = /\p{Surrogate}/u;

function unsupported(reason: string, path: readonly string[]): CoreError {
  const pointer = path.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return new CoreError(
    "CORE_JSON_UNSUPPORTED",
    `Cannot write the value at "${pointer}" as canonical JSON: ${reason}.`,
    {
      details: { path: pointer },
    },
  );
}
