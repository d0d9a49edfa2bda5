import { GisError } from "../../errors.js";
import { cancellationLayout, importLayouts, type RequestLayout } from "./layout/layouts.js";
import { createItemWriter, type ItemWriter } from "./layout/write-item.js";
import { baseNamespace, messageVersion, paymentNamespace } from "./namespaces.js";
import type { PaymentCancellation } from "./payments/cancellation.js";
import type { GisPayment } from "./payments/payment.js";
import { cancellationPacketLimit, type GisProfile, packetLimits } from "./profile.js";
import { checkIdentifier, encodeUtf8 } from "./xml/canonical-xml.js";

/** A message in canonical form, ready to be signed and put into an envelope. */
export interface CanonicalMessage {
  /** Exclusive canonical form of the element, without a signature: what reference 1 of the signature digests. */
  readonly canonical: Uint8Array;
  /** Where `ds:Signature` goes: the byte offset after the start tag. */
  readonly signatureOffset: number;
  /** Value of the element's `Id`. */
  readonly id: string;
  /** What the element's start tag declares: namespace by prefix. */
  readonly namespaces: ReadonlyMap<string, string>;
}

/** What {@link writeImportRequest} writes. */
export interface ImportRequestContent {
  readonly profile: GisProfile;
  /** Value of the `Id` attribute, to which the signature refers. */
  readonly id: string;
  /** 1 to {@link packetLimits} payments of that profile, in this order. */
  readonly payments: readonly GisPayment[];
}

/**
 * Writes a packet of payments: the request element in its exclusive canonical form.
 *
 * Nothing is checked here that `validatePayment` checks; what cannot be written at all is refused.
 *
 * @throws {@link GisError} `GIS_LIMIT_EXCEEDED` for no payments or too many; `GIS_PAYMENT_INVALID` for a payment of
 * another profile or with a value of the wrong type; `GIS_XML_INVALID` for a character that XML cannot carry;
 * `GIS_OPTIONS_INVALID` for a bad `id`.
 * @example
 * ```ts
 * const request = writeImportRequest({ profile: "supplier", id: "packet-1", payments });
 * ```
 */
export function writeImportRequest({ profile, id, payments }: ImportRequestContent): CanonicalMessage {
  const stranger = payments.findIndex((payment) => payment.profile !== profile);
  if (stranger >= 0) {
    throw new GisError("GIS_PAYMENT_INVALID", `Payment ${stranger + 1} is not of the profile ${profile}`, {
      details: { index: stranger, profile },
    });
  }
  return writeRequest(importWriters[profile], { id, items: payments, limit: packetLimits[profile] });
}

/** What {@link writeCancellationRequest} writes. */
export interface CancellationRequestContent {
  /** Value of the `Id` attribute, to which the signature refers. */
  readonly id: string;
  /** 1 to 500 cancellations, in this order. */
  readonly cancellations: readonly PaymentCancellation[];
}

/**
 * Writes a packet of cancellations: the request element in its exclusive canonical form.
 *
 * @throws {@link GisError} as {@link writeImportRequest} does.
 */
export function writeCancellationRequest({ id, cancellations }: CancellationRequestContent): CanonicalMessage {
  return writeRequest(cancellationWriter, { id, items: cancellations, limit: cancellationPacketLimit });
}

interface RequestWriter {
  readonly root: string;
  readonly writeItem: ItemWriter;
}

/** Declared by the start tag of each request, since its name and its version attribute use them. */
const rootNamespaces = new Map([
  ["base", baseNamespace],
  ["pay", paymentNamespace],
]);
const rootDeclarations = [...rootNamespaces].map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join("");

const importWriters: Readonly<Record<GisProfile, RequestWriter>> = {
  operator: requestWriter(importLayouts.operator),
  operator139: requestWriter(importLayouts.operator139),
  supplier: requestWriter(importLayouts.supplier),
};
const cancellationWriter = requestWriter(cancellationLayout);

function requestWriter({ root, item }: RequestLayout): RequestWriter {
  return { root, writeItem: createItemWriter(item, new Set(rootNamespaces.keys())) };
}

function writeRequest(
  { root, writeItem }: RequestWriter,
  { id, items, limit }: { id: string; items: readonly object[]; limit: number },
): CanonicalMessage {
  if (items.length === 0 || items.length > limit) {
    throw new GisError("GIS_LIMIT_EXCEEDED", `A packet holds 1 to ${limit} items, not ${items.length}`, {
      details: { limit, count: items.length },
    });
  }
  const start = `<${root}${rootDeclarations} Id="${checkIdentifier(id)}" base:version="${messageVersion}">`;
  let text = start;
  for (const [index, item] of items.entries()) text += writeItemAt(writeItem, item, index);
  text += `</${root}>`;
  return { canonical: encodeUtf8(text), signatureOffset: start.length, id, namespaces: rootNamespaces };
}

function writeItemAt(writeItem: ItemWriter, item: object, index: number): string {
  try {
    return writeItem(item);
  } catch (error) {
    if (!GisError.is(error)) throw error;
    throw new GisError(error.code, `Item ${index + 1}: ${error.message}`, {
      cause: error,
      details: { ...error.details, index },
    });
  }
}
