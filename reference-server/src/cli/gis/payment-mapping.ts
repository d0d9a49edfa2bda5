import type { GisProfile, OperatorRecipient, PaymentMapping } from "@opora/gis-sdk";
import type { CommandContext } from "../command-context.js";
import { readInput } from "../files.js";
import { UsageError } from "../usage-error.js";

/** Options that say how lines of registers become payments. */
export interface MappingArguments {
  readonly profile: GisProfile;
  readonly recipient?: string;
  readonly guids?: string;
}

/** How lines become payments of the profile; what a form needs beside the registers comes from a JSON file. */
export async function readMapping(
  context: CommandContext,
  { profile, recipient, guids }: MappingArguments,
  orderNamespace: string,
): Promise<PaymentMapping> {
  switch (profile) {
    case "supplier":
      return { profile };
    case "operator": {
      const everybody = await readObject(context, "--recipient", recipient);
      return { profile, orderNamespace, recipientOf: () => everybody as unknown as OperatorRecipient };
    }
    case "operator139": {
      const known = new Map(Object.entries(await readObject(context, "--guids", guids)));
      return { profile, orderNamespace, guidOf: (id) => stringOf(known.get(id)) };
    }
  }
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

async function readObject(
  context: CommandContext,
  option: string,
  file: string | undefined,
): Promise<Record<string, unknown>> {
  if (file === undefined) throw new UsageError(`${option} is needed for this profile`);
  const text = new TextDecoder().decode(await readInput(context, option, file));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${option}: ${file} is not JSON`, { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`${option}: ${file} must hold an object`);
  }
  return value as Record<string, unknown>;
}
