/** The value at the end of some steps into an object: `undefined` where it, or anything on the way to it, is absent. */
export function memberAt(value: unknown, steps: readonly string[]): unknown {
  let current = value;
  for (const step of steps) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[step];
  }
  return current;
}

/** Reads a property of an object, or of something inside it. */
export type PropertyReader = (item: object) => unknown;

/** A reader for some steps; the common cases of one and no step take no loop. */
export function createPropertyReader(steps: readonly string[]): PropertyReader {
  const [only] = steps;
  if (only === undefined) return (item) => item;
  if (steps.length === 1) return (item) => (item as Readonly<Record<string, unknown>>)[only];
  return (item) => memberAt(item, steps);
}

/** The steps that all of some paths have in common at their beginning, without their last steps. */
export function commonParent(paths: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = paths;
  let length = first.length - 1;
  for (const path of others) {
    length = Math.min(length, path.length - 1);
    while (length > 0 && !first.slice(0, length).every((step, index) => path[index] === step)) length -= 1;
  }
  return first.slice(0, Math.max(length, 0));
}
