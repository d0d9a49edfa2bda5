import {
  type AccountRecord,
  type AnyRecord,
  checkRange,
  checkRecord,
  type DocumentRecord,
  type PortOptions,
  type PostingRecord,
  type ProcessingArchive,
  ProcessingError,
} from "@opora/processing-sdk";
import type { SqlDatabase, SqlResult, SqlTransaction } from "@opora/sql";
import { statementWriters } from "./create-sql-processing-store.js";
import { rangeStatement } from "./range-statement.js";
import { toRecords, valuesIn } from "./record-rows.js";
import { piecesByLength, piecesOf } from "./row-pieces.js";
import type { ConflictRule, Statement } from "./statements.js";
import { translateStoreError } from "./store-errors.js";
import { archiveTable, type SqlTable } from "./table-schema.js";

/**
 * Creates an archive in a database that has the {@link archiveMigrations}: the database of the store or another one. Closing
 * it leaves the database open: it is the host's.
 *
 * @example
 * ```ts
 * await migrate(database, [archiveMigrations]);
 * const archive = createSqlArchive(database);
 * ```
 */
export function createSqlArchive(database: SqlDatabase): ProcessingArchive {
  const { engine } = database;
  const writer = statementWriters[engine]();
  const documents = archiveTable("documents", engine);
  const postings = archiveTable("postings", engine);
  const accounts = archiveTable("accounts", engine);
  let isClosed = false;

  async function asCalled<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (isClosed) throw new ProcessingError("PROCESSING_CLOSED", "The archive is closed.");
    try {
      return await work();
    } catch (error) {
      throw translateStoreError(error);
    }
  }

  async function add(
    transaction: SqlTransaction,
    table: SqlTable,
    records: readonly AnyRecord[],
    onConflict: ConflictRule,
  ): Promise<void> {
    const rows = records.map((record) => valuesIn(table.columns, record));
    const pieces = piecesOf(rows, writer.rowsMax(table.columns.length)).flatMap((piece) =>
      piecesByLength(piece, writer.textLengthMax ?? Number.POSITIVE_INFINITY),
    );
    for (const piece of pieces) {
      const { text, parameters } = writer.insert(table, piece, onConflict);
      await transaction.execute(text, parameters);
    }
  }

  const fetch = async <Row>(table: SqlTable, { text, parameters }: Statement, options: PortOptions): Promise<Row> => {
    const { signal } = options;
    const { rows }: SqlResult = await database.execute(text, parameters, signal === undefined ? {} : { signal });
    return toRecords(table.columns, rows) as Row;
  };

  return {
    put: (content, { signal } = {}) =>
      asCalled(async () => {
        for (const document of content.documents) checkRecord("documents", document);
        for (const posting of content.postings) checkRecord("postings", posting);
        for (const account of content.accounts) checkRecord("accounts", account);
        await database.transaction(
          async (transaction) => {
            await add(
              transaction,
              documents,
              inOrder(content.documents, ({ id }) => id),
              "keep",
            );
            await add(transaction, postings, content.postings, "keep");
            await add(transaction, accounts, newest(content.accounts), "replace older");
          },
          // The order of rows is not the same for all who put: one of them may have to give way.
          { retries: 10, ...(signal !== undefined && { signal }) },
        );
      }),
    findDocument: (id, options = {}) =>
      asCalled(async () => {
        const [found] = await fetch<readonly DocumentRecord[]>(
          documents,
          writer.select(documents, [[id]], undefined),
          options,
        );
        return found;
      }),
    readPostings: ({ accountId, beforeEntry, limit }, options = {}) =>
      asCalled(async () => {
        const query = {
          prefix: [accountId],
          ...(beforeEntry !== undefined && { after: [beforeEntry] }),
          limit,
          direction: "descending",
        } as const;
        checkRange("postings", "key", query);
        const statement = rangeStatement(engine, postings, postings.key, query);
        return fetch<readonly PostingRecord[]>(postings, statement, options);
      }),
    async close() {
      isClosed = true;
    },
  };
}

/** Of each account the record with the highest update number, in one order for all who put. */
function newest(accounts: readonly AccountRecord[]): readonly AccountRecord[] {
  const byId = new Map<string, AccountRecord>();
  for (const account of accounts) {
    const known = byId.get(account.id);
    if (known === undefined || account.updateNo > known.updateNo) byId.set(account.id, account);
  }
  return inOrder([...byId.values()], ({ id }) => id);
}

function inOrder<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  return [...rows].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}
