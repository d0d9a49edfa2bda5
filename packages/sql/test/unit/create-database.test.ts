import { createSeededRandom } from "@opora/core/testing";
import { createSqlDatabase, SqlError } from "@opora/sql";
import { describe, expect, test } from "vitest";
import { createScriptedConnector, lost, serializationFailure } from "./scripted-connector.js";

const insert = "insert into t values (1)";

describe("a commit whose answer is lost", () => {
  test("of a transaction is neither a success nor a failure", async () => {
    const connector = createScriptedConnector({ commit: () => Promise.reject(lost()) });
    const database = createSqlDatabase(connector);
    await expect(database.transaction((transaction) => transaction.execute(insert))).rejects.toMatchObject({
      code: "SQL_OUTCOME_UNKNOWN",
      retryable: false,
    });
    expect(connector.calls.at(-1)).toBe("discard");
  });

  test("of a single write is neither a success nor a failure", async () => {
    const connector = createScriptedConnector({ execute: () => Promise.reject(lost()) });
    const database = createSqlDatabase(connector, { durability: "relaxed" });
    await expect(database.execute(insert)).rejects.toMatchObject({ code: "SQL_OUTCOME_UNKNOWN" });
    expect(connector.calls).toEqual([insert, "discard"]);
  });

  test("of a single read is a failure that may be repeated", async () => {
    const connector = createScriptedConnector({ execute: () => Promise.reject(lost()) });
    const database = createSqlDatabase(connector);
    await expect(database.execute("select 1")).rejects.toMatchObject({ code: "SQL_UNAVAILABLE", retryable: true });
    expect(connector.calls.at(-1)).toBe("discard");
  });
});

describe("a connection", () => {
  test("that is lost within a transaction is given up without a rollback on it", async () => {
    const connector = createScriptedConnector({ execute: () => Promise.reject(lost()) });
    const database = createSqlDatabase(connector);
    await expect(database.transaction((transaction) => transaction.execute(insert))).rejects.toMatchObject({
      code: "SQL_UNAVAILABLE",
    });
    expect(connector.calls).toEqual(["begin read committed", insert, "discard"]);
  });

  test("that cannot roll back is given up, and the first failure is the one told", async () => {
    const connector = createScriptedConnector({ rollback: () => Promise.reject(new Error("cannot")) });
    const database = createSqlDatabase(connector);
    const refusal = new Error("no");
    await expect(database.transaction(() => Promise.reject(refusal))).rejects.toBe(refusal);
    expect(connector.calls).toEqual(["begin read committed", "rollback", "discard"]);
  });

  test("that cannot be made leaves its place to the next caller", async () => {
    let attempts = 0;
    const connector = createScriptedConnector({
      async connect() {
        attempts += 1;
        if (attempts === 1) throw lost();
      },
    });
    const database = createSqlDatabase(connector);
    await expect(database.execute("select 1")).rejects.toMatchObject({ code: "SQL_UNAVAILABLE" });
    await expect(database.execute("select 1")).resolves.toEqual({ rows: [], affectedRows: 0 });
  });

  test("is given up when a statement is called off under way, and the caller does not wait for it", async () => {
    const connector = createScriptedConnector({ execute: () => new Promise(() => undefined) });
    const database = createSqlDatabase(connector);
    const controller = new AbortController();
    const reason = new Error("called off");
    const hanging = database.transaction((transaction) => transaction.execute("select 1"), {
      signal: controller.signal,
    });
    setImmediate(() => controller.abort(reason));
    await expect(hanging).rejects.toBe(reason);
    expect(connector.calls).toEqual(["begin read committed", "select 1", "discard"]);
  });
});

describe("repetition", () => {
  const random = createSeededRandom(1);

  test("runs the work again after a serialization failure, as often as allowed", async () => {
    const connector = createScriptedConnector();
    const database = createSqlDatabase(connector, { random });
    let runs = 0;
    const result = await database.transaction(
      async () => {
        runs += 1;
        if (runs < 3) throw serializationFailure();
        return runs;
      },
      { retries: 2 },
    );
    expect(result).toBe(3);
  });

  test("ends with the failure when it was allowed too seldom", async () => {
    const database = createSqlDatabase(
      createScriptedConnector({ commit: () => Promise.reject(serializationFailure()) }),
      {
        random,
      },
    );
    let runs = 0;
    const work = async (): Promise<void> => {
      runs += 1;
    };
    await expect(database.transaction(work, { retries: 2 })).rejects.toMatchObject({
      code: "SQL_SERIALIZATION_FAILURE",
    });
    expect(runs).toBe(3);
  });

  test("is not done unasked, nor for anything else", async () => {
    const database = createSqlDatabase(createScriptedConnector(), { random });
    let runs = 0;
    const failing = (error: Error) => async (): Promise<never> => {
      runs += 1;
      throw error;
    };
    await expect(database.transaction(failing(serializationFailure()))).rejects.toThrow();
    await expect(database.transaction(failing(lost()), { retries: 5 })).rejects.toThrow();
    await expect(database.transaction(failing(new Error("no")), { retries: 5 })).rejects.toThrow();
    expect(runs).toBe(3);
  });
});

describe("durability", () => {
  const gap = "synchronous is 1, not FULL";

  test("is checked after the first write and before its commit", async () => {
    const connector = createScriptedConnector({ findDurabilityGap: async () => gap });
    const database = createSqlDatabase(connector);
    await expect(database.transaction((transaction) => transaction.execute(insert))).rejects.toMatchObject({
      code: "SQL_NOT_DURABLE",
      details: { gap },
    });
    expect(connector.calls).toEqual(["begin read committed", insert, "rollback", "release"]);
  });

  test("is checked for a single write too, inside a transaction of its own", async () => {
    const connector = createScriptedConnector({ findDurabilityGap: async () => gap });
    const database = createSqlDatabase(connector);
    await expect(database.execute(insert)).rejects.toMatchObject({ code: "SQL_NOT_DURABLE" });
    expect(connector.calls).toEqual(["begin read committed", insert, "rollback", "release"]);
  });

  test("is not asked for by reads", async () => {
    const database = createSqlDatabase(createScriptedConnector({ findDurabilityGap: async () => gap }));
    await database.execute("select 1");
    await database.transaction((transaction) => transaction.execute("select 1"));
  });

  test("is asked for once per connection", async () => {
    let checks = 0;
    const connector = createScriptedConnector({
      async findDurabilityGap() {
        checks += 1;
        return undefined;
      },
    });
    const database = createSqlDatabase(connector);
    for (let count = 0; count < 3; count += 1) await database.execute(insert);
    expect(checks).toBe(1);
  });

  test("is not asked for when content may be lost", async () => {
    const connector = createScriptedConnector({ findDurabilityGap: async () => gap });
    await createSqlDatabase(connector, { durability: "relaxed" }).execute(insert);
    expect(connector.calls).toEqual([insert, "release"]);
  });
});

describe("closing", () => {
  test("waits for what is under way and refuses what comes later", async () => {
    const connector = createScriptedConnector();
    const database = createSqlDatabase(connector);
    let finish: (() => void) | undefined;
    const running = database.transaction(() => new Promise<void>((resolve) => (finish = resolve)));
    await new Promise(setImmediate);
    const waiting = database.execute("select 1");
    const closing = database.close();
    await expect(waiting).rejects.toMatchObject({ code: "SQL_CLOSED" });
    await expect(database.execute("select 1")).rejects.toMatchObject({ code: "SQL_CLOSED" });
    expect(connector.calls).not.toContain("close");
    finish?.();
    await running;
    await closing;
    await database.close();
    expect(connector.calls).toEqual(["begin read committed", "commit", "release", "close"]);
  });
});

describe("options", () => {
  test.each([
    [{ durabilty: "relaxed" }, "durabilty"],
    [{ durability: "none" }, "durability"],
    [{ acquireMsMax: 0 }, "acquireMsMax"],
    [{ waitingMax: -1 }, "waitingMax"],
  ])("%o are refused", (options, path) => {
    const open = (): unknown => createSqlDatabase(createScriptedConnector(), options as object);
    expect(open).toThrow(SqlError);
    expect(open).toThrow(expect.objectContaining({ code: "SQL_OPTIONS_INVALID", details: { path } }));
  });

  test.each([
    [{ isolation: "dirty" }, "isolation"],
    [{ access: "by luck" }, "access"],
    [{ retries: 101 }, "retries"],
    [{ retry: 1 }, "retry"],
  ])("%o of a transaction are refused", async (options, path) => {
    const database = createSqlDatabase(createScriptedConnector());
    await expect(database.transaction(async () => undefined, options as object)).rejects.toMatchObject({
      code: "SQL_OPTIONS_INVALID",
      details: { path },
    });
  });
});
