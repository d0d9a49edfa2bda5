import { ProcessingError } from "../../errors.js";

/** What names of nodes look like: they are part of origins, headers, topics and logs. */
export const nodeIdPattern: RegExp = /^[A-Za-z0-9._-]{1,64}$/;

/** The origin of documents: a node, in one of its incarnations. */
export function toOriginId(nodeId: string, incarnation: string): string {
  return `${nodeId}:${incarnation}`;
}

/**
 * The node of an origin.
 *
 * @throws ProcessingError `PROCESSING_ENVELOPE_INVALID` when it is not `nodeId:incarnation`.
 */
export function nodeOfOrigin(originId: string): string {
  const [nodeId = "", incarnation = "", ...more] = originId.split(":");
  if (more.length > 0 || originId.length > 128 || !nodeIdPattern.test(nodeId) || !nodeIdPattern.test(incarnation)) {
    throw new ProcessingError("PROCESSING_ENVELOPE_INVALID", 'Field "originId" of the envelope is no origin.', {
      details: { path: "originId" },
    });
  }
  return nodeId;
}
