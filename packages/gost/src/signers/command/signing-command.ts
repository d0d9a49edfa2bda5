/** A program that makes signatures, and how to talk to it. Presets: {@link opensslPkeyutl} and its neighbours. */
export interface SigningCommand {
  /** A path, or a name that is looked up in the `PATH` of {@link SigningCommand.environment}. Never a shell line. */
  readonly executable: string;
  /**
   * Arguments, each passed as it is: there is no shell. In them `{bits}` becomes `256` or `512`, `{input}` and `{output}`
   * become paths of private temporary files. Without `{input}` the program reads its standard input, without `{output}`
   * its standard output is the signature.
   *
   * Arguments are visible to every process of the machine: a password or PIN must not stand here.
   */
  readonly arguments: readonly string[];
  /** What the program is given: the Streebog digest (32 or 64 bytes), or the message that it hashes itself. */
  readonly input: "digest" | "message";
  /** How the program writes the signature. Default: `binary`. */
  readonly outputEncoding?: "binary" | "hex" | "base64";
  /** The whole environment of the program: nothing of this process is inherited. Default: empty. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the program runs. Default: the current directory of this process. */
  readonly workingDirectory?: string;
}
