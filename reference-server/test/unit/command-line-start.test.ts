import { expect, test, vi } from "vitest";
import { openWorkplace } from "../support/command-line.js";

const loaded = vi.hoisted((): string[] => []);

vi.mock("@opora/gost/signers", async (original) => {
  loaded.push("@opora/gost/signers");
  return original();
});

test("only a command that signs loads the signers", async () => {
  const { write, call } = await openWorkplace();
  await write("content.bin", "content");
  await write("register.csv", "bill_number,supp_id,serv_id,date,main_sum,fine_sum\n1,s,v,2026-01-15,5,0\n");

  await call("--help");
  const reconciled = await call(
    ...["gis", "reconcile", "--billing", "register.csv", "--acquiring", "register.csv", "--out", "result"],
  );
  const loadedWithoutSigning = [...loaded];
  const signed = await call(
    ...["gost", "sign-cms", "--key", "signer.key", "--cert", "signer.crt", "--in", "content.bin", "--out", "c.sig"],
  );

  expect([reconciled.exitCode, signed.exitCode]).toEqual([0, 0]);
  expect(loadedWithoutSigning).toEqual([]);
  expect(loaded).toEqual(["@opora/gost/signers"]);
});
