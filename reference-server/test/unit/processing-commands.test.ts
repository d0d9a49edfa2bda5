import { afterEach, expect, test } from "vitest";
import { openWorkplace, type Workplace } from "../support/command-line.js";
import { startCommand } from "../support/running-command.js";

const stopping: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop();
});

async function openRoot(): Promise<Workplace> {
  const workplace = await openWorkplace();
  await workplace.call("processing", "node", "init", "--role", "root", "--node", "centre");
  const account = ["--customer", "c-1", "--currency", "RUB"];
  await workplace.call("processing", "account", "open", "bonus-1", "--kind", "bonus", ...account);
  await workplace.call("processing", "account", "open", "payment-1", "--kind", "payment", ...account);
  await workplace.call("processing", "document", "top-up", "bonus-1", "--id", "t-1", "--amount", "5000");
  await workplace.call("processing", "document", "top-up", "payment-1", "--id", "t-2", "--amount", "20000");
  return workplace;
}

const scheme = ["--customer", "c-1", "--scheme", "bonus:300", "payment"];

test("a command for a database without a node says how to make one", async () => {
  const { call } = await openWorkplace();

  const { exitCode, errors } = await call("processing", "account", "show", "a");

  expect(exitCode).toBe(2);
  expect(errors).toContain("node init");
});

test("a payment by a scheme is split, and the same id again changes nothing", async () => {
  const { call } = await openRoot();
  const pay = ["processing", "document", "pay", "--id", "p-1", "--total", "10000", "--currency", "RUB", ...scheme];

  const paid = await call(...pay, "--json");
  await call(...pay, "--json");
  const shown = await call("processing", "account", "list", "c-1", "--json");

  expect(paid.json()).toMatchObject({
    kind: "payment",
    total: "10000",
    postings: [
      { accountId: "bonus-1", amount: "-3000", balanceAfter: "2000" },
      { accountId: "payment-1", amount: "-7000", balanceAfter: "13000" },
    ],
  });
  expect(shown.json()).toMatchObject([
    { id: "bonus-1", balance: "2000" },
    { id: "payment-1", balance: "13000" },
  ]);
});

test("what is refused ends with exit code 1 and the error's code", async () => {
  const { call } = await openRoot();

  const { exitCode, json } = await call(
    ...["processing", "document", "pay", "--id", "p-1", "--total", "90000", "--currency", "RUB", ...scheme, "--json"],
  );

  expect(exitCode).toBe(1);
  expect(json()).toMatchObject({ error: { code: "PROCESSING_INSUFFICIENT_FUNDS" } });
});

test("an amount that is no whole number is a wrong call", async () => {
  const { call } = await openRoot();

  const { exitCode } = await call(
    ...["processing", "document", "top-up", "bonus-1", "--id", "t-3", "--amount", "10.50"],
  );

  expect(exitCode).toBe(2);
});

test("a batch tells which commands were rejected and executes the others", async () => {
  const { write, call } = await openRoot();
  await write(
    "commands.jsonl",
    [
      '{"type":"topUp","id":"b-1","accountId":"bonus-1","amount":"100"}',
      '{"type":"topUp","id":"b-2","accountId":"unknown","amount":"100"}',
      '{"type":"transfer","id":"b-3","from":"payment-1","to":"bonus-1","amount":"1000"}',
    ].join("\n"),
  );

  const { exitCode, json } = await call("processing", "document", "batch", "--in", "commands.jsonl", "--json");

  expect(exitCode).toBe(3);
  expect(json()).toMatchObject({
    accepted: 2,
    rejected: 1,
    results: [
      { id: "b-1", status: "accepted" },
      { id: "b-2", status: "rejected", error: { code: "PROCESSING_ACCOUNT_NOT_FOUND" } },
      { id: "b-3", status: "accepted" },
    ],
  });
});

test("a refund, the history and the audit agree", async () => {
  const { call } = await openRoot();
  await call(
    "processing",
    "document",
    "pay",
    "--id",
    "p-1",
    "--total",
    "4000",
    "--currency",
    "RUB",
    "--account",
    "bonus-1",
  );

  await call("processing", "document", "refund", "p-1", "--id", "r-1", "--amount", "1500");
  const history = await call("processing", "account", "history", "bonus-1", "--json");
  const audit = await call("processing", "audit", "--json");

  expect(history.json()).toMatchObject([
    { documentId: "r-1", amount: "1500", balanceAfter: "2500" },
    { documentId: "p-1", amount: "-4000", balanceAfter: "1000" },
    { documentId: "t-1", amount: "5000", balanceAfter: "5000" },
  ]);
  expect(audit.exitCode).toBe(0);
  expect(audit.json()).toMatchObject({ findingCount: 0, sums: [{ currency: "RUB", balance: "22500" }] });
});

test("requests and external documents are executed once, and refusals are listed", async () => {
  const { write, call } = await openRoot();
  await write(
    "requests.jsonl",
    '{"type":"topUp","id":"q-1","accountId":"bonus-1","amount":"100"}\n{"type":"topUp","id":"q-2","accountId":"none","amount":"1"}',
  );
  const external = {
    source: "billing",
    externalNumber: "2026/17",
    command: { type: "topUp", accountId: "bonus-1", amount: "7" },
  };
  await write("external.jsonl", `${JSON.stringify(external)}\n`);

  await call("processing", "requests", "add", "--in", "requests.jsonl");
  const requests = await call("processing", "requests", "run", "--json");
  const failures = await call("processing", "requests", "failures", "--json");
  for (const _ of [1, 2]) {
    await call("processing", "external", "add", "--in", "external.jsonl");
    await call("processing", "external", "run");
  }
  const account = await call("processing", "account", "show", "bonus-1", "--json");

  expect(requests.exitCode).toBe(3);
  expect(requests.json()).toMatchObject({ executed: 1, failed: 1 });
  expect(failures.json()).toMatchObject([{ id: "q-2", code: "PROCESSING_ACCOUNT_NOT_FOUND" }]);
  expect(account.json()).toMatchObject({ balance: "5107" });
});

test("a child sells offline and synchronises over HTTP with a shared key", async () => {
  const { folder, write, call, callWith } = await openRoot();
  const key = Buffer.alloc(32, 7).toString("base64");
  await write("keys.json", JSON.stringify({ "shop-1": key }));
  const root = startCommand(folder, [...["processing", "node", "run", "--http", "0", "--keys", "keys.json"]]);
  stopping.push(root.stop);
  const address = await root.said(/Children are answered at (\S+)/);
  const child = ["--database", "shop.db"];
  const link = ["--root", address, "--key-env", "SHOP_KEY"];
  const env = { SHOP_KEY: key };
  await call("processing", "node", "init", "--role", "child", "--node", "shop-1", ...child);

  const first = await callWith(env, "processing", "sync", "run", ...child, ...link);
  const sale = ["--id", "s-1", "--total", "10000", "--currency", "RUB", ...scheme];
  await call("processing", "document", "pay", ...sale, ...child);
  const offline = await call("processing", "account", "list", "c-1", "--json", ...child);
  const pushed = await callWith(env, "processing", "sync", "push", "--json", ...child, ...link);

  expect(first.exitCode).toBe(0);
  expect(offline.json()).toMatchObject([
    { id: "bonus-1", balance: "2000", pending: "-3000" },
    { id: "payment-1", balance: "13000", pending: "-7000" },
  ]);
  expect(pushed.json()).toMatchObject({ pushed: "1", isFinished: true });
});

test("the seed's protocol fails in a simulation, and the schedule that shows it is printed", async () => {
  const { call } = await openWorkplace();

  const { exitCode, json } = await call(
    ...["processing", "simulate", "--seed", "1", "--runs", "50", "--protocol", "seed", "--json"],
  );

  expect(exitCode).toBe(1);
  expect(json()).toMatchObject({ violations: 1, firstFailure: { seed: 1 } });
});

test("our protocol holds in a simulation", async () => {
  const { call } = await openWorkplace();

  const { exitCode, json } = await call("processing", "simulate", "--seed", "1", "--runs", "20", "--json");

  expect(exitCode).toBe(0);
  expect(json()).toEqual({ runs: 20, violations: 0, firstFailure: null });
});

test("metrics are printed for Prometheus", async () => {
  const { call } = await openRoot();

  const { output } = await call("processing", "node", "metrics");

  expect(output).toMatch(/^# HELP \S+ .+\n# TYPE \S+ (counter|gauge)\n/m);
});

test("a mark of a backup is written and confirmed", async () => {
  const { call } = await openRoot();

  const marked = await call("processing", "node", "backup-mark", "--out", "mark.json");
  const confirmed = await call("processing", "node", "backup-confirm", "--in", "mark.json");

  expect([marked.exitCode, confirmed.exitCode]).toEqual([0, 0]);
});
