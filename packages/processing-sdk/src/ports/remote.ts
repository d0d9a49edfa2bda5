import type { CommandResult } from "../domain/command-result.js";
import type { Command } from "../domain/commands.js";
import type { MovementDocument } from "../domain/document.js";
import type { PortOptions } from "./store.js";

/** A child's way to have the root do what only the root can, while a caller waits. */
export interface Remote {
  /**
   * Executes a command at the root, with the id of the caller: repeating it is harmless.
   *
   * @throws ProcessingError `PROCESSING_TRANSPORT_UNAVAILABLE` (not sent, nothing was done),
   * `PROCESSING_TRANSPORT_TIMEOUT` (outcome unknown), and the other errors of a transport.
   */
  execute(command: Command, options?: PortOptions): Promise<CommandResult>;
  /** A document by its id: any that the root has, or its archive. Rejects like {@link Remote.execute}. */
  find(documentId: string, options?: PortOptions): Promise<MovementDocument | undefined>;
}
