import { once } from "node:events";
import { formatMinorUnits, systemClock, systemIds, systemRandom } from "@opora/core";
import { createGisStandIn } from "@opora/gis-sdk/testing";
import { createKeySigner } from "@opora/gost/signers";
import { createTestAuthority } from "@opora/gost/testing";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import type { CommandReport } from "../report.js";
import { readTrustAnchors } from "../trust.js";

/** Options of `opora gis stand-in`. */
export interface StandInArguments {
  readonly trust: readonly string[];
  readonly port: number;
  readonly doneAfter: number;
}

/** Runs a stand-in of the payment service until the process is told to stop; says then what it holds. */
export async function standInCommand(context: CommandContext, options: StandInArguments): Promise<CommandReport> {
  const authority = createTestAuthority({ random: systemRandom, clock: systemClock });
  const { privateKey, certificate } = authority.issue();
  const doneAfterMs = options.doneAfter * 1000;
  const standIn = createGisStandIn({
    clock: systemClock,
    ids: systemIds,
    random: systemRandom,
    signer: createKeySigner({ key: privateKey, certificate }),
    trustAnchors: await readTrustAnchors(context, options.trust),
    processing: { untilProcessingMs: doneAfterMs / 2, untilDoneMs: doneAfterMs },
  });
  const server = await standIn.listen({ port: options.port });
  context.writeError(`The stand-in listens at ${server.url}\n`);
  if (!context.signal.aborted) await once(context.signal, "abort");
  await server.close();
  const { count, amountKopecks } = standIn.totals();
  const sum = formatMinorUnits(amountKopecks, 2);
  return { exitCode: exitCode.ok, json: { count, sum }, lines: [`The stand-in held ${count} payments, ${sum}.`] };
}
