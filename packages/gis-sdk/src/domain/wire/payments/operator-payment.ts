import type { BillingPeriod, OneOf, PersonName } from "./common.js";

/**
 * A payment as a payment operator reports it: `NotificationOfOrderExecutionType` of
 * `importNotificationsOfOrderExecutionRequest`. Lengths are in characters (code points).
 */
export interface OperatorPayment {
  readonly profile: "operator";
  /** UUID of this payment in the exchange; stable until its final answer. Letter case does not tell two apart. */
  readonly transportGuid: string;
  /** Who paid. On the wire `SupplierInfo`: the schema's name for the payer. */
  readonly payer?: OperatorPayer | undefined;
  /** Who is paid. */
  readonly recipient: OperatorRecipient;
  /** Business key of the payment at ГИС ЖКХ: exactly 32 characters; a UUID fits without its dashes. */
  readonly orderId: string;
  /** Calendar date `YYYY-MM-DD` of the order, without a time zone. */
  readonly orderDate: string;
  /** Number of the order, 1 to 9 characters. */
  readonly orderNumber?: string | undefined;
  /** Amount in kopecks, at most 16 digits; written in kopecks. */
  readonly amountKopecks: bigint;
  /** Purpose of the payment, 1 to 1000 characters. */
  readonly purpose?: string | undefined;
  /** Given only when the payment was made online: the schema has no `false`. */
  readonly onlinePayment?: true | undefined;
  /** 1 to 210 characters. */
  readonly comment?: string | undefined;
  /** Identifier of the payment document at ГИС ЖКХ, 18 characters. */
  readonly paymentDocumentId?: string | undefined;
  /** Number of the payment document at its issuer, 1 to 30 characters with at least one letter or digit. */
  readonly paymentDocumentNumber?: string | undefined;
  /** Period that is paid. */
  readonly period?: BillingPeriod | undefined;
  /** Единый лицевой счёт, 10 characters. */
  readonly unifiedAccountNumber?: string | undefined;
  /** Where and by whom the service is consumed. */
  readonly premises?: OperatorPremises | undefined;
  /** Identifier of the housing or utility service (ИЖКУ), 13 characters. */
  readonly serviceId?: string | undefined;
  /** Account at the supplier, 1 to 30 characters with at least one letter or digit. */
  readonly accountNumber?: string | undefined;
}

/** Who paid. */
export interface OperatorPayer {
  /** 1 to 25 characters. */
  readonly id?: string | undefined;
  /** 1 to 160 characters. */
  readonly name?: string | undefined;
}

/** Who is paid: a legal entity or an entrepreneur, named in one of three ways. */
export type OperatorRecipient = OneOf<{
  /** A legal entity. */
  legal: {
    /** 9 digits. */
    readonly kpp: string;
    /** 1 to 4000 characters. */
    readonly name: string;
  };
  /** An entrepreneur by the parts of the name. */
  entrepreneur: PersonName;
  /** An entrepreneur by the whole name, 1 to 160 characters. */
  entrepreneurName: string;
}> & {
  /** INN of the recipient, 10 or 12 digits. */
  readonly inn: string;
  /** Bank requisites of the recipient. */
  readonly requisites: PaymentRequisites;
};

/** Bank requisites: `PaymentInformationType`. */
export interface PaymentRequisites {
  /** INN of the account holder, 10 or 12 digits. */
  readonly inn: string;
  /** KPP of the account holder, 9 digits. */
  readonly kpp?: string | undefined;
  /** 1 to 255 characters. */
  readonly bankName: string;
  /** Name of the account holder, 1 to 4000 characters. */
  readonly recipientName: string;
  /** BIC (БИК), 9 digits. */
  readonly bic: string;
  /** Settlement account, 20 characters. */
  readonly account: string;
  /** Correspondent account, 20 characters. */
  readonly correspondentAccount?: string | undefined;
  /** КБК, 20 digits. */
  readonly kbk?: string | undefined;
  /** ОКТМО, 8 digits. */
  readonly oktmo?: string | undefined;
  /** Budgetary account, 1 to 30 digits. */
  readonly budgetaryAccount?: string | undefined;
}

/** Address of the consumer (at most one of the four kinds of premises) and the consumer. */
export type OperatorPremises = OneOf<{
  /** A natural person. */
  person: PersonName;
  /** INN of a legal entity or an entrepreneur, 10 or 12 digits. */
  inn: string;
}> & {
  /** GUID of the house in ФИАС. */
  readonly fiasHouseGuid: string;
  /** Flat, 1 to 255 characters; excludes the kinds below. */
  readonly apartment?: string | undefined;
  /** Room in the flat, 1 to 255 characters. */
  readonly placement?: string | undefined;
  /** Non-residential premises, 1 to 255 characters. */
  readonly nonLivingApartment?: string | undefined;
  /** Block of a residential house, 1 to 255 characters. */
  readonly residentialBlock?: string | undefined;
  /** Room in the block, 1 to 255 characters; needs `residentialBlock`. */
  readonly residentialBlockRoom?: string | undefined;
  /** Non-residential block, 1 to 255 characters. */
  readonly nonResidentialBlock?: string | undefined;
};
