import { parseMinorUnits } from "@opora/core";
import type { XmlElement } from "@opora/gost/xml";

/** A payment as a request names it. */
export interface PaymentItem {
  readonly transportGuid: string;
  readonly orderId: string | undefined;
  /** The payment document or the service that is paid, if it is named. */
  readonly subjectId: string | undefined;
  readonly orderDate: string;
  readonly amountKopecks: bigint;
  /** What the payment is recognised by when it comes again. */
  readonly key: string;
}

/** A cancellation as a request names it. */
export interface CancellationItem {
  readonly transportGuid: string;
  readonly orderId: string;
}

/** What a request is about. */
export type RequestItems =
  | { readonly kind: "payments"; readonly items: readonly PaymentItem[] }
  | { readonly kind: "cancellations"; readonly items: readonly CancellationItem[] };

/** Reads a request whose structure was checked. */
export function readRequestItems(request: XmlElement): RequestItems {
  const elements = childElements(request).filter(({ localName }) => localName !== "Signature");
  if (request.localName === "importNotificationsOfOrderExecutionCancellationRequest") {
    return {
      kind: "cancellations",
      items: elements.map((item) => ({
        transportGuid: requiredText(item, "TransportGUID"),
        orderId: requiredText(item, "OrderID"),
      })),
    };
  }
  const isSupplier = request.localName === "importSupplierNotificationsOfOrderExecutionRequest";
  return { kind: "payments", items: elements.map(isSupplier ? supplierItem : operatorItem) };
}

function supplierItem(item: XmlElement): PaymentItem {
  const subjectId = requiredText(item, "PaymentDocumentID", "ServiceID");
  const orderDate = requiredText(item, "OrderDate");
  const amountKopecks = parseMinorUnits(requiredText(item, "Amount"), 2);
  return {
    transportGuid: requiredText(item, "TransportGUID"),
    orderId: undefined,
    subjectId,
    orderDate,
    amountKopecks,
    key: `${subjectId}|${orderDate}|${amountKopecks}`,
  };
}

function operatorItem(item: XmlElement): PaymentItem {
  const order = childElements(item).find(({ localName }) => localName === "OrderInfo") ?? item;
  const service = childElements(order).find(({ localName }) => localName === "Service") ?? order;
  const orderId = requiredText(order, "OrderID");
  return {
    transportGuid: requiredText(item, "TransportGUID"),
    orderId,
    subjectId: textOf(order, "PaymentDocumentID") ?? textOf(service, "ServiceID"),
    orderDate: requiredText(order, "OrderDate"),
    amountKopecks: BigInt(requiredText(order, "Amount")),
    key: orderId,
  };
}

/** Child elements, in order. */
export function childElements(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child): child is XmlElement => child.kind === "element");
}

/** Text of the first child with one of the names, trimmed. */
export function textOf(element: XmlElement, ...localNames: readonly string[]): string | undefined {
  const child = childElements(element).find(({ localName }) => localNames.includes(localName));
  if (child === undefined) return undefined;
  return child.children
    .map((node) => (node.kind === "text" ? node.text : ""))
    .join("")
    .trim();
}

function requiredText(element: XmlElement, ...localNames: readonly string[]): string {
  const text = textOf(element, ...localNames);
  if (text !== undefined) return text;
  throw new Error(`The stand-in let a request through that lacks ${localNames.join(" or ")}.`);
}
