import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { concatBytes, reverseBytes, signVerified, streebog } from "@opora/gost";
import { type CommandSignerOptions, createCommandSigner, type SigningCommand } from "@opora/gost/signers";
import { testFolder } from "@opora/test-support";
import { describe, expect, test, vi } from "vitest";
import { createAuthority, issueIdentity, signerOf } from "../support/cms-identities.js";
import { gostError } from "../support/gost-error.js";
import { signingProgram } from "../support/signing-program.js";

const identity = issueIdentity(createAuthority());
const { certificate } = identity;
const message = new TextEncoder().encode("signed attributes");
const digest = streebog(256, message);
const request = { bits: 256, message, digest } as const;
const signature = await signerOf(identity).sign(request);

/** Prints a given text as bytes. */
function printing(bytes: Uint8Array): SigningCommand {
  return signingProgram(`process.stdout.write(Buffer.from("${Buffer.from(bytes).toString("hex")}", "hex"))`);
}

function signerFor(command: SigningCommand, options: Partial<CommandSignerOptions> = {}) {
  return createCommandSigner({ command, certificate, ...options });
}

describe("the program", () => {
  test("gets the digest on its standard input, and what it prints is the signature", async () => {
    const command = signingProgram(
      `if (input.toString("hex") !== args[0]) process.exit(3); process.stdout.write(Buffer.from(args[1], "hex"));`,
      { extraArguments: [hex(digest), hex(signature)] },
    );
    expect(await signVerified(signerFor(command), message)).toEqual(signature);
  });

  test("gets the message instead where it hashes itself", async () => {
    const command = signingProgram(
      `if (input.toString("hex") !== args[0]) process.exit(3); process.stdout.write(Buffer.from(args[1], "hex"));`,
      { input: "message", extraArguments: [hex(message), hex(signature)] },
    );
    expect(await signVerified(signerFor(command), message)).toEqual(signature);
  });

  test("may exchange files, in a folder of its own that is removed", async () => {
    const temporaryDirectory = testFolder();
    const command = signingProgram(
      `
      const [from, to, bits, expected, answer] = args;
      if (input.length !== 0 || bits !== "GOST12_256") process.exit(3);
      if (fs.readFileSync(from).toString("hex") !== expected) process.exit(4);
      if (process.platform !== "win32" && (fs.statSync(from).mode & 0o077) !== 0) process.exit(5);
      fs.writeFileSync(to, Buffer.from(answer, "hex"));
      console.log("Done.");
    `,
      { extraArguments: ["{input}", "{output}", "GOST12_{bits}", hex(digest), hex(signature)] },
    );
    expect(await signVerified(signerFor(command, { temporaryDirectory }), message)).toEqual(signature);
    expect(readdirSync(temporaryDirectory)).toEqual([]);
  });

  test("may not leave its file out, and its folder is removed then too", async () => {
    const temporaryDirectory = testFolder();
    const signer = signerFor(signingProgram("", { extraArguments: ["{output}"] }), { temporaryDirectory });
    await expect(signer.sign(request)).rejects.toThrow(gostError("GOST_SIGNER_FAILED"));
    expect(readdirSync(temporaryDirectory)).toEqual([]);
  });

  test.each<["hex" | "base64", string]>([
    ["hex", hex(signature).toUpperCase().replace(/.{32}/g, "$& \\n")],
    ["base64", `${Buffer.from(signature).toString("base64")}\\r\\n`],
  ])("may print its answer in %s", async (outputEncoding, text) => {
    const command = { ...signingProgram(`process.stdout.write("${text}")`), outputEncoding };
    expect(await signerFor(command).sign(request)).toEqual(signature);
    const wrong = { ...signingProgram(`process.stdout.write("not at all!")`), outputEncoding };
    await expect(signerFor(wrong).sign(request)).rejects.toThrow(gostError("GOST_SIGNER_WRONG_SIGNATURE"));
  });

  test("is started without a shell", async () => {
    const folder = testFolder();
    const trap = `; touch ${join(folder, "owned")} #$(touch ${join(folder, "owned")})`;
    const command = signingProgram(
      `process.stdout.write(Buffer.from(args[1], "hex")); if (args.length !== 2) process.exit(3);`,
      {
        extraArguments: [trap, hex(signature)],
      },
    );
    expect(await signerFor(command).sign(request)).toEqual(signature);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("inherits nothing of this process's environment", async () => {
    const script = `if (Object.keys(process.env).filter((name) => name !== "LANGUAGE").join() !== "KEY_FILE") process.exit(3);
      process.stdout.write(Buffer.from(args[0], "hex"));`;
    const command = signingProgram(script, { extraArguments: [hex(signature)], environment: { KEY_FILE: "/run/key" } });
    expect(await signerFor(command).sign(request)).toEqual(signature);
  });

  test("runs where it is told to", async () => {
    const workingDirectory = testFolder();
    const script = `fs.writeFileSync("here", ""); process.stdout.write(Buffer.from(args[0], "hex"));`;
    await signerFor(signingProgram(script, { extraArguments: [hex(signature)], workingDirectory })).sign(request);
    expect(readdirSync(workingDirectory)).toEqual(["here"]);
  });
});

describe("the order of the signature's bytes", () => {
  const swapped = concatBytes(signature.subarray(32), signature.subarray(0, 32));

  test.each<[string, Uint8Array]>([
    ["s, r", signature],
    ["all reversed, as CryptoPro writes it", reverseBytes(signature)],
    ["r, s", swapped],
    ["s, r, each little-endian", reverseBytes(swapped)],
  ])("is found out on the first signature: %s", async (_, written) => {
    expect(await signerFor(printing(written)).sign(request)).toEqual(signature);
  });

  test("is kept to: a later signature in another order is a wrong signature", async () => {
    const folder = testFolder();
    const script = `
      const second = fs.existsSync("called");
      fs.writeFileSync("called", "");
      process.stdout.write(Buffer.from(args[second ? 1 : 0], "hex"));
    `;
    const extraArguments = [hex(reverseBytes(signature)), hex(signature)];
    const signer = signerFor(signingProgram(script, { extraArguments, workingDirectory: folder }));
    expect(await signVerified(signer, message)).toEqual(signature);
    await expect(signVerified(signer, message)).rejects.toThrow(gostError("GOST_SIGNER_WRONG_SIGNATURE"));
  });

  test("is not concluded from a wrong signature", async () => {
    const signer = signerFor(printing(signature));
    const other = { ...request, digest: streebog(256, new Uint8Array(1)) };
    await expect(signer.sign(other)).rejects.toThrow(gostError("GOST_SIGNER_WRONG_SIGNATURE"));
    expect(await signer.sign(request)).toEqual(signature);
  });

  test("does not matter for an answer of another length", async () => {
    for (const written of [new Uint8Array(), signature.subarray(1), concatBytes(signature, signature)]) {
      await expect(signerFor(printing(written)).sign(request)).rejects.toThrow(
        gostError("GOST_SIGNER_WRONG_SIGNATURE"),
      );
    }
  });
});

describe("a program that fails", () => {
  test("is reported by its exit code; what it printed goes to the caller alone", async () => {
    const onDiagnostics = vi.fn();
    const command = signingProgram(`console.error("No container of Иванов"); process.exitCode = 7;`);
    const error = await signerFor(command, { onDiagnostics })
      .sign(request)
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "GOST_SIGNER_FAILED", retryable: false, details: { exitCode: 7 } });
    expect(JSON.stringify(error)).not.toContain("Иванов");
    expect(onDiagnostics).toHaveBeenCalledExactlyOnceWith("No container of Иванов\n");
  });

  test("is reported when it ends without reading what it is given", async () => {
    const long = { ...request, message: new Uint8Array(4 * 1024 * 1024) };
    const command: SigningCommand = {
      executable: process.execPath,
      arguments: ["-e", "process.exit(9)"],
      input: "message",
    };
    await expect(signerFor(command).sign(long)).rejects.toMatchObject({ details: { exitCode: 9 } });
  });

  test("is reported when it does not exist", async () => {
    const command: SigningCommand = { executable: "/nonexistent/cryptcp", arguments: [], input: "digest" };
    await expect(signerFor(command).sign(request)).rejects.toMatchObject({
      code: "GOST_SIGNER_FAILED",
      details: { executable: "/nonexistent/cryptcp", reason: "ENOENT" },
    });
  });

  test("is reported when a signal ends it", async () => {
    const command = signingProgram(`process.kill(process.pid, "SIGKILL")`);
    await expect(signerFor(command).sign(request)).rejects.toMatchObject({
      code: "GOST_SIGNER_FAILED",
      details: { exitCode: null },
    });
  });

  test("is killed when it writes without end, to a pipe or to a file", async () => {
    const flood = signingProgram(`
      process.stdout.on("error", () => {});
      (function more() { process.stdout.write(Buffer.alloc(65536), () => more()); })();
    `);
    await expect(signerFor(flood, { maxOutputBytes: 1000 }).sign(request)).rejects.toThrow(
      gostError("GOST_LIMIT_EXCEEDED"),
    );
    const large = signingProgram(`fs.writeFileSync(args[0], Buffer.alloc(1001))`, { extraArguments: ["{output}"] });
    await expect(signerFor(large, { maxOutputBytes: 1000 }).sign(request)).rejects.toThrow(
      gostError("GOST_LIMIT_EXCEEDED"),
    );
  });
});

describe("a program that does not end", () => {
  /** Writes down its process id, then waits for ever. */
  const hanging = (workingDirectory: string) =>
    signingProgram(
      `fs.writeFileSync("pid.part", String(process.pid)); fs.renameSync("pid.part", "pid"); setInterval(() => {}, 1000);`,
      {
        workingDirectory,
      },
    );

  test("is killed when the time is up", async () => {
    const folder = testFolder();
    const signer = signerFor(hanging(folder), { timeoutMs: 1000 });
    await expect(signer.sign(request)).rejects.toMatchObject({ code: "GOST_SIGNER_FAILED", retryable: true });
    await vi.waitFor(() => expect(isRunning(folder)).toBe(false), { timeout: 10_000 });
  });

  test("is killed when the caller aborts, who gets the reason back", async () => {
    const folder = testFolder();
    const controller = new AbortController();
    const reason = new Error("The user closed the window.");
    const outcome = signerFor(hanging(folder)).sign(request, { signal: controller.signal });
    await vi.waitFor(() => expect(isRunning(folder)).toBe(true), { timeout: 10_000 });
    controller.abort(reason);
    await expect(outcome).rejects.toBe(reason);
    await vi.waitFor(() => expect(isRunning(folder)).toBe(false), { timeout: 10_000 });
  });

  test("is not even started when the caller has aborted already", async () => {
    const folder = testFolder();
    const reason = new Error("Too late.");
    await expect(signerFor(hanging(folder)).sign(request, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("cannot hold us up through a grandchild that keeps its output open", async () => {
    const script = `
      require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 5000)"], { stdio: "inherit" }).unref();
      process.exit(0);
    `;
    const signer = signerFor(signingProgram(script), { timeoutMs: 1500 });
    await expect(signer.sign(request)).rejects.toMatchObject({ code: "GOST_SIGNER_FAILED", retryable: true });
  });
});

test.each<[string, object]>([
  ["an unknown option", { password: "1234" }],
  ["an unknown field of the command", { command: { ...printing(signature), shell: true } }],
  ["no program", { command: { ...printing(signature), executable: "" } }],
  ["a zero byte in an argument", { command: { ...printing(signature), arguments: ["a\0b"] } }],
  ["another input", { command: { ...printing(signature), input: "content" } }],
  ["another encoding", { command: { ...printing(signature), outputEncoding: "pem" } }],
  ["an environment of numbers", { command: { ...printing(signature), environment: { PIN: 1234 } } }],
  ["no time at all", { timeoutMs: 0 }],
  ["no room at all", { maxOutputBytes: 0 }],
])("options that make no sense are refused at once: %s", (_, change) => {
  const options = { command: printing(signature), certificate, ...change } as CommandSignerOptions;
  expect(() => createCommandSigner(options)).toThrow(gostError("GOST_OPTIONS_INVALID"));
});

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** Whether the program that wrote its process id into `folder` is running; a program that did not start is not. */
function isRunning(folder: string): boolean {
  if (!readdirSync(folder).includes("pid")) return false;
  try {
    return process.kill(Number(readFileSync(join(folder, "pid"), "utf8")), 0);
  } catch {
    return false;
  }
}
