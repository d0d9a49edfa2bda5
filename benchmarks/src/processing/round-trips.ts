import { createHash } from "node:crypto";
import { createPool, type PoolConnection, type RowDataPacket } from "mysql2/promise";
import pg from "pg";
import { newDocumentId } from "./document-ids.js";

/** A ledger as it is usually written: each posting a transaction of its own, statement after statement. */
export interface RoundTripLedger {
  /** Credits an account: reads and locks it, inserts a document and a posting, updates the balance, commits. */
  post(accountId: string): Promise<void>;
  close(): Promise<void>;
}

/** How such a ledger is set up. */
export interface RoundTripOptions {
  readonly url: string;
  readonly connections: number;
  readonly accountIds: readonly string[];
}

const schema = (text: string) => [
  `create table account (id ${text} primary key, balance bigint not null, credit_limit bigint not null,
    blocked boolean not null, closed boolean not null, entries bigint not null)`,
  `create table document (id ${text} primary key, kind ${text} not null, total bigint not null, currency ${text} not null,
    contra ${text} not null, payload_hash ${text} not null, occurred_at bigint not null, recorded_at bigint not null)`,
  `create table posting (account_id ${text} not null, entry bigint not null, document_id ${text} not null,
    line bigint not null, amount bigint not null, balance_after bigint not null, recorded_at bigint not null,
    primary key (account_id, entry))`,
];

/** Over `pg`. The transaction is begun together with the first statement: five round trips. */
export async function openPostgresRoundTrips(options: RoundTripOptions): Promise<RoundTripLedger> {
  const pool = new pg.Pool({ connectionString: options.url, max: options.connections });
  for (const statement of schema("text")) await pool.query(statement);
  await pool.query(
    "insert into account select id, 0, 0, false, false, 0 from unnest($1::text[]) as id",
    [options.accountIds], //
  );
  const insertDocument = "insert into document values ($1, $2, $3, $4, $5, $6, $7, $8)";
  const insertPosting = "insert into posting values ($1, $2, $3, $4, $5, $6, $7)";
  const update = "update account set balance = $2, entries = $3 where id = $1";
  return {
    async post(accountId) {
      const client = await pool.connect();
      try {
        const { account, document, posting, hash, now } = newPosting(accountId);
        // Only ids of our own making get here, so that the text needs no parameters.
        const answers = (await client.query(
          `begin; select balance, entries from account where id = '${account}' for update`,
        )) as unknown as readonly pg.QueryResult<{ balance: string; entries: string }>[];
        const [entry, balance] = following(answers[1]?.rows[0], posting.amount);
        await client.query({ name: "document", text: insertDocument, values: [...document, hash, now, now] });
        const row = [account, entry, document[0], 1, posting.amount, balance, now];
        await client.query({ name: "posting", text: insertPosting, values: row });
        await client.query({ name: "update", text: update, values: [account, balance, entry] });
        await client.query("commit");
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

/** Over `mysql2`, in the same five round trips. */
export async function openMariadbRoundTrips(options: RoundTripOptions): Promise<RoundTripLedger> {
  const pool = createPool({ uri: options.url, connectionLimit: options.connections, multipleStatements: true });
  for (const statement of schema("varchar(64) character set ascii")) await pool.query(statement);
  await pool.query("insert into account values ?", [options.accountIds.map((id) => [id, 0, 0, false, false, 0])]);
  const insertDocument = "insert into document values (?, ?, ?, ?, ?, ?, ?, ?)";
  const insertPosting = "insert into posting values (?, ?, ?, ?, ?, ?, ?)";
  const update = "update account set balance = ?, entries = ? where id = ?";
  return {
    async post(accountId) {
      const connection: PoolConnection = await pool.getConnection();
      try {
        const { account, document, posting, hash, now } = newPosting(accountId);
        const [[, rows]] = await connection.query<[never, RowDataPacket[]]>(
          `begin; select balance, entries from account where id = '${account}' for update`,
        );
        const [entry, balance] = following(rows[0] as { balance: string; entries: string }, posting.amount);
        await connection.execute(insertDocument, [...document, hash, now, now]);
        const row = [account, entry, document[0], 1, posting.amount, balance, now];
        await connection.execute(insertPosting, row);
        await connection.execute(update, [balance, entry, account]);
        await connection.query("commit");
      } finally {
        connection.release();
      }
    },
    close: () => pool.end(),
  };
}

function newPosting(account: string) {
  const document = [newDocumentId(), "topUp", 100, "RUB", "node:root"] as const;
  const hash = createHash("sha256").update(JSON.stringify(document)).digest("hex");
  return { account, document, posting: { amount: 100 }, hash, now: Date.now() };
}

/** Number of the next entry, and the balance after it. */
function following(
  account: { readonly balance: unknown; readonly entries: unknown } | undefined,
  amount: number,
): readonly [number, number] {
  if (account === undefined) throw new Error("The account is not there.");
  return [Number(account.entries) + 1, Number(account.balance) + amount];
}
