/** Throws with `message` unless `condition` holds. */
export function expectThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`Conformance: ${message}`);
}

/** Resolves with what `work` rejected with; rejects when it did not. */
export async function expectRejection(work: Promise<unknown>, message: string): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error(`Conformance: ${message}`);
}
