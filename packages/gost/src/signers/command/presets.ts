import { refuseUnknownOptions } from "@opora/gost";
import type { CommandLine } from "./command-line.js";
import type { SigningCommand } from "./signing-command.js";

/** Where OpenSSL finds itself, its configuration and the key. */
export interface OpensslCommandOptions {
  /** Path of the private key: PEM or DER. */
  readonly keyFile: string;
  /** Path of a file whose first line is the key's password. */
  readonly passwordFile?: string;
  /** Name of the engine that OpenSSL loads. Default: `gost`; `null` where the configuration loads it. */
  readonly engine?: string | null;
  /** Default: `openssl`. */
  readonly executable?: string;
  /** For instance `{ OPENSSL_CONF: "/etc/ssl/openssl-gost.cnf" }`. Default: empty. */
  readonly environment?: Readonly<Record<string, string>>;
}

const opensslOptions: readonly (keyof OpensslCommandOptions)[] = [
  "keyFile",
  "passwordFile",
  "engine",
  "executable",
  "environment",
];

/**
 * `openssl pkeyutl -sign`: OpenSSL signs the digest that we computed.
 *
 * @example
 * ```ts
 * const command = opensslPkeyutl({ keyFile: "/run/keys/signer.pem" });
 * ```
 */
export function opensslPkeyutl(options: OpensslCommandOptions): SigningCommand {
  refuseUnknownOptions(options, opensslOptions);
  return {
    executable: options.executable ?? "openssl",
    arguments: [
      "pkeyutl",
      ...engineArguments(options),
      "-sign",
      "-inkey",
      options.keyFile,
      ...passwordArguments(options),
    ],
    input: "digest",
    environment: options.environment ?? {},
  };
}

/** `openssl dgst -sign`: OpenSSL hashes the message itself, as engines for tokens want it. */
export function opensslDgst(options: OpensslCommandOptions): SigningCommand {
  refuseUnknownOptions(options, opensslOptions);
  return {
    executable: options.executable ?? "openssl",
    arguments: [
      "dgst",
      ...engineArguments(options),
      ...["-md_gost12_{bits}", "-binary"],
      ...["-sign", options.keyFile, ...passwordArguments(options)],
    ],
    input: "message",
    environment: options.environment ?? {},
  };
}

function engineArguments({ engine = "gost" }: OpensslCommandOptions): readonly string[] {
  return engine === null ? [] : ["-engine", engine];
}

function passwordArguments({ passwordFile }: OpensslCommandOptions): readonly string[] {
  return passwordFile === undefined ? [] : ["-passin", `file:${passwordFile}`];
}

/** Which key of which CryptoPro container signs. */
export interface CsptestCommandOptions {
  /** Name of the container: `\\.\HDIMAGE\name`. Its PIN must be saved in CryptoPro or be empty. */
  readonly container: string;
  /** Which key of the container. Default: `exchange`. */
  readonly keyType?: "exchange" | "signature";
  /** Default: `/opt/cprocsp/bin/amd64/csptest`. */
  readonly executable?: string;
  /** CryptoPro finds a user's containers by `HOME` and `USER`. Default: empty. */
  readonly environment?: Readonly<Record<string, string>>;
}

const csptestOptions: readonly (keyof CsptestCommandOptions)[] = ["container", "keyType", "executable", "environment"];

/**
 * `csptest -keys -sign` of CryptoPro CSP. It hashes the message itself and writes the signature byte-reversed, which the
 * signer finds out. Made from the published command line; not run against CryptoPro CSP.
 */
export function csptestKeys(options: CsptestCommandOptions): SigningCommand {
  refuseUnknownOptions(options, csptestOptions);
  return {
    executable: options.executable ?? "/opt/cprocsp/bin/amd64/csptest",
    arguments: [
      "-keys",
      ...["-cont", options.container],
      ...["-keytype", options.keyType ?? "exchange"],
      ...["-sign", "GOST12_{bits}"],
      ...["-in", "{input}"],
      ...["-out", "{output}"],
      "-silent",
    ],
    input: "message",
    environment: options.environment ?? {},
  };
}

/** With which of the user's certificates CryptoPro signs. */
export interface CryptcpCommandOptions {
  /** SHA-1 of the certificate in hexadecimal, as `certmgr -list` prints it. The PIN of its key must be saved or empty. */
  readonly thumbprint: string;
  /** Default: `/opt/cprocsp/bin/amd64/cryptcp`. */
  readonly executable?: string;
  /** CryptoPro finds a user's certificates by `HOME` and `USER`. Default: empty. */
  readonly environment?: Readonly<Record<string, string>>;
}

const cryptcpOptions: readonly (keyof CryptcpCommandOptions)[] = ["thumbprint", "executable", "environment"];

/**
 * `cryptcp -sign` of CryptoPro CSP, which makes a whole detached CAdES-BES: for {@link createCommandCmsService}. Made from
 * the published command line; not run against CryptoPro CSP.
 */
export function cryptcpSign(options: CryptcpCommandOptions): CommandLine {
  refuseUnknownOptions(options, cryptcpOptions);
  return {
    executable: options.executable ?? "/opt/cprocsp/bin/amd64/cryptcp",
    arguments: [
      "-sign",
      ...["-uMy", "-thumbprint", options.thumbprint, "-nochain"],
      ...["-cadesbes", "-detached", "-der"],
      ...["{input}", "{output}"],
    ],
    environment: options.environment ?? {},
  };
}
