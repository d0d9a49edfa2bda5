import { type SqlConnection, type SqlConnector, SqlError, type SqlResult, type SqlStatement } from "@opora/sql";

/** A connector that does what a test says and writes down what it was asked. */
export interface ScriptedConnector extends SqlConnector {
  /** `begin read committed`, statements, `commit`, `rollback`, `release`, `discard`, in order. */
  readonly calls: string[];
}

export interface Script {
  readonly maxConnections?: number;
  execute?(statement: SqlStatement): Promise<SqlResult>;
  commit?(): Promise<void>;
  rollback?(): Promise<void>;
  findDurabilityGap?(): Promise<string | undefined>;
  connect?(): Promise<void>;
}

export function createScriptedConnector(script: Script = {}): ScriptedConnector {
  const calls: string[] = [];
  const connection: SqlConnection = {
    async execute(statement) {
      calls.push(statement.text);
      return (await script.execute?.(statement)) ?? { rows: [], affectedRows: 0 };
    },
    async begin(isolation) {
      calls.push(`begin ${isolation}`);
    },
    async commit() {
      calls.push("commit");
      await script.commit?.();
    },
    async rollback() {
      calls.push("rollback");
      await script.rollback?.();
    },
    findDurabilityGap: async () => script.findDurabilityGap?.(),
    release: () => void calls.push("release"),
    discard: () => void calls.push("discard"),
  };
  return {
    calls,
    engine: "sqlite",
    maxConnections: script.maxConnections ?? 1,
    async connect() {
      await script.connect?.();
      return connection;
    },
    close: async () => void calls.push("close"),
  };
}

export const lost = (): SqlError => new SqlError("SQL_UNAVAILABLE", "The connection is lost.", { retryable: true });

export const serializationFailure = (): SqlError =>
  new SqlError("SQL_SERIALIZATION_FAILURE", "Rolled back.", { retryable: true });
