/** How bad a violation is: an `error` makes the message or the payment unfit to be sent, a `warning` asks for a look. */
export type ViolationSeverity = "error" | "warning";

/** A text for people, in both languages. It holds names of fields and limits, never values: those may be personal data. */
export interface LocalizedText {
  readonly en: string;
  readonly ru: string;
}

/** Something that breaks the schema or a rule that the schema misses. */
export interface Violation {
  /** Stable: part of the API. */
  readonly code: ViolationCode;
  readonly severity: ViolationSeverity;
  /**
   * Where. In a message: local names from the root, with an index where an element may repeat, for instance
   * `/importSupplierNotificationsOfOrderExecutionRequest/SupplierNotificationOfOrderExecution[3]/Amount`. In a payment:
   * its properties, for instance `/recipient/inn`.
   */
  readonly path: string;
  /** Line of the message, from 1 on; absent for payments. */
  readonly line?: number;
  readonly message: LocalizedText;
}

/** Codes of violations: `xml/` not readable, `schema/` the official schema, `rule/` what the schema misses. */
export type ViolationCode = XmlViolationCode | SchemaViolationCode | RuleViolationCode;

/** Not an XML document of UTF-8 without a DOCTYPE, within the limits. */
export type XmlViolationCode = "xml/empty" | "xml/encoding" | "xml/not-xml" | "xml/doctype" | "xml/limit";

/** Breaks the official schema, read by XML Schema 1.0. */
export type SchemaViolationCode =
  /** The root element is no message of the payment service. */
  | "schema/root"
  /** A required element is absent. */
  | "schema/element-missing"
  /** The element is allowed, but not at this place in the order. */
  | "schema/element-order"
  /** The element occurs more often than allowed. */
  | "schema/element-repeated"
  /** The element excludes another one that is there. */
  | "schema/element-choice"
  /** The right name in the wrong namespace. */
  | "schema/element-namespace"
  /** The element is not known here. */
  | "schema/element-unknown"
  | "schema/attribute-missing"
  | "schema/attribute-unknown"
  /** Text between child elements. */
  | "schema/text-unexpected"
  /** A value that is not of its built-in type: a date that does not exist, a comma in a number. */
  | "schema/type"
  | "schema/length"
  | "schema/pattern"
  | "schema/enumeration"
  | "schema/range"
  /** Too many digits, in all or after the point. */
  | "schema/digits"
  /** Another value than the only one allowed. */
  | "schema/fixed"
  /** Two values that must differ are equal. */
  | "schema/key"
  /** A property of the wrong JavaScript type. */
  | "schema/property-type"
  /** A property that payments of this profile do not have. */
  | "schema/property-unknown";

/** Breaks a rule that the official schema does not express. */
export type RuleViolationCode =
  /** An amount of nothing. */
  | "rule/amount-zero"
  /** Kopecks written with a point: the mark of a 100-fold error. */
  | "rule/amount-units"
  /** Roubles written without decimals, as kopecks are: the mark of a 100-fold error. */
  | "rule/amount-decimals"
  /** A calendar date with a time zone. */
  | "rule/date-zone"
  /** `OnlinePayment` written as `1` or left empty: right by the standard, refused by some validators. */
  | "rule/boolean-form"
  /** Digits of another script, which `\d` of XML Schema admits. */
  | "rule/digit-script"
  /** White space around a value, or nothing but white space. */
  | "rule/white-space"
  /** A character that XML cannot carry: most control characters, half of a surrogate pair. */
  | "rule/control-character"
  /** DEL or a control character of U+0080 to U+009F: the mark of a text decoded wrongly. */
  | "rule/suspect-character"
  /** A notification that names no document, account, service or address. */
  | "rule/subject-missing"
  /** Two notifications or cancellations of one packet with one OrderID. */
  | "rule/order-id-repeated"
  /** Two TransportGUIDs that differ in letter case only. */
  | "rule/transport-guid-case"
  /** An envelope with a request, but without the request's header. */
  | "rule/header-missing"
  /** A request without a signature. */
  | "rule/unsigned"
  /** A request without `Id`, to which its signature would refer. */
  | "rule/id-missing"
  /** `xsi:type`: right if it names the declared type, but these messages have no use for it, and it is not followed. */
  | "rule/xsi-type"
  /** `RequestState` 3 with neither a result nor an error. */
  | "rule/state-without-outcome"
  /** A result while `RequestState` says 1 or 2. */
  | "rule/state-early-outcome"
  /** Two results for one TransportGUID. */
  | "rule/result-repeated"
  /** A loaded payment without GUID. */
  | "rule/result-without-guid";
