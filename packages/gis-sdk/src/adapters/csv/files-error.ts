import { GisError } from "../../errors.js";

/**
 * Waits for file work on the result.
 * @throws {@link GisError} `GIS_RECONCILIATION_FILES` with the system's error as its cause.
 */
export async function withFilesError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (GisError.is(cause)) throw cause;
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    throw new GisError(
      "GIS_RECONCILIATION_FILES",
      `Files of the reconciliation cannot be written or read (${reason}). Check the folder, its rights and the free space.`,
      { cause, details: { reason } },
    );
  }
}
