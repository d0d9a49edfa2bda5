/**
 * Which of the three import forms of the ГИС ЖКХ payment service a payment is written in. The forms differ in fields,
 * units and packet size, so the choice is explicit and never guessed from a recipient.
 *
 * - `operator`: what a payment operator reports, with the recipient's bank requisites (`NotificationOfOrderExecutionType`);
 * - `operator139`: the same by п. 139 of order 589/944, by identifiers only (`NotificationOfOrderExecution139Type`);
 * - `supplier`: what the supplier of the service reports itself (`SupplierNotificationOfOrderExecution`).
 */
export type GisProfile = "operator" | "operator139" | "supplier";

/** Most payments that one packet may hold, by profile (`maxOccurs` of payment-types 13.1.8.1). */
export const packetLimits: Readonly<Record<GisProfile, number>> = { operator: 500, operator139: 500, supplier: 250 };

/** Most cancellations that one packet may hold. */
export const cancellationPacketLimit = 500;

/** The operations of the payment service that the SDK calls. */
export type GisOperation =
  | "importNotificationsOfOrderExecution"
  | "importSupplierNotificationsOfOrderExecution"
  | "importNotificationsOfOrderExecutionCancellation"
  | "getState";

/** The operation that loads payments of a profile. */
export const importOperations: Readonly<Record<GisProfile, GisOperation>> = {
  operator: "importNotificationsOfOrderExecution",
  operator139: "importNotificationsOfOrderExecution",
  supplier: "importSupplierNotificationsOfOrderExecution",
};

/** Value of the HTTP header `SOAPAction` of an operation, with its quotes (SOAP 1.1 §6.1.1). */
export function soapActionOf(operation: GisOperation): string {
  return `"urn:${operation}"`;
}
