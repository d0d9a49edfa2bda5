import type { Ids, Random } from "@opora/core";
import {
  namespacesAtSignature,
  type StateContent,
  type StateResultItem,
  writeStateEnvelope,
  writeStateResult,
} from "@opora/gis-sdk";
import type { GostSigner } from "@opora/gost";
import { createXadesSignature } from "@opora/gost/xml";
import type { PacketOutcome, PacketProgress, StandInPacket } from "./packet-desk.js";
import type { AnswerStyle } from "./stand-in-options.js";

/** What an answer is written with. */
export interface AnswerWriter {
  readonly signer: GostSigner;
  readonly ids: Ids;
  readonly random: Random;
  readonly now: Date;
  readonly style: AnswerStyle;
}

/** Writes the answer to a poll, signed in the exclusive profile as ГИС ЖКХ itself does. */
export async function writeFinalAnswer(progress: PacketProgress, writer: AnswerWriter): Promise<Uint8Array> {
  const { packet } = progress;
  const { prefixes = {} } = writer.style;
  const state = writeStateResult({
    id: `answer-${packet.gisMessageGuid}`,
    requestState: progress.state,
    messageGuid: styledGuid(packet.gisMessageGuid, writer.style),
    ...(progress.state === 3 ? outcomeParts(progress.outcome, writer) : {}),
    prefixes,
  });
  const signature = await createXadesSignature({
    signer: writer.signer,
    profile: "exclusive",
    signedElementId: state.id,
    signedElementCanonical: state.canonical,
    namespacesInScope: namespacesAtSignature(state, prefixes.soap),
    signingTime: writer.now,
    signatureId: `signature-${packet.gisMessageGuid}`,
  });
  return writeStateEnvelope({ header: headerOf(packet, writer.now), state, signature, prefixes });
}

/** `ResultHeader`: it names the import request, also in the answer to a poll. */
export function headerOf(packet: StandInPacket, date: Date): { readonly date: Date; readonly messageGuid: string } {
  return { date, messageGuid: packet.messageGuid };
}

function outcomeParts(outcome: PacketOutcome, writer: AnswerWriter): Partial<StateContent> {
  if (outcome.kind === "refused") return { errorMessage: outcome.error };
  return { results: styledResults(outcome.results, writer) };
}

function styledResults(
  results: readonly StateResultItem[],
  { style, ids, random }: AnswerWriter,
): readonly StateResultItem[] {
  const { missing = 0, doubled = 0, foreign = 0, order = "request" } = style;
  const kept = results.slice(0, Math.max(0, results.length - missing));
  const strangers = Array.from(
    { length: foreign },
    (): StateResultItem => ({
      transportGuid: ids.uuid(),
      errors: [{ code: "INT002000", description: "Чужой платёж" }],
    }),
  );
  const all = [...kept, ...kept.slice(0, doubled), ...strangers];
  return inOrder(all, order, random).map((result) => ({
    ...result,
    transportGuid: styledGuid(result.transportGuid, style),
    guid: result.guid === undefined ? undefined : styledGuid(result.guid, style),
  }));
}

function inOrder<Item>(items: readonly Item[], order: AnswerStyle["order"], random: Random): readonly Item[] {
  if (order === "reversed") return [...items].reverse();
  if (order !== "shuffled") return items;
  const keys = random.bytes(items.length);
  return items
    .map((item, index) => ({ item, key: keys[index] ?? 0 }))
    .sort((left, right) => left.key - right.key)
    .map(({ item }) => item);
}

function styledGuid(guid: string, { guidCase = "lower", guidPadding = "none" }: AnswerStyle): string {
  const cased = guidCase === "upper" ? guid.toUpperCase() : guid.toLowerCase();
  return guidPadding === "spaces" ? `\n    ${cased}\t` : cased;
}
