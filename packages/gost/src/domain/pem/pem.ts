import { GostError } from "../../errors.js";
import { bytesOption } from "../options.js";

/** A block of a PEM text (RFC 7468). */
export interface PemBlock {
  /** What stands after BEGIN: `CERTIFICATE`, `PRIVATE KEY`. */
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** Longest PEM text that is read, in characters. */
const maxPemLength = 64 * 1024 * 1024;
const boundaryForm = /^-----(BEGIN|END) ([A-Z0-9][A-Z0-9 ]{0,63})-----$/;
// One class and no groups: the expression must not need a stack that grows with the text.
const base64Form = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * The blocks of a PEM text in their order; text around them, and blocks without an end, are skipped (RFC 7468 §2).
 *
 * @throws {@link GostError} `GOST_PEM_INVALID` when a block does not hold base64 alone: encryption by headers of the block
 * (RFC 1421) is not supported. `GOST_LIMIT_EXCEEDED` above 64 MiB.
 */
export function decodePem(text: string): readonly PemBlock[] {
  if (text.length > maxPemLength) {
    throw new GostError("GOST_LIMIT_EXCEEDED", `A PEM text of more than ${maxPemLength} characters is not read.`);
  }
  const blocks: PemBlock[] = [];
  let open: { readonly label: string; readonly lines: string[] } | undefined;
  for (const line of linesOf(text)) {
    const [, boundary, label = ""] = boundaryForm.exec(line) ?? [];
    if (boundary === "BEGIN") open = { label, lines: [] };
    else if (boundary === undefined) open?.lines.push(line);
    else {
      if (open?.label === label) blocks.push({ label, bytes: decodeBase64(label, open.lines.join("")) });
      open = undefined;
    }
  }
  return blocks;
}

/** The lines that are not empty, without white space around them. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end < 0 ? text.length : end).trim();
    if (line !== "") yield line;
    start = end < 0 ? text.length : end + 1;
  }
}

function decodeBase64(label: string, base64: string): Uint8Array {
  if (base64.length % 4 !== 0 || !base64Form.test(base64)) {
    throw new GostError("GOST_PEM_INVALID", `The PEM block "${label}" does not hold base64 alone.`, {
      details: { label },
    });
  }
  return Uint8Array.from(Buffer.from(base64, "base64"));
}

/** Writes one PEM block with lines of 64 characters (RFC 7468 §2). */
export function encodePem(label: string, bytes: Uint8Array): string {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
  return `-----BEGIN ${label}-----\n${base64.replace(/.{1,64}/g, "$&\n")}-----END ${label}-----\n`;
}

/**
 * The bytes of a file that may be DER or PEM, for reading one value.
 *
 * @param labels - the PEM labels that will do.
 * @throws {@link GostError} `GOST_PEM_INVALID` when it is PEM without such a block.
 * @internal
 */
export function bytesOfDerOrPem(input: Uint8Array | string, labels: readonly string[]): PemBlock {
  const text = pemTextOf(input);
  if (text === undefined) return { label: labels[0] ?? "", bytes: input as Uint8Array };
  const block = decodePem(text).find(({ label }) => labels.includes(label));
  if (block === undefined) {
    throw new GostError("GOST_PEM_INVALID", `Expected DER, or PEM with a block "${labels.join('" or "')}".`, {
      details: { labels: [...labels] },
    });
  }
  return block;
}

/** The text when the input is PEM rather than DER; DER values of interest here all begin with a SEQUENCE. */
export function pemTextOf(input: Uint8Array | string): string | undefined {
  if (typeof input === "string") return input;
  bytesOption("input", input);
  return input[0] === 0x30 ? undefined : Buffer.from(input.buffer, input.byteOffset, input.length).toString("latin1");
}
