import { setTimeout as delay } from "node:timers/promises";
import { backoffDelayMs, type Random, systemRandom } from "@opora/core";
import { createConnectionSlots } from "./connection-slots.js";
import { createDurableCommit, type Durability } from "./durable-commit.js";
import { invalidOption, SqlError } from "./errors.js";
import { executorOn, type RunStatement } from "./executor.js";
import { type HeldConnection, holdConnection } from "./held-connection.js";
import { checkInteger, refuseUnknownKeys } from "./options.js";
import type { SqlConnector } from "./ports/connector.js";
import type { SqlDatabase, SqlResult, TransactionOptions } from "./ports/database.js";
import { createQueryBuilder } from "./query-builder.js";
import { type LoneStatement, runStatement } from "./run-statement.js";
import { runTransaction } from "./run-transaction.js";
import { createTurns } from "./turns.js";

/** Options that every adapter takes. */
export interface SqlDatabaseOptions {
  /** Default: `required`. */
  readonly durability?: Durability;
  /** How long a caller waits for a free connection, in milliseconds. Default: 30,000; limit: one hour. */
  readonly acquireMsMax?: number;
  /** How many callers may wait for a connection. Default: 10,000; limit: 1,000,000. */
  readonly waitingMax?: number;
  /** Spreads the repetitions of transactions. Default: the generator of the machine. */
  readonly random?: Random;
}

/** Names of the {@link SqlDatabaseOptions}, for an adapter that takes them among its own. */
export const databaseOptionKeys: readonly (keyof SqlDatabaseOptions)[] = [
  "durability",
  "acquireMsMax",
  "waitingMax",
  "random",
];

/** Picks the {@link SqlDatabaseOptions} from the options of an adapter. */
export function pickDatabaseOptions(options: SqlDatabaseOptions): SqlDatabaseOptions {
  return Object.fromEntries(databaseOptionKeys.flatMap((key) => (key in options ? [[key, options[key]]] : [])));
}

/**
 * Makes a database of a connector: queueing, transactions, repetition, cancellation and the durability check are the same
 * for every engine. Adapters call it; call it yourself to bring an engine of your own.
 *
 * @throws {@link SqlError} `SQL_OPTIONS_INVALID`.
 */
export function createSqlDatabase(connector: SqlConnector, options: SqlDatabaseOptions = {}): SqlDatabase {
  refuseUnknownKeys("createSqlDatabase", options, databaseOptionKeys);
  const { durability = "required", acquireMsMax = 30_000, waitingMax = 10_000, random = systemRandom } = options;
  if (durability !== "required" && durability !== "relaxed") {
    throw invalidOption("durability", "must be required or relaxed");
  }
  checkInteger("acquireMsMax", acquireMsMax, { min: 1, max: 3_600_000 });
  checkInteger("waitingMax", waitingMax, { min: 0, max: 1_000_000 });

  const { engine } = connector;
  const slots = createConnectionSlots({ size: connector.maxConnections, waitingMax, waitMsMax: acquireMsMax });
  const durable = createDurableCommit(engine, durability);
  const hold = (signal?: AbortSignal): Promise<HeldConnection> => holdConnection(slots, connector, signal);

  async function withConnection<T>(
    signal: AbortSignal | undefined,
    use: (held: HeldConnection) => Promise<T>,
  ): Promise<T> {
    const held = await hold(signal);
    try {
      return await use(held);
    } finally {
      held.giveBack();
    }
  }

  const runAlone = (held: HeldConnection, statement: LoneStatement): Promise<SqlResult> =>
    runStatement(engine, held, durable, statement);

  let closing: Promise<void> | undefined;

  return {
    engine,
    query: createQueryBuilder(engine, async () => {
      const held = await hold();
      return { run: (text, parameters) => runAlone(held, { text, parameters, use: "once" }), release: held.giveBack };
    }),
    execute: async <Row>(
      text: string,
      parameters: readonly unknown[] = [],
      { signal }: { signal?: AbortSignal } = {},
    ) =>
      (await withConnection(signal, (held) =>
        runAlone(held, { text, parameters, use: "reused", signal }),
      )) as SqlResult<Row>,
    session: (work, { signal } = {}) =>
      withConnection(signal, async (held) => {
        const turns = createTurns();
        const run: RunStatement = (text, parameters, use) =>
          turns.take(() => runAlone(held, { text, parameters, use, signal }));
        try {
          return await work(executorOn(engine, run));
        } finally {
          await turns.idle();
        }
      }),
    async transaction(work, transactionOptions = {}) {
      const { retries = 0, signal } = checkTransactionOptions(transactionOptions);
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await withConnection(signal, (held) =>
            runTransaction(engine, held, durable, work, transactionOptions),
          );
        } catch (error) {
          if (attempt > retries || !isSerializationFailure(error)) throw error;
          const delayMs = backoffDelayMs({ attempt, baseMs: 4, maxMs: 500, jitter: "full", random });
          await pause(delayMs, signal);
        }
      }
    },
    close() {
      closing ??= slots.close().then(() => connector.close());
      return closing;
    },
  };
}

/** Waits; rejects with the reason of the signal, not with an error about the waiting. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await delay(ms, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
}

const accesses: readonly unknown[] = ["planned", "by key"];
const isolations: readonly unknown[] = ["read committed", "repeatable read", "serializable"];

function checkTransactionOptions(options: TransactionOptions): TransactionOptions {
  refuseUnknownKeys("transaction", options, ["isolation", "access", "retries", "signal"]);
  const { isolation, access, retries } = options;
  if (isolation !== undefined && !isolations.includes(isolation)) {
    throw invalidOption("isolation", `must be one of ${isolations.join(", ")}`);
  }
  if (access !== undefined && !accesses.includes(access)) {
    throw invalidOption("access", `must be one of ${accesses.join(", ")}`);
  }
  if (retries !== undefined) checkInteger("retries", retries, { min: 0, max: 100 });
  return options;
}

function isSerializationFailure(error: unknown): boolean {
  return SqlError.is(error) && error.code === "SQL_SERIALIZATION_FAILURE";
}
