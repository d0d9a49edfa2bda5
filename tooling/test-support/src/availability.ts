import { describe, type TestContext, test } from "vitest";

/** What a test needs from the machine: found, or absent with the reason that the report will show. */
export type Availability<T> =
  | { readonly available: true; readonly value: T }
  | { readonly available: false; readonly reason: string };

/** Wraps what was found. */
export function available<T>(value: T): Availability<T> {
  return { available: true, value };
}

/** Says why something is absent: a short sentence that also tells how to provide it. */
export function absent(reason: string): Availability<never> {
  return { available: false, reason };
}

/**
 * Returns what was found. Where it is absent, skips the running test with the reason, and fails it in CI: there, a test
 * that did not run is a hole.
 *
 * @example
 * ```ts
 * test("PostgreSQL keeps what it acknowledged", async (context) => {
 *   const postgres = skipUnlessAvailable(context, await findPostgres());
 * });
 * ```
 */
export function skipUnlessAvailable<T>(context: TestContext, found: Availability<T>): T {
  if (found.available) return found.value;
  if (isCi()) throw new Error(`CI must provide this: ${found.reason}`);
  return context.skip(found.reason);
}

/**
 * A suite that needs something of the machine. Where that is absent the suite shows up as one skipped test with the
 * reason (one failed test in CI) and `define` is not called.
 *
 * @example
 * ```ts
 * describeWhere("the store on PostgreSQL", findPostgres, (postgres) => {
 *   test("keeps what it acknowledged", async () => { … });
 * });
 * ```
 */
export function describeWhere<T>(
  name: string,
  find: () => Availability<T> | Promise<Availability<T>>,
  define: (value: T) => void | Promise<void>,
): void {
  describe(name, async () => {
    const found = await find();
    if (found.available) await define(found.value);
    else test("(the whole suite)", (context) => void skipUnlessAvailable(context, found));
  });
}

function isCi(): boolean {
  const { CI } = process.env;
  return CI === "true";
}
