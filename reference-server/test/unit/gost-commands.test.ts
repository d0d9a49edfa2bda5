import { expect, test } from "vitest";
import { openWorkplace } from "../support/command-line.js";

const key = ["--key", "signer.key", "--cert", "signer.crt"];

test.each(["der", "pem", "base64"])("a detached signature in %s is accepted under its root", async (format) => {
  const { write, call } = await openWorkplace();
  await write("doc.bin", Uint8Array.of(0xef, 0xf0, 0x0d, 0x0a, 0x00));
  const signed = await call("gost", "sign-cms", ...key, "--in", "doc.bin", "--out", "doc.sig", "--format", format);
  expect(signed.exitCode).toBe(0);

  const verified = await call(
    "gost",
    "verify-cms",
    "--in",
    "doc.bin",
    "--signature",
    "doc.sig",
    "--trust",
    "root.crt",
    "--json",
  );

  expect(verified.exitCode).toBe(0);
  expect(verified.json()).toMatchObject({ valid: true, trusted: true, level: "cades-bes" });
});

test("a changed document is refused with the check that failed", async () => {
  const { write, call } = await openWorkplace();
  await write("doc.txt", "one");
  await call("gost", "sign-cms", ...key, "--in", "doc.txt", "--out", "doc.sig");
  await write("doc.txt", "two");

  const verified = await call("gost", "verify-cms", "--in", "doc.txt", "--signature", "doc.sig", "--trust", "root.crt");

  expect(verified.exitCode).toBe(1);
  expect(verified.output).toContain("digest-differs");
});

test("a signature of somebody whom nobody vouches for is refused", async () => {
  const { write, call } = await openWorkplace();
  await write("doc.txt", "one");
  await call("gost", "sign-cms", ...key, "--in", "doc.txt", "--out", "doc.sig", "--attached");

  const verified = await call("gost", "verify-cms", "--signature", "doc.sig", "--trust", "stranger.crt", "--json");

  expect(verified.exitCode).toBe(1);
  expect(verified.json()).toMatchObject({ trusted: false });
  expect(verified.output).toContain("not-trusted");
});

test("a file that is no signature is refused, not a crash", async () => {
  const { write, call } = await openWorkplace();
  await write("doc.txt", "one");

  const verified = await call("gost", "verify-cms", "--in", "doc.txt", "--signature", "doc.txt", "--trust", "root.crt");

  expect(verified.exitCode).toBe(1);
});

test.each([
  ["an unknown command", ["gost", "frobnicate"]],
  ["an unknown option", ["gost", "verify-cms", "--nope"]],
  ["a missing option", ["gost", "sign-cms", "--in", "doc.txt"]],
  ["a missing file", ["gost", "verify-cms", "--in", "absent", "--signature", "absent", "--trust", "root.crt"]],
  [
    "a variable without a password",
    ["gost", "sign-cms", ...key, "--password-env", "ABSENT", "--in", "signer.crt", "--out", "x"],
  ],
])("%s is a wrong call", async (_what, args) => {
  const { call } = await openWorkplace();

  const result = await call(...args);

  expect(result.exitCode).toBe(2);
  expect(result.errors).not.toBe("");
});

test("--help is no error", async () => {
  const { call } = await openWorkplace();

  const { exitCode, output } = await call("gost", "--help");

  expect(exitCode).toBe(0);
  expect(output).toContain("sign-cms");
});
