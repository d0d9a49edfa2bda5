import { readFile } from "node:fs/promises";
import { ProcessingError, type Transport } from "@opora/processing-sdk";

/** How a child reaches its root, and proves who it is. */
export interface RootAddress {
  /** `http:`, `https:`, `tcp:` or `tls:`, with host and port. */
  readonly url: URL;
  readonly nodeId: string;
  /** The key that child and root share, as text in base64; without one the child has a certificate, or proves nothing. */
  readonly key?: string;
  readonly tls?: ClientCertificate;
}

/** Files of a child's TLS. */
export interface ClientCertificate {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Opens the way to a root. */
export async function openTransport({ url, nodeId, key, tls }: RootAddress): Promise<Transport> {
  const isEncrypted = url.protocol === "https:" || url.protocol === "tls:";
  const files = isEncrypted ? await readClientTls(tls) : undefined;
  const options = {
    authentication: proofOf(nodeId, key, files?.cert),
    ...(files !== undefined && { tls: files }),
  } as const;
  if (url.protocol === "http:" || url.protocol === "https:") {
    const { createHttpTransport } = await import("@opora/processing-sdk/http");
    return createHttpTransport({ address: url, ...options });
  }
  const { createTcpTransport } = await import("@opora/processing-sdk/tcp");
  return createTcpTransport({ host: url.hostname, ...(url.port !== "" && { port: Number(url.port) }), ...options });
}

/** The way of a child that was not told where its root is: it works offline. */
export function createAbsentTransport(): Transport {
  return {
    request: () =>
      Promise.reject(
        new ProcessingError("PROCESSING_TRANSPORT_UNAVAILABLE", "The root's address was not given: say --root.", {
          retryable: true,
        }),
      ),
    close: () => Promise.resolve(),
  };
}

function proofOf(nodeId: string, key: string | undefined, certificate: Buffer | undefined) {
  if (key !== undefined) return { method: "hmac", nodeId, key: Buffer.from(key, "base64") } as const;
  return { method: certificate === undefined ? "none" : "certificate" } as const;
}

async function readClientTls({ ca, cert, key }: ClientCertificate = {}) {
  return {
    ...(ca !== undefined && { ca: await readFile(ca) }),
    ...(cert !== undefined && { cert: await readFile(cert) }),
    ...(key !== undefined && { key: await readFile(key) }),
  };
}
