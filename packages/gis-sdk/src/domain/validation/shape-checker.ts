import { violation } from "./report.js";
import type { Violation } from "./violation.js";

/** Checks the shape of an object: its properties are known ones, and objects where objects are expected. */
export type ShapeChecker = (item: object) => readonly Violation[];

type PropertyTree = Map<string, PropertyTree>;

/** Violations listed for one object: an object from outside may have any number of properties. */
const violationsMax = 20;
const quotedNameMax = 64;

/** Prepares a checker for objects that may have the properties at the ends of these paths, and no others. */
export function createShapeChecker(paths: readonly (readonly string[])[]): ShapeChecker {
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
    const found: Violation[] = [];
    collect(item, root, "", found);
    return found;
  };
}

function collect(value: object, known: PropertyTree, path: string, found: Violation[]): void {
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined || found.length >= violationsMax) continue;
    const branch = known.get(name);
    const memberPath = `${path}/${name.slice(0, quotedNameMax)}`;
    if (branch === undefined) {
      found.push(violation("schema/property-unknown", { path: memberPath }));
    } else if (branch.size > 0) {
      if (typeof member === "object" && member !== null) collect(member, branch, memberPath, found);
      else found.push(violation("schema/property-type", { path: memberPath }, "object"));
    }
  }
}
