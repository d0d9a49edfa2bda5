import type { RowKey } from "./register-row.js";

/**
 * Turns one field of the key into the form in which the registers are joined. It must be a pure function, and applying
 * it twice must give the same as applying it once.
 */
export type KeyNormaliser = (text: string) => string;

/** Normalisers by key field, each list applied in its order after {@link trimSpaces}, which always comes first. */
export interface KeyNormalisers {
  readonly billNumber?: readonly KeyNormaliser[];
  readonly supplierId?: readonly KeyNormaliser[];
  readonly serviceId?: readonly KeyNormaliser[];
}

/** Removes spaces, tabs and no-break spaces at both ends. */
export function trimSpaces(text: string): string {
  return text.replace(/^[ \t\u00a0]+|[ \t\u00a0]+$/g, "");
}

/** Makes letters upper-case: `00аа…` and `00АА…` join. */
export function upperCase(text: string): string {
  return text.toUpperCase();
}

/** Removes zeros in front of another character: `007` and `7` join. Without it leading zeros are kept. */
export function withoutLeadingZeros(text: string): string {
  return text.replace(/^0+(?=.)/, "");
}

/**
 * Replaces Latin letters by the Cyrillic letters that look the same (`A` by `А` and so on): for numbers that one of the
 * registers typed on the wrong keyboard layout.
 */
export function latinLookalikesToCyrillic(text: string): string {
  return text.replace(/[ABCEHKMOPTXaceopxy]/g, (letter) => cyrillicByLatin.get(letter) ?? letter);
}

const cyrillicByLatin: ReadonlyMap<string, string> = new Map(
  Array.from("ABCEHKMOPTXaceopxy", (latin, index) => [latin, "АВСЕНКМОРТХасеорху".charAt(index)]),
);

/** Applies the normalisers of one field. */
export function normaliseKeyField(text: string, normalisers: readonly KeyNormaliser[]): string {
  return normalisers.reduce((field, normalise) => normalise(field), trimSpaces(text));
}

/** Applies the normalisers of each field. */
export function normaliseKey(
  key: RowKey,
  normalisers: Readonly<Record<keyof RowKey, readonly KeyNormaliser[]>>,
): RowKey {
  return {
    billNumber: normaliseKeyField(key.billNumber, normalisers.billNumber),
    supplierId: normaliseKeyField(key.supplierId, normalisers.supplierId),
    serviceId: normaliseKeyField(key.serviceId, normalisers.serviceId),
  };
}

/** The key as one text. Zero characters part it, which no field holds, so that no two keys share a text. */
export function keyText({ billNumber, supplierId, serviceId }: RowKey): string {
  return `${billNumber}\0${supplierId}\0${serviceId}`;
}
