import { GostError } from "@opora/gost";
import { decodeBase64 } from "../base64.js";
import type { SigningCommand } from "./signing-command.js";

/**
 * Turns what a program wrote into the bytes of a signature. White space between the characters of a text is dropped.
 *
 * @throws GostError `GOST_SIGNER_WRONG_SIGNATURE` when the text is not of the encoding.
 */
export function decodeOutput(written: Uint8Array, encoding: NonNullable<SigningCommand["outputEncoding"]>): Uint8Array {
  if (encoding === "binary") return written;
  const text = Buffer.from(written).toString("latin1").replace(/\s+/g, "");
  const bytes = encoding === "base64" ? decodeBase64(text) : decodeHex(text);
  if (bytes === undefined) {
    throw new GostError("GOST_SIGNER_WRONG_SIGNATURE", `The signing command did not write its answer in ${encoding}.`, {
      details: { encoding, length: written.length },
    });
  }
  return bytes;
}

function decodeHex(text: string): Uint8Array | undefined {
  return /^(?:[0-9A-Fa-f]{2})+$/.test(text) ? Uint8Array.from(Buffer.from(text, "hex")) : undefined;
}
