import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Availability, absent, available } from "./availability.js";
import { sharedRoot } from "./repository.js";

/** A file, or a folder with files, of the shared reference data. Names are relative to it; none means the file itself. */
export interface SharedData {
  /** Absolute path, for programs that read it themselves. */
  readonly path: string;
  bytes(name?: string): Uint8Array;
  text(name?: string): string;
  /** The parsed file; what is in it the test must know. */
  json<Shape>(name?: string): Shape;
  /** Names of what lies in the folder, sorted. */
  names(): readonly string[];
}

/**
 * Finds reference data (official schemas, samples, vectors) in `../shared/data` beside the repository.
 *
 * @example
 * ```ts
 * describeWhere("Streebog", () => sharedData("gost/streebog.json"), (data) => {
 *   for (const vector of data.json<Vector[]>()) test(vector.name, () => { … });
 * });
 * ```
 */
export function sharedData(path: string): Availability<SharedData> {
  const root = resolve(sharedRoot, "data", path);
  if (!existsSync(root)) return absent(`no reference data: ../shared/data/${path} is not beside the repository`);
  const read = (name: string | undefined): Buffer => readFileSync(name === undefined ? root : resolve(root, name));
  return available({
    path: root,
    bytes: (name) => new Uint8Array(read(name)),
    text: (name) => read(name).toString("utf8"),
    json: <Shape>(name?: string) => JSON.parse(read(name).toString("utf8")) as Shape,
    names: () => readdirSync(root).sort(),
  });
}
