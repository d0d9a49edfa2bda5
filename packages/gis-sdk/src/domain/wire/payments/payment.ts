import type { OperatorPayment } from "./operator-payment.js";
import type { Operator139Payment } from "./operator139-payment.js";
import type { SupplierPayment } from "./supplier-payment.js";

/** A payment to be loaded into ГИС ЖКХ, in one of the three forms. Amounts are kopecks in all of them. */
export type GisPayment = OperatorPayment | Operator139Payment | SupplierPayment;
