import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Availability, absent, available } from "../availability.js";
import { builtOnce } from "../build-cache.js";
import { type Command, createCommand, succeeds } from "../command.js";

/**
 * Finds OpenSSL with the GOST engine. Every run loads the engine by a configuration of its own, so pass `-config` only
 * with files that do not load it again.
 *
 * @example
 * ```ts
 * describeWhere("signatures that OpenSSL reads", findOpenssl, (openssl) => {
 *   test("…", async () => {
 *     const { exitCode } = await openssl.run(["cms", "-verify", "-binary", …], { cwd: testFolder() });
 *   });
 * });
 * ```
 */
export async function findOpenssl(): Promise<Availability<Command>> {
  const plain = createCommand({ file: "openssl" });
  if (!(await succeeds(plain, ["version"]))) return absent("no OpenSSL: install the package openssl");

  const engines = Buffer.from(await plain.output(["version", "-e"])).toString("utf8");
  const enginesFolder = /ENGINESDIR: "(.*)"/.exec(engines)?.[1] ?? "";
  const configuration = configurationFor(join(enginesFolder, "gost.so"));
  const folder = await builtOnce("openssl", configuration, (draft) =>
    writeFile(join(draft, "openssl.cnf"), configuration),
  );
  const openssl = createCommand({ file: "openssl", env: { OPENSSL_CONF: join(folder, "openssl.cnf") } });
  if (await succeeds(openssl, ["dgst", "-md_gost12_256"])) return available(openssl);
  return absent("no GOST engine in OpenSSL: install the package libengine-gost-openssl");
}

function configurationFor(enginePath: string): string {
  return `openssl_conf = openssl_section
[openssl_section]
engines = engines_section
[engines_section]
gost = gost_section
[gost_section]
engine_id = gost
dynamic_path = ${enginePath}
default_algorithms = ALL
CRYPT_PARAMS = id-Gost28147-89-CryptoPro-A-ParamSet
`;
}
