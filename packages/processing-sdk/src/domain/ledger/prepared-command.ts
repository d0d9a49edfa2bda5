import { ProcessingError } from "../../errors.js";
import type { Command } from "../commands.js";
import { checkCommand, checkCommandOf } from "../commands-check/check-command.js";
import { commandHash } from "./command-hash.js";

/** A checked command with the hash of its content. */
export interface PreparedCommand {
  readonly command: Command;
  /** SHA-256, in hexadecimal. */
  readonly hash: string;
}

/**
 * Checks a command and hashes its content.
 * @throws ProcessingError `PROCESSING_MALFORMED_DOCUMENT` or `PROCESSING_AMOUNT_RANGE`, with `details.path`.
 */
export function prepareCommand(value: unknown): PreparedCommand {
  const command = checkCommand(value);
  return { command, hash: commandHash(command) };
}

/** {@link prepareCommand} for a command of a known type, which need not stand in it. */
export function prepareCommandOf(type: Command["type"], value: unknown): PreparedCommand {
  const command = checkCommandOf(type, value);
  return { command, hash: commandHash(command) };
}

/** {@link prepareCommand}, with the error as a value: in a batch one command hinders no other. */
export function prepareOrRefuse(value: unknown): PreparedCommand | ProcessingError {
  try {
    return prepareCommand(value);
  } catch (error) {
    if (ProcessingError.is(error)) return error;
    throw error;
  }
}
