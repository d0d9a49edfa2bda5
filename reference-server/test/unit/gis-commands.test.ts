import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openWorkplace } from "../support/command-line.js";

const header = "bill_number,supp_id,serv_id,date,main_sum,fine_sum";
const key = ["--key", "signer.key", "--cert", "signer.crt"];
const registers = ["--billing", "billing.csv", "--acquiring", "acquiring.csv"];
const body =
  '<p:importSupplierNotificationsOfOrderExecutionRequest xmlns:p="http://dom.gosuslugi.ru/schema/integration/payment/"' +
  ' xmlns:b="http://dom.gosuslugi.ru/schema/integration/base/" xmlns:a="http://dom.gosuslugi.ru/schema/integration/account-base/"' +
  ' b:version="10.0.1.1"><p:SupplierNotificationOfOrderExecution><p:OrderDate>2026-01-15</p:OrderDate>' +
  "<a:ServiceID>00АА000000-01</a:ServiceID><p:Amount>12345.67</p:Amount>" +
  "<b:TransportGUID>6f9619ff-8b86-d011-b42d-00cf4fc964ff</b:TransportGUID>" +
  "</p:SupplierNotificationOfOrderExecution></p:importSupplierNotificationsOfOrderExecutionRequest>";

test("reconcile prints counts and sums that are conserved, and says when lines were rejected", async () => {
  const { folder, write, call } = await openWorkplace();
  await write("billing.csv", `${header}\n1,s,v,2026-01-15,100.50,0\n2,s,v,2026-01-15,10,1.25\nbroken\n`);
  await write("acquiring.csv", `${header.replaceAll(",", ";")}\r\n1;s;v;16.01.2026;100,50;0\r\n3;s;v;16.01.2026;7;0`);

  const { exitCode, json } = await call("gis", "reconcile", ...registers, "--out", "result", "--json");

  expect(exitCode).toBe(3);
  expect(json()).toMatchObject({
    billing: { rows: 2, sum: "111.75" },
    acquiring: { rows: 2, sum: "107.50" },
    result: {
      rows: 3,
      billingSum: "111.75",
      acquiringSum: "107.50",
      byStatus: { matched: 1, "billing-only": 1, "acquiring-only": 1 },
    },
    rejected: 1,
  });
  expect(await readFile(join(folder, "result", "rejected.csv"), "utf8")).toContain("broken");
});

test("reconcile takes names of columns and a time without an offset as Moscow's", async () => {
  const { write, call } = await openWorkplace();
  await write("billing.csv", "Счёт,supp_id,serv_id,date,main_sum,fine_sum\n1,s,v,2026-01-15 23:30:00,5,0\n");
  await write("acquiring.csv", "Счёт,supp_id,serv_id,date,main_sum,fine_sum\n1,s,v,2026-01-15,5,0\n");

  const { exitCode, json } = await call(
    ...["gis", "reconcile", ...registers, "--columns", "bill_number=Счёт", "--out", "result", "--json"],
  );

  expect(exitCode).toBe(0);
  expect(json()).toMatchObject({ result: { byStatus: { matched: 1 } }, days: [{ date: "2026-01-15" }] });
});

test.each(["inclusive", "exclusive"])("a request signed in the %s profile verifies", async (profile) => {
  const { write, call } = await openWorkplace();
  await write("body.xml", `<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
  const signed = await call(
    ...["gis", "sign", ...key, "--in", "body.xml", "--out", "envelope.xml", "--signature-profile", profile],
  );
  expect(signed.exitCode).toBe(0);

  const verified = await call("gis", "verify", "--in", "envelope.xml", "--trust", "root.crt", "--json");
  const validated = await call("gis", "validate", "--in", "envelope.xml", "--json");

  expect(verified).toMatchObject({ exitCode: 0 });
  expect(verified.json()).toMatchObject({ valid: true, trusted: true, profile });
  expect(validated.json()).toEqual({
    valid: true,
    message: "importSupplierNotificationsOfOrderExecutionRequest",
    enveloped: true,
    violations: [],
    truncated: false,
  });
});

test("an envelope changed after signing, one of a stranger and one without a signature are refused", async () => {
  const { folder, write, call } = await openWorkplace();
  await write("body.xml", body);
  await call("gis", "sign", ...key, "--in", "body.xml", "--out", "envelope.xml");
  const envelope = await readFile(join(folder, "envelope.xml"), "utf8");
  await write("changed.xml", envelope.replace("12345.67", "12345.68"));

  const changed = await call("gis", "verify", "--in", "changed.xml");
  const stranger = await call("gis", "verify", "--in", "envelope.xml", "--trust", "stranger.crt");
  const unsigned = await call("gis", "verify", "--in", "body.xml");
  const noXml = await call("gis", "verify", "--in", "signer.key");

  expect([changed, stranger, unsigned, noXml].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1, 1]);
});

test("validate names each broken rule by code and path", async () => {
  const { write, call } = await openWorkplace();
  await write("body.xml", body.replace("12345.67", "12345.6").replace("10.0.1.1", "16.3.0.0"));

  const { exitCode, json } = await call("gis", "validate", "--in", "body.xml", "--json");

  expect(exitCode).toBe(1);
  const violations = json()["violations"] as readonly { readonly code: string; readonly path: string }[];
  expect(violations.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      "/importSupplierNotificationsOfOrderExecutionRequest/@version",
      "/importSupplierNotificationsOfOrderExecutionRequest/SupplierNotificationOfOrderExecution[1]/Amount",
    ]),
  );
});

test("a failure is JSON on standard output when JSON was asked for", async () => {
  const { write, call } = await openWorkplace();
  await write("billing.csv", "a,b\n1,2\n");
  await write("acquiring.csv", `${header}\n`);

  const { exitCode, json } = await call("gis", "reconcile", ...registers, "--out", "result", "--json");

  expect(exitCode).toBe(1);
  expect(json()).toMatchObject({ error: { code: "GIS_REGISTER_UNREADABLE", retryable: false } });
});
