import { readdirSync } from "node:fs";
import { join } from "node:path";
import { testFolder } from "@opora/test-support";
import { expect, onTestFinished, test } from "vitest";
import { type ChildProgram, startProgram } from "./child-program.js";
import { openTarget, type Target } from "./programs/open-target.js";

const contendForFile = new URL("./programs/contend-for-file.ts", import.meta.url);

const rounds = 5;

async function startContender(target: Target): Promise<ChildProgram> {
  const program = startProgram(contendForFile, { target });
  expect(await program.nextLine()).toBe("ready");
  return program;
}

test("of several processes that open one file one owns it, round after round, each owner killed", async () => {
  const folder = testFolder();
  const target: Target = { engine: "sqlite", path: join(folder, "contended.db") };
  let programs = await Promise.all([1, 2, 3, 4].map(() => startContender(target)));
  for (let round = 0; round < rounds; round += 1) {
    for (const program of programs) program.send("go");
    const answers = await Promise.all(programs.map((program) => program.nextLine()));
    const refused = programs.filter((_, index) => answers[index] === "SQL_STORE_LOCKED");
    const owners = programs.filter((_, index) => answers[index] === "owner");
    expect({ answers, owners: owners.length, refused: refused.length }).toEqual({ answers, owners: 1, refused: 3 });
    await Promise.all(owners.map((owner) => owner.kill()));
    if (round < rounds - 1) programs = [...refused, await startContender(target)];
  }
  const database = await openTarget(target);
  onTestFinished(() => database.close());
  const { rows } = await database.execute("select count(*) as owners from owners");
  expect(rows).toEqual([{ owners: BigInt(rounds) }]);
  expect((await database.execute("pragma integrity_check")).rows).toEqual([{ integrity_check: "ok" }]);
  expect(readdirSync(folder).filter((name) => name.includes(".owner"))).toEqual(["contended.db.owner"]);
});
