import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "./repository.js";

/**
 * A folder made once from `source` by `build` and kept in `node_modules/.cache`. Test processes may race: each builds
 * in a folder of its own, and the first one to finish gives its folder the final name.
 */
export async function builtOnce(
  name: string,
  source: string | Uint8Array,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash("sha256").update(source).digest("hex").slice(0, 16);
  const cache = join(repositoryRoot, "node_modules/.cache/opora-test-support");
  const target = join(cache, `${name}-${hash}`);
  if (existsSync(target)) return target;

  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, `${name}-draft-`));
  try {
    await build(draft);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
