import type { CommandLine } from "./command-line.js";

/**
 * A program that makes signature values, and how to talk to it; in its arguments `{bits}` becomes `256` or `512`. Presets:
 * {@link opensslPkeyutl} and its neighbours.
 */
export interface SigningCommand extends CommandLine {
  /** What the program is given: the Streebog digest (32 or 64 bytes), or the message that it hashes itself. */
  readonly input: "digest" | "message";
  /** How the program writes the signature. Default: `binary`. */
  readonly outputEncoding?: "binary" | "hex" | "base64";
}
