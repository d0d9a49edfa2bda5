/** Port of a root when nothing else is said. */
export const defaultTcpPort = 2403;

/** A payload is at most this much larger than the envelope in it: what gzip adds to bytes that it cannot shrink. */
export const packingMarginBytes = 64 * 1024;
