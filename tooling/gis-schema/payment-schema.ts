import { compileTables } from "./compile-tables.js";
import { printTables } from "./print-tables.js";
import { readSchemaSet } from "./schema-set.js";

const integration = "http://dom.gosuslugi.ru/schema/integration";

/** Version of the schema set that the SDK is generated from. */
export const paymentSchemaSet = "16.3.0.0";

/**
 * The module with the field tables of the payment service, made from a directory that holds the official schema set.
 *
 * The roots are the messages that the SDK writes, reads or checks: the requests of the import operations, `getState` and
 * its answer, headers, acknowledgement and fault.
 */
export function generatePaymentTables(schemaDirectory: string): string {
  const set = readSchemaSet(schemaDirectory, "payment/hcs-payment-types.xsd");
  return printTables(
    compileTables(set, {
      schemaSet: paymentSchemaSet,
      namespaces: {
        acc: `${integration}/account-base/`,
        base: `${integration}/base/`,
        bills: `${integration}/bills-base/`,
        ds: "http://www.w3.org/2000/09/xmldsig#",
        ind: `${integration}/individual-registry-base/`,
        org: `${integration}/organizations-base/`,
        pay: `${integration}/payment/`,
        pb: `${integration}/payments-base/`,
        prem: `${integration}/premises-base/`,
      },
      roots: [
        "base:RequestHeader",
        "base:ISRequestHeader",
        "base:ResultHeader",
        "base:AckRequest",
        "base:Fault",
        "base:getStateRequest",
        "pay:getStateResult",
        "pay:importNotificationsOfOrderExecutionRequest",
        "pay:importNotificationsOfOrderExecutionCancellationRequest",
        "pay:importSupplierNotificationsOfOrderExecutionRequest",
      ],
    }),
  );
}
