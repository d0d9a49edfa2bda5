import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createCommand, describeWhere, findOpenssl, repositoryRoot } from "@opora/test-support";
import { expect, test } from "vitest";
import { createAuthority, issueIdentity } from "../support/cms-identities.js";
import type { EngineOutcome, EngineScenario } from "../support/engine-process.js";

const program = createCommand({
  file: process.execPath,
  leadingArgs: [
    "--conditions=@opora/source",
    "--import",
    "tsx",
    fileURLToPath(new URL("../support/engine-process.ts", import.meta.url)),
  ],
});

describeWhere("a signer with OpenSSL's GOST engine in its process", findOpenssl, async (openssl) => {
  const { stdout } = await openssl.run(["version", "-e"]);
  const engine = join(/"(.*)"/.exec(Buffer.from(stdout).toString())?.[1] ?? "", "gost.so");
  const authority = createAuthority();
  const scenarioFor = (kind: EngineScenario["kind"], keyKind: string): EngineScenario => {
    const { privateKeyPem: key, certificatePem: certificate } = issueIdentity(authority, keyKind);
    return { kind, engine, key, certificate };
  };
  const play = async (...scenarios: readonly EngineScenario[]): Promise<readonly EngineOutcome[]> => {
    const printed = await program.output([JSON.stringify(scenarios)], { cwd: repositoryRoot });
    return JSON.parse(Buffer.from(printed).toString()) as readonly EngineOutcome[];
  };

  test("does what a signer must do, with a short key and with a long one", async () => {
    expect(await play(scenarioFor("conformance", "256-TCA"), scenarioFor("conformance", "512-C"))).toEqual([
      null,
      null,
    ]);
  });

  test("signs after the process has hashed with the engine, and in a worker", async () => {
    const first = scenarioFor("sign", "256-A");
    expect(await play(first, { ...first, kind: "sign-after-hashing" }, { ...first, kind: "sign-in-worker" })).toEqual([
      null,
      null,
      null,
    ]);
  });

  test("says clearly what is wrong with the engine, the key or the certificate", async () => {
    const good = scenarioFor("sign", "256-A");
    const other = scenarioFor("sign", "256-A");
    const outcomes = await play(
      { ...good, engine: "/nonexistent/gost.so" },
      { ...good, key: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" },
      { ...good, certificate: other.certificate },
      scenarioFor("sign", "256-A"),
    );
    expect(outcomes.map((outcome) => outcome?.code)).toEqual([
      "GOST_SIGNER_FAILED",
      "GOST_KEY_INVALID",
      "GOST_SIGNER_WRONG_SIGNATURE",
      undefined,
    ]);
    expect(outcomes[0]?.message).toContain("/nonexistent/gost.so");
  });
});
