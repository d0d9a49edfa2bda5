/**
 * Holders of private keys behind the port `GostSigner`: a key in memory, from PEM or PKCS#12; a program such as OpenSSL or
 * CryptoPro's `csptest`; a service by HTTP; OpenSSL's GOST engine in this process. Whichever it is, every signature is
 * verified under the signer's certificate before it is used.
 *
 * @packageDocumentation
 */
export { type CommandCmsServiceOptions, createCommandCmsService } from "./command/command-cms-service.js";
export type { CommandLine, CommandSettings } from "./command/command-line.js";
export { type CommandSignerOptions, createCommandSigner } from "./command/command-signer.js";
export {
  type CryptcpCommandOptions,
  type CsptestCommandOptions,
  cryptcpSign,
  csptestKeys,
  type OpensslCommandOptions,
  opensslDgst,
  opensslPkeyutl,
} from "./command/presets.js";
export type { SigningCommand } from "./command/signing-command.js";
export { createEngineSigner, type EngineSignerOptions } from "./engine/engine-signer.js";
export type { HttpAnswer } from "./http/answer-body.js";
export { createHttpSigner, type HttpSignerFetch, type HttpSignerOptions } from "./http/http-signer.js";
export { createKeySigner, type KeySignerOptions } from "./key-signer.js";
export { createPemSigner, type PemSignerOptions } from "./pem-signer.js";
export { createPkcs12Signer, type Pkcs12SignerOptions } from "./pkcs12-signer.js";
