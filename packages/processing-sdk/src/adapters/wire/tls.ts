import { Buffer } from "node:buffer";
import type { ConnectionOptions, PeerCertificate, SecureVersion, TLSSocket, TlsOptions } from "node:tls";
import type { Peer } from "@opora/processing-sdk";
import { z } from "zod";
import { unauthenticated } from "./transport-errors.js";

/** Text or bytes in PEM. */
export type Pem = string | Buffer;

/** TLS of a child. The certificate of the root is always checked. */
export interface ClientTls {
  /** Authorities of the root, in PEM. Default: those that Node trusts. */
  readonly ca?: Pem | Pem[];
  /** Certificate of the child with its chain, in PEM. */
  readonly cert?: Pem;
  /** Its private key, in PEM. */
  readonly key?: Pem;
  readonly passphrase?: string;
  /** The name that the root's certificate must have. Default: the host of the address. */
  readonly servername?: string;
  /** Default: `TLSv1.2`. */
  readonly minVersion?: SecureVersion;
}

/** TLS of a root. */
export interface ListenerTls {
  /** Certificate of the root with its chain, in PEM. */
  readonly cert: Pem;
  /** Its private key, in PEM. */
  readonly key: Pem;
  readonly passphrase?: string;
  /** Authorities of the children's certificates, in PEM; needed with `certificate`. */
  readonly ca?: Pem | Pem[];
  /** Lists of revoked certificates, in PEM. */
  readonly crl?: Pem | Pem[];
  /** Default: `TLSv1.2`. */
  readonly minVersion?: SecureVersion;
}

/** A root knows children by their certificates. */
export interface CertificateCheck {
  readonly method: "certificate";
  /** The node that a certificate stands for; `undefined` refuses it. Default: the common name of its subject. */
  readonly nodeOf?: (certificate: PeerCertificate) => string | undefined;
}

const pem = z.union([z.string().min(1).max(1_000_000), z.instanceof(Buffer)]);
const pems = z.union([pem, z.array(pem).min(1).max(1000)]);
const version = z.enum(["TLSv1.2", "TLSv1.3"]);

export const clientTlsSchema = z.strictObject({
  ca: pems.optional(),
  cert: pem.optional(),
  key: pem.optional(),
  passphrase: z.string().optional(),
  servername: z.string().min(1).max(255).optional(),
  minVersion: version.optional(),
});
export const listenerTlsSchema = z.strictObject({
  cert: pem,
  key: pem,
  passphrase: z.string().optional(),
  ca: pems.optional(),
  crl: pems.optional(),
  minVersion: version.optional(),
});
export const certificateCheckSchema = z.strictObject({
  method: z.literal("certificate"),
  nodeOf: z.custom<CertificateCheck["nodeOf"]>((value) => typeof value === "function", "must be a function").optional(),
});

/** Options of `node:tls` for a child. */
export function clientTlsOptions(tls: ClientTls): ConnectionOptions {
  return { minVersion: "TLSv1.2", ...tls, rejectUnauthorized: true };
}

/** Options of `node:tls` for a root. */
export function listenerTlsOptions(tls: ListenerTls, method: string): TlsOptions {
  // A child with a wrong certificate is let in as far as the answer that says so; without it, all that it would see is a
  // broken connection. `peerOfCertificate` stands before everything else that it could ask for.
  return { minVersion: "TLSv1.2", ...tls, requestCert: method === "certificate", rejectUnauthorized: false };
}

/** Who a connection with a client certificate belongs to. */
export function peerOfCertificate(socket: TLSSocket, { nodeOf = commonNameOf }: CertificateCheck): Peer {
  if (!socket.authorized) {
    throw unauthenticated({ message: "The connection has no certificate from an authority that the root knows." });
  }
  const nodeId = nodeOf(socket.getPeerCertificate());
  if (nodeId === undefined || nodeId === "") {
    throw unauthenticated({ message: "The certificate of the connection stands for no node." });
  }
  return { nodeId, provenBy: "certificate" };
}

function commonNameOf({ subject }: PeerCertificate): string | undefined {
  // Several names would let the one who asks choose.
  const name: unknown = subject?.CN;
  return typeof name === "string" ? name : undefined;
}

/** Whether connecting failed because the root, or we, could not be proven. */
export function isTlsRefusal(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" && tlsRefusal.test(code);
}

const tlsRefusal = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|HOSTNAME_MISMATCH|EPROTO)/;
