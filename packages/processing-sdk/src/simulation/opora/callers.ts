import type { Command, CommandResult, ExternalDocument } from "@opora/processing-sdk";
import { currency } from "../schedule/population.js";
import type { NodeName, SimulatedExternal } from "../schedule/step.js";
import type { System } from "./system.js";

/** How much a caller knows of what happens beside his command. */
export type Surroundings = "alone" | "among others";

/** A caller gives a command to a node. */
export async function callNode(
  system: System,
  at: NodeName,
  command: Command,
  surroundings: Surroundings,
): Promise<string> {
  const { onlooker } = system;
  const ledger = at === "root" ? system.root().ledger : system.child(at).ledger;
  const isWatched = surroundings === "alone" && command.type === "pay";
  const before = isWatched ? new Map(onlooker.mirrors[at].accounts) : undefined;
  let result: CommandResult | undefined;
  const outcome = await system.attempt(at, async () => {
    [result] = await ledger.batch([command]);
  });
  if (result === undefined) return outcome;
  onlooker.note(onlooker.results.answered(at, command, result, before));
  if (result.status === "accepted") return result.isRepeat ? "repeated" : "accepted";
  return result.error.code;
}

/** Somebody leaves a command at the root. */
export function leaveRequest(system: System, command: Command): Promise<string> {
  return system.attempt("root", async () => {
    const { requests } = system.root();
    if (command.type !== "adjust") return requests.addRequest({ command });
    const lines = command.postings.map((posting, index) => ({ ...posting, position: index + 1 }));
    await requests.addRequestLines(command.id, lines);
    return requests.addRequest({ command: { ...command, postings: [] }, lineCount: lines.length });
  });
}

/** Another system leaves a document at the root. */
export function leaveExternal(system: System, { source, number, account, amount }: SimulatedExternal): Promise<string> {
  const command: ExternalDocument["command"] =
    amount > 0n
      ? { type: "topUp", accountId: account, amount }
      : { type: "pay", total: -amount, currency, from: { accountId: account } };
  return system.attempt("root", () => system.root().externalDocuments.add({ source, externalNumber: number, command }));
}
