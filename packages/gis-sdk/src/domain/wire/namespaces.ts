/** SOAP 1.1 envelope. */
export const soapNamespace = "http://schemas.xmlsoap.org/soap/envelope/";
/** `hcs-base.xsd`: headers, acknowledgements, errors. */
export const baseNamespace = "http://dom.gosuslugi.ru/schema/integration/base/";
/** `hcs-payment-types.xsd`: requests of the payment service. */
export const paymentNamespace = "http://dom.gosuslugi.ru/schema/integration/payment/";
/** XML Signature. */
export const signatureNamespace = "http://www.w3.org/2000/09/xmldsig#";

/** Version that every message of the import operations declares; it is not the version of the schema set. */
export const messageVersion = "10.0.1.1";
