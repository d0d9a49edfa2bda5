import { type GostCertificate, parseCertificates } from "@opora/gost";
import type { CommandContext } from "./command-context.js";
import { readInput } from "./files.js";

/** The certificates in the files that `--trust` names. */
export async function readTrustAnchors(
  context: CommandContext,
  files: readonly string[],
): Promise<readonly GostCertificate[]> {
  const contents = await Promise.all(files.map((file) => readInput(context, "--trust", file)));
  return contents.flatMap((content) => parseCertificates(content));
}
