import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { SqlError } from "@opora/sql";
import { openSqlite } from "@opora/sql/sqlite";
import { testFolder } from "@opora/test-support";
import { describe, expect, onTestFinished, test } from "vitest";
import { takeOwnerLock } from "../../src/adapters/sqlite/owner-lock.js";
import {
  identifyThisProcess,
  judgeLiveness,
  type ProcessIdentity,
} from "../../src/adapters/sqlite/process-identity.js";

const deadToken = "00000000-0000-4000-8000-000000000001";
const otherToken = "00000000-0000-4000-8000-000000000002";

/** Somebody who had our process number, in an earlier life of it. */
function deadOwner(): ProcessIdentity {
  return { ...identifyThisProcess(), startTime: "1" };
}

function writeRecord(path: string, identity: ProcessIdentity, token: string): void {
  writeFileSync(path, JSON.stringify({ ...identity, token }));
}

function refusal(path: string): SqlError {
  try {
    takeOwnerLock(path).release();
  } catch (error) {
    if (SqlError.is(error)) return error;
    throw error;
  }
  throw new Error("The lock was given.");
}

describe("the lock", () => {
  test("is given once, and again after it was given back", () => {
    const path = join(testFolder(), "x.owner");
    const lock = takeOwnerLock(path);
    expect(refusal(path).code).toBe("SQL_STORE_LOCKED");
    lock.release();
    takeOwnerLock(path).release();
    expect(readdirSync(join(path, ".."))).toEqual([]);
  });

  test("of a dead owner is taken over, and nothing of him is left", () => {
    const path = join(testFolder(), "x.owner");
    writeRecord(path, deadOwner(), deadToken);
    const lock = takeOwnerLock(path);
    expect(readFileSync(path, "utf8")).not.toContain(deadToken);
    expect(readdirSync(join(path, ".."))).toEqual(["x.owner"]);
    lock.release();
  });

  test("is taken over also when the one who was taking it over died in the middle", () => {
    const path = join(testFolder(), "x.owner");
    writeRecord(path, deadOwner(), deadToken);
    writeRecord(`${path}.${deadToken}.burial`, deadOwner(), otherToken);
    const lock = takeOwnerLock(path);
    expect(readdirSync(join(path, ".."))).toEqual(["x.owner"]);
    lock.release();
  });

  test("is refused while somebody alive is taking it over", () => {
    const path = join(testFolder(), "x.owner");
    writeRecord(path, deadOwner(), deadToken);
    writeRecord(`${path}.${deadToken}.burial`, identifyThisProcess(), otherToken);
    expect(refusal(path).code).toBe("SQL_STORE_LOCKED");
    expect(readFileSync(path, "utf8")).toContain(deadToken);
  });

  test("is refused when its owner cannot be judged from here, and says what to do", () => {
    const path = join(testFolder(), "x.owner");
    writeRecord(path, { ...deadOwner(), host: "another-machine" }, deadToken);
    expect(refusal(path).message).toContain(`remove ${path}`);
  });

  test.each(["", "{", "[]", '{"pid":1}', `{"pid":1,"host":"h","token":"x"}`])(
    "is refused when the file holds %j, which names nobody",
    (text) => {
      const path = join(testFolder(), "x.owner");
      writeFileSync(path, text);
      expect(refusal(path).code).toBe("SQL_STORE_LOCKED");
    },
  );

  test("given back does not take the file of somebody who came after a removal by hand", () => {
    const path = join(testFolder(), "x.owner");
    const lock = takeOwnerLock(path);
    writeRecord(path, identifyThisProcess(), otherToken);
    lock.release();
    expect(readFileSync(path, "utf8")).toContain(otherToken);
  });
});

describe("an owner", () => {
  const self: ProcessIdentity = { pid: process.pid, startTime: "5", host: "h", bootId: "b", pidNamespace: "n" };

  test.each<[string, Partial<ProcessIdentity>, string]>([
    ["on another host", { host: "other" }, "unknown"],
    ["of an earlier start of the machine", { bootId: "earlier" }, "dead"],
    ["that counts its processes apart", { pidNamespace: "container" }, "unknown"],
    ["whose number now belongs to a later process", { startTime: "4" }, "dead"],
    ["whose number belongs to nobody", { pid: 2 ** 22 + 1 }, "dead"],
  ])("%s is %s", (_, change, expected) => {
    expect(judgeLiveness({ ...self, ...change }, self)).toBe(expected);
  });

  test("that is this process is alive", () => {
    const identity = identifyThisProcess();
    expect(judgeLiveness(identity, identity)).toBe("alive");
  });

  test("whose start time is not known counts as alive as long as its number is in use", () => {
    const { pid, host } = identifyThisProcess();
    expect(judgeLiveness({ pid, host }, { pid, host })).toBe("alive");
    expect(judgeLiveness({ pid: 2 ** 22 + 1, host }, { pid, host })).toBe("dead");
  });
});

describe("a SQLite file", () => {
  test("is refused to a second opener of the same process, also by another name", async () => {
    const folder = testFolder();
    const database = await openSqlite({ path: join(folder, "a.db") });
    onTestFinished(() => database.close());
    symlinkSync(join(folder, "a.db"), join(folder, "b.db"));
    for (const path of [join(folder, "a.db"), join(folder, "b.db"), `${folder}/../${basename(folder)}/a.db`]) {
      await expect(openSqlite({ path })).rejects.toMatchObject({ code: "SQL_STORE_LOCKED" });
    }
  });

  test("opens although a killed process has left its lock folder", async () => {
    const path = join(testFolder(), "a.db");
    mkdirSync(`${path}.lock`);
    const database = await openSqlite({ path });
    await database.execute("create table t (id text primary key) strict");
    await database.close();
  });

  test("leaves nothing but itself after it was closed", async () => {
    const folder = testFolder();
    const database = await openSqlite({ path: join(folder, "a.db") });
    await database.execute("create table t (id text primary key) strict");
    await database.execute("insert into t values ('1')");
    await database.close();
    expect(readdirSync(folder)).toEqual(["a.db"]);
  });

  test("that is no database is refused, and its lock given back", async () => {
    const folder = testFolder();
    writeFileSync(join(folder, "a.db"), "this is a text of more than sixteen bytes, and no database at all".repeat(50));
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(openSqlite({ path: join(folder, "a.db") })).rejects.toMatchObject({ code: "SQL_STORE_CORRUPT" });
    }
  });

  test.each(["", ":memory:", "file:a.db", "a\0b"])("named %j is refused", async (path) => {
    await expect(openSqlite({ path })).rejects.toMatchObject({ code: "SQL_OPTIONS_INVALID" });
  });

  test("in a folder that does not exist cannot be reached", async () => {
    const path = join(testFolder(), "missing", "a.db");
    await expect(openSqlite({ path })).rejects.toMatchObject({ code: "SQL_UNAVAILABLE" });
  });
});
