import { fileURLToPath } from "node:url";

/** Root folder of the repository, with a slash at its end. */
export const repositoryRoot: string = fileURLToPath(new URL("../../../", import.meta.url));

/** Folder beside the repository with reference data that is not ours to publish. */
export const sharedRoot: string = fileURLToPath(new URL("../../../../shared/", import.meta.url));
