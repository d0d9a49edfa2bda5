import { type AccountRecord, accountTable } from "./account-record.js";
import { type AllotmentRecord, allotmentTable } from "./allotment-record.js";
import { type CounterRecord, counterTable } from "./counter-record.js";
import { type CustomerTotalsRecord, customerTotalsTable } from "./customer-totals-record.js";
import { type DocumentRecord, documentTable } from "./document-record.js";
import { type EventRecord, eventTable } from "./event-record.js";
import {
  type ExternalDocumentRecord,
  externalDocumentTable,
  type ImportResultRecord,
  importResultTable,
} from "./external-record.js";
import { type InboxRecord, inboxTable } from "./inbox-record.js";
import { type NodeRecord, nodeTable } from "./node-record.js";
import { type OpeningRecord, openingTable } from "./opening-record.js";
import { type OriginRecord, originTable } from "./origin-record.js";
import { type PostingRecord, postingTable } from "./posting-record.js";
import { type RegistryRecord, registryTable } from "./registry-record.js";
import {
  type RequestFailureRecord,
  type RequestLineRecord,
  type RequestRecord,
  requestFailureTable,
  requestLineTable,
  requestTable,
} from "./request-record.js";
import { type ReservationRecord, reservationTable } from "./reservation-record.js";
import { type SuspensionRecord, suspensionTable } from "./suspension-record.js";

/** The records of every table of a node. */
export type Records = {
  readonly accounts: AccountRecord;
  readonly allotments: AllotmentRecord;
  readonly counters: CounterRecord;
  readonly customerTotals: CustomerTotalsRecord;
  readonly documents: DocumentRecord;
  readonly events: EventRecord;
  readonly externalDocuments: ExternalDocumentRecord;
  readonly importResults: ImportResultRecord;
  readonly inbox: InboxRecord;
  readonly node: NodeRecord;
  readonly openings: OpeningRecord;
  readonly origins: OriginRecord;
  readonly postings: PostingRecord;
  readonly registry: RegistryRecord;
  readonly requestFailures: RequestFailureRecord;
  readonly requestLines: RequestLineRecord;
  readonly requests: RequestRecord;
  readonly reservations: ReservationRecord;
  readonly suspensions: SuspensionRecord;
};

/** Name of a table. */
export type TableName = keyof Records;

/** Every table: fields, keys and orders. A store makes its schema of this. */
export const tables = {
  accounts: accountTable,
  allotments: allotmentTable,
  counters: counterTable,
  customerTotals: customerTotalsTable,
  documents: documentTable,
  events: eventTable,
  externalDocuments: externalDocumentTable,
  importResults: importResultTable,
  inbox: inboxTable,
  node: nodeTable,
  openings: openingTable,
  origins: originTable,
  postings: postingTable,
  registry: registryTable,
  requestFailures: requestFailureTable,
  requestLines: requestLineTable,
  requests: requestTable,
  reservations: reservationTable,
  suspensions: suspensionTable,
} as const;

/** The values of some fields of a record, in their order. */
export type FieldValues<Row, Names extends readonly unknown[]> = {
  readonly [Index in keyof Names]: Names[Index] extends keyof Row ? Row[Names[Index]] : never;
};

/** The values of a table's key, in its order. */
export type RecordKey<Table extends TableName> = FieldValues<Records[Table], (typeof tables)[Table]["key"]>;

/** Names of the orders of a table: `key` and its indexes. */
export type OrderName<Table extends TableName> = "key" | (keyof (typeof tables)[Table]["indexes"] & string);
