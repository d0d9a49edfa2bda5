import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCommand, suiteFolder } from "@opora/test-support";

/** A certificate with its private key, in PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** An authority made for one suite by OpenSSL; its keys live in a temporary folder. Call it in `describe`. */
export interface Authority {
  readonly ca: string;
  issue(commonName: string, altName?: string): Promise<Identity>;
}

/** Creates an {@link Authority}. */
export async function createAuthority(): Promise<Authority> {
  const openssl = createCommand({ file: "openssl" });
  const folder = suiteFolder();
  const run = async (...args: string[]): Promise<void> => void (await openssl.output(args, { cwd: folder }));
  const text = (name: string): string => readFileSync(join(folder, name), "utf8");
  const ecKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await run(
    "req",
    "-x509",
    ...ecKey,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-subj",
    "/CN=Test authority",
    "-days",
    "2",
  );
  let count = 0;
  return {
    ca: text("ca.pem"),
    async issue(commonName, altName) {
      count += 1;
      const name = `issued-${count}`;
      await run("req", ...ecKey, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${commonName}`);
      writeFileSync(
        join(folder, `${name}.ext`),
        altName === undefined ? "basicConstraints=CA:FALSE" : `subjectAltName=${altName}`,
      );
      const signing = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", `${name}.ext`];
      await run("x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, ...signing);
      return { cert: text(`${name}.pem`), key: text(`${name}.key`) };
    },
  };
}
