import { bytesToHex } from "@noble/curves/utils.js";
import type { DistinguishedName, NameAttribute } from "./distinguished-name.js";

/**
 * Whether two names are the same: string types, case of Latin letters and runs of spaces make no difference
 * (RFC 5280 §7.1 in the reading of OpenSSL, so that both build the same chains).
 */
export function sameName(left: DistinguishedName, right: DistinguishedName): boolean {
  return comparisonKey(left) === comparisonKey(right);
}

/** Names are compared again and again while chains are built, and a hostile one may be as long as its certificate. */
const comparisonKeys = new WeakMap<DistinguishedName, string>();

/** A text that two names share exactly when they are the same. Not for display. */
export function comparisonKey(name: DistinguishedName): string {
  let key = comparisonKeys.get(name);
  if (key === undefined) {
    key = JSON.stringify(name.relativeNames.map((attributes) => attributes.map(attributeKey).sort()));
    comparisonKeys.set(name, key);
  }
  return key;
}

function attributeKey({ oid, text, der }: NameAttribute): string {
  if (text === undefined) return `${oid}#${bytesToHex(der)}`;
  const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return `${oid}=${folded.replace(/[ \t\n\v\f\r]+/g, " ").replace(/^ | $/g, "")}`;
}
