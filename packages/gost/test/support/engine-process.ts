/**
 * A process of its own for the tests of the engine signer: an engine is loaded for a whole process and never unloaded.
 * Reads scenarios from its argument and prints one outcome for each: `null`, or what went wrong.
 */
import { createHash } from "node:crypto";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { GostError, parseCertificate, signVerified } from "@opora/gost";
import { signerCases } from "@opora/gost/conformance";
import { createEngineSigner } from "@opora/gost/signers";

/** What the process is to do, one after the other. */
export interface EngineScenario {
  readonly kind: "conformance" | "sign-after-hashing" | "sign-in-worker" | "sign";
  readonly engine: string;
  readonly key: string;
  readonly certificate: string;
}

/** `null`: it went well. */
export type EngineOutcome = { readonly code: string | null; readonly message: string } | null;

async function play(scenario: EngineScenario): Promise<void> {
  const { engine, key } = scenario;
  const certificate = parseCertificate(scenario.certificate);
  const createSigner = () => createEngineSigner({ engine, key, certificate });
  switch (scenario.kind) {
    case "conformance":
      for (const { run } of signerCases) await run({ createSigner });
      return;
    case "sign-after-hashing":
      createHash("md_gost12_256").update("leaves an error in OpenSSL").digest();
      await signVerified(createSigner(), new TextEncoder().encode("message"));
      return;
    case "sign-in-worker":
      return playInWorker({ ...scenario, kind: "sign" });
    case "sign":
      await signVerified(createSigner(), new TextEncoder().encode("message"));
  }
}

function playInWorker(scenario: EngineScenario): Promise<void> {
  return new Promise((resolve, reject) => {
    // Worker threads do not inherit the loader that lets TypeScript run from source.
    const start = `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(import.meta.url)}); })`;
    const worker = new Worker(start, { eval: true, workerData: scenario });
    worker.once("error", reject);
    worker.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`The worker ended with ${code}.`))));
  });
}

async function outcomeOf(scenario: EngineScenario): Promise<EngineOutcome> {
  try {
    await play(scenario);
    return null;
  } catch (error) {
    return { code: GostError.is(error) ? error.code : null, message: String(error) };
  }
}

if (isMainThread) {
  const outcomes: EngineOutcome[] = [];
  for (const scenario of JSON.parse(process.argv[2] ?? "[]") as readonly EngineScenario[]) {
    outcomes.push(await outcomeOf(scenario));
  }
  process.stdout.write(JSON.stringify(outcomes));
} else {
  await play(workerData as EngineScenario);
}
