import type { JsonObject } from "../domain/json.js";

/** How serious a log record is. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Where a library writes what it does. Silent by default; records never hold secrets or personal data. */
export interface Logger {
  /** Writes one record. Must not throw. */
  log(level: LogLevel, message: string, fields?: JsonObject): void;
}

/** A logger that drops everything: the default of every library. */
export const silentLogger: Logger = { log: () => undefined };
