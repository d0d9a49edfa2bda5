import { type FileHandle, mkdtemp, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { withFilesError } from "../files-error.js";

/** Files for the time of one reconciliation. */
export interface ScratchFolder {
  /** Creates an empty file without a name, for reading and writing. */
  createUnnamedFile(): Promise<FileHandle>;
  /** Creates an empty file that is to be moved elsewhere when it is finished. */
  createFile(name: string): Promise<{ readonly file: FileHandle; readonly path: string }>;
}

const prefix = ".reconciliation-";

/**
 * Does work with a scratch folder beneath `parent`, so that its files can be moved there, and removes the folder
 * afterwards, whether the work succeeded or not. What a killed process left in such a folder is removed beforehand.
 * @throws GisError `GIS_RECONCILIATION_FILES`
 */
export async function withScratchFolder<T>(parent: string, work: (scratch: ScratchFolder) => Promise<T>): Promise<T> {
  await withFilesError(removeLeftovers(parent));
  const path = await withFilesError(mkdtemp(join(parent, prefix)));
  const files: FileHandle[] = [];
  const remove = async (): Promise<void> => {
    await withFilesError(Promise.all(files.map((file) => file.close())));
    await withFilesError(rm(path, { recursive: true, force: true }));
  };
  let result: T;
  try {
    result = await work(openFolder(path, files));
  } catch (error) {
    // Why the work failed is what the caller must learn, even where the folder cannot be removed.
    await remove().catch(() => undefined);
    throw error;
  }
  await remove();
  return result;
}

function openFolder(folder: string, files: FileHandle[]): ScratchFolder {
  const createFile = async (name: string): Promise<{ file: FileHandle; path: string }> => {
    const path = join(folder, name);
    const file = await withFilesError(open(path, "wx+"));
    files.push(file);
    return { file, path };
  };
  return {
    createFile,
    async createUnnamedFile() {
      const { file, path } = await createFile(`${files.length}.spill`);
      // The system frees a file without a name when its last descriptor closes, even where the process is killed.
      await withFilesError(rm(path));
      return file;
    },
  };
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix)) await rm(join(parent, name), { recursive: true, force: true });
  }
}
