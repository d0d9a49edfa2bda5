/**
 * What an implementation of the port `GostSigner` must do, as runner-neutral cases.
 *
 * @packageDocumentation
 */
export { type SignerSubject, signerCases } from "./signer-cases.js";
