import { hash } from "node:crypto";

const maxLength = 64;

/**
 * The id of something that a node records itself: `<kind>:<subject>`, always the same for the same subject. A subject that
 * is too long is shortened to its digest.
 */
export function derivedId(kind: "conflict" | "malformed" | "redrive", subject: string): string {
  const id = `${kind}:${subject}`;
  return id.length <= maxLength ? id : `${kind}:${hash("sha256", subject, "hex").slice(0, 40)}`;
}
