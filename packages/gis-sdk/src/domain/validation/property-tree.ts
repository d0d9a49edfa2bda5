/** Finds the paths of the properties of an object that are not known; where an object is expected, of its properties too. */
export type UnknownPropertyFinder = (item: object) => readonly string[];

type PropertyTree = Map<string, PropertyTree>;

/** Properties listed for one object; an object from outside may have any number. */
const unknownMax = 20;

/** Prepares a finder for objects that may have these properties and no others. */
export function createPropertyTree(paths: readonly (readonly string[])[]): UnknownPropertyFinder {
  const root: PropertyTree = new Map();
  for (const path of paths) {
    let branch = root;
    for (const step of path) {
      const next: PropertyTree = branch.get(step) ?? new Map();
      branch.set(step, next);
      branch = next;
    }
  }
  return (item) => {
    const unknown: string[] = [];
    collect(item, root, "", unknown);
    return unknown;
  };
}

function collect(value: object, known: PropertyTree, path: string, unknown: string[]): void {
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined || unknown.length >= unknownMax) continue;
    const branch = known.get(name);
    if (branch === undefined) unknown.push(`${path}/${name.slice(0, 64)}`);
    else if (branch.size > 0 && typeof member === "object" && member !== null)
      collect(member, branch, `${path}/${name}`, unknown);
  }
}
