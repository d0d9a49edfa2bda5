import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Availability, absent, available } from "../availability.js";
import { builtOnce } from "../build-cache.js";
import { type Command, createCommand, succeeds } from "../command.js";
import { sharedRoot } from "../repository.js";

const jars = ["bcprov", "bcpkix", "bcutil"].map((name) => `/usr/share/java/${name}.jar`);

/**
 * Finds Bouncy Castle behind the program `BcCms` of the shared tools. Its arguments: `verify CONTENT CMS CA`,
 * `batch CONTENT CA CMS…`, `sign CONTENT CERTIFICATE KEY OUT 256|512`. It ends with 0 even where a signature is bad:
 * read its output (`bc verify ok=N bad=M` of `batch`).
 */
export async function findBouncyCastle(): Promise<Availability<Command>> {
  const sourcePath = join(sharedRoot, "tools/BcCms.java");
  if (!existsSync(sourcePath)) return absent("no Bouncy Castle program: ../shared/tools/BcCms.java is missing");
  if (!jars.every((jar) => existsSync(jar))) {
    return absent("no Bouncy Castle: install the packages libbcprov-java and libbcpkix-java");
  }
  const compiler = createCommand({ file: "javac" });
  if (!(await succeeds(compiler, ["-version"]))) return absent("no Java compiler: install the package default-jdk");

  const folder = await builtOnce("bouncy-castle", readFileSync(sourcePath), async (draft) => {
    await compiler.output(["-nowarn", "-cp", jars.join(":"), "-d", draft, sourcePath]);
  });
  // The JVM starts a third faster without its second compiler, and these runs are short.
  const flags = ["-XX:TieredStopAtLevel=1", "-Xshare:auto"];
  return available(
    createCommand({ file: "java", leadingArgs: [...flags, "-cp", [folder, ...jars].join(":"), "BcCms"] }),
  );
}
