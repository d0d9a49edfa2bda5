/** A program, its arguments and its surroundings. */
export interface CommandLine {
  /** A path, or a name that is looked up in the `PATH` of {@link CommandLine.environment}. Never a shell line. */
  readonly executable: string;
  /**
   * Arguments, each passed as it is: there is no shell. In them `{input}` and `{output}` become paths of private temporary
   * files. Without `{input}` the program reads its standard input, without `{output}` its standard output is the answer.
   *
   * Arguments are visible to every process of the machine: a password or PIN must not stand here.
   */
  readonly arguments: readonly string[];
  /** The whole environment of the program: nothing of this process is inherited. Default: empty. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the program runs. Default: the current directory of this process. */
  readonly workingDirectory?: string;
}

/** Bounds and surroundings of each run of a {@link CommandLine}. */
export interface CommandSettings {
  /** How long one run may take, in milliseconds. Default: 30,000; at most one hour. */
  readonly timeoutMs?: number;
  /** How much the program may write to each of its outputs, in bytes. Default: 1 MiB; at most 64 MiB. */
  readonly maxOutputBytes?: number;
  /** Where the files for `{input}` and `{output}` are made. Default: the system's folder for temporary files. */
  readonly temporaryDirectory?: string;
  /**
   * Is given what a failed run wrote to its standard error. Errors leave it out: such tools print names of key
   * containers, which are often names of people.
   */
  readonly onDiagnostics?: (text: string) => void;
}

/** Names of the {@link CommandSettings}, for the check of unknown options. */
export const commandSettingNames: readonly (keyof CommandSettings)[] = [
  "timeoutMs",
  "maxOutputBytes",
  "temporaryDirectory",
  "onDiagnostics",
];
