import type { PaymentCancellation } from "../payments/cancellation.js";
import type { OperatorPayment } from "../payments/operator-payment.js";
import type { Operator139Payment } from "../payments/operator139-payment.js";
import type { SupplierPayment } from "../payments/supplier-payment.js";
import type { GisProfile } from "../profile.js";
import type { Binding, CompleteBinding } from "./binding.js";
import { createLayout, type LayoutGroup } from "./layout.js";

/** A request of the payment service: its root element and the layout of its items. */
export interface RequestLayout {
  /** Root element, `prefix:local` with the prefixes of the field tables. */
  readonly root: string;
  readonly item: LayoutGroup;
}

const operatorBinding = {
  "SupplierInfo/SupplierID": "payer.id",
  "SupplierInfo/SupplierName": "payer.name",
  "RecipientInfo/INN": "recipient.inn",
  "RecipientInfo/Entpr/Surname": "recipient.entrepreneur.surname",
  "RecipientInfo/Entpr/FirstName": "recipient.entrepreneur.firstName",
  "RecipientInfo/Entpr/Patronymic": "recipient.entrepreneur.patronymic",
  "RecipientInfo/Legal/KPP": "recipient.legal.kpp",
  "RecipientInfo/Legal/Name": "recipient.legal.name",
  "RecipientInfo/EntprFIO": "recipient.entrepreneurName",
  "RecipientInfo/PaymentInformation/RecipientINN": "recipient.requisites.inn",
  "RecipientInfo/PaymentInformation/RecipientKPP": "recipient.requisites.kpp",
  "RecipientInfo/PaymentInformation/BankName": "recipient.requisites.bankName",
  "RecipientInfo/PaymentInformation/PaymentRecipient": "recipient.requisites.recipientName",
  "RecipientInfo/PaymentInformation/BankBIK": "recipient.requisites.bic",
  "RecipientInfo/PaymentInformation/operatingAccountNumber": "recipient.requisites.account",
  "RecipientInfo/PaymentInformation/CorrespondentBankAccount": "recipient.requisites.correspondentAccount",
  "RecipientInfo/PaymentInformation/KBK": "recipient.requisites.kbk",
  "RecipientInfo/PaymentInformation/OKTMO": "recipient.requisites.oktmo",
  "RecipientInfo/PaymentInformation/NumberBudgetaryAccount": "recipient.requisites.budgetaryAccount",
  "OrderInfo/OrderID": "orderId",
  "OrderInfo/OrderDate": "orderDate",
  "OrderInfo/OrderNum": "orderNumber",
  "OrderInfo/Amount": "amountKopecks",
  "OrderInfo/PaymentPurpose": "purpose",
  "OrderInfo/OnlinePayment": "onlinePayment",
  "OrderInfo/Comment": "comment",
  "OrderInfo/PaymentDocumentID": "paymentDocumentId",
  "OrderInfo/PaymentDocumentNumber": "paymentDocumentNumber",
  "OrderInfo/Year": "period.year",
  "OrderInfo/Month": "period.month",
  "OrderInfo/UnifiedAccountNumber": "unifiedAccountNumber",
  "OrderInfo/AddressAndConsumer/FIASHouseGuid": "premises.fiasHouseGuid",
  "OrderInfo/AddressAndConsumer/Apartment": "premises.apartment",
  "OrderInfo/AddressAndConsumer/Placement": "premises.placement",
  "OrderInfo/AddressAndConsumer/NonLivingApartment": "premises.nonLivingApartment",
  "OrderInfo/AddressAndConsumer/ResidentialBlock": "premises.residentialBlock",
  "OrderInfo/AddressAndConsumer/ResidentialBlockRoom": "premises.residentialBlockRoom",
  "OrderInfo/AddressAndConsumer/NonResidentialBlock": "premises.nonResidentialBlock",
  "OrderInfo/AddressAndConsumer/Ind/Surname": "premises.person.surname",
  "OrderInfo/AddressAndConsumer/Ind/FirstName": "premises.person.firstName",
  "OrderInfo/AddressAndConsumer/Ind/Patronymic": "premises.person.patronymic",
  "OrderInfo/AddressAndConsumer/INN": "premises.inn",
  "OrderInfo/Service/ServiceID": "serviceId",
  "OrderInfo/AccountNumber": "accountNumber",
  TransportGUID: "transportGuid",
} as const satisfies Binding<OperatorPayment>;
const operator = createLayout(
  "pay:NotificationOfOrderExecutionType",
  "pay:importNotificationsOfOrderExecutionRequest/NotificationOfOrderExecutionType",
  operatorBinding satisfies CompleteBinding<OperatorPayment, typeof operatorBinding>,
);

const operator139Binding = {
  "OrderInfo/OrderID": "orderId",
  "OrderInfo/OrderDate": "orderDate",
  "OrderInfo/Amount": "amountKopecks",
  "OrderInfo/OnlinePayment": "onlinePayment",
  "OrderInfo/MonthAndYear/Year": "period.year",
  "OrderInfo/MonthAndYear/Month": "period.month",
  "OrderInfo/ServiceID": "service.id",
  "OrderInfo/ServiceIDGUID": "service.guid",
  "OrderInfo/PaymentDocumentID": "paymentDocument.id",
  "OrderInfo/PaymentDocumentGUID": "paymentDocument.guid",
  "OrderInfo/PaymentInformationGUID": "paymentInformationGuid",
  TransportGUID: "transportGuid",
} as const satisfies Binding<Operator139Payment>;
const operator139 = createLayout(
  "pay:NotificationOfOrderExecution139Type",
  "pay:importNotificationsOfOrderExecutionRequest/NotificationOfOrderExecution139Type",
  operator139Binding satisfies CompleteBinding<Operator139Payment, typeof operator139Binding>,
);

const supplierBinding = {
  OrderDate: "orderDate",
  "OrderPeriod/Month": "period.month",
  "OrderPeriod/Year": "period.year",
  PaymentDocumentID: "paymentDocumentId",
  ServiceID: "serviceId",
  Amount: "amountKopecks",
  OnlinePayment: "onlinePayment",
  TransportGUID: "transportGuid",
} as const satisfies Binding<SupplierPayment>;
const supplier = createLayout(
  "pay:SupplierNotificationOfOrderExecution",
  "pay:importSupplierNotificationsOfOrderExecutionRequest/SupplierNotificationOfOrderExecution",
  supplierBinding satisfies CompleteBinding<SupplierPayment, typeof supplierBinding>,
);

const cancellationBinding = {
  OrderID: "orderId",
  CancellationDate: "cancellationDate",
  Comment: "comment",
  TransportGUID: "transportGuid",
} as const satisfies Binding<PaymentCancellation>;
const cancellation = createLayout(
  "pay:NotificationOfOrderExecutionCancellation",
  "pb:NotificationOfOrderExecutionCancellationType",
  cancellationBinding satisfies CompleteBinding<PaymentCancellation, typeof cancellationBinding>,
);

/** The requests that load payments, by profile. */
export const importLayouts: Readonly<Record<GisProfile, RequestLayout>> = {
  operator: { root: "pay:importNotificationsOfOrderExecutionRequest", item: operator },
  operator139: { root: "pay:importNotificationsOfOrderExecutionRequest", item: operator139 },
  supplier: { root: "pay:importSupplierNotificationsOfOrderExecutionRequest", item: supplier },
};

/** The request that takes payments back. */
export const cancellationLayout: RequestLayout = {
  root: "pay:importNotificationsOfOrderExecutionCancellationRequest",
  item: cancellation,
};
