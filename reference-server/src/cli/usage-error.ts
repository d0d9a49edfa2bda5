import { OporaError } from "@opora/core";

/** A call that cannot be carried out as it was typed: exit code 2. */
export class UsageError extends OporaError<"CLI_USAGE"> {
  static override readonly brand: string = "@opora/reference-server/UsageError";

  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super("CLI_USAGE", message, options);
  }
}
