import { reverseBytes, signVerified, streebog } from "@opora/gost";
import { createHttpSigner, type HttpSignerFetch, type HttpSignerOptions } from "@opora/gost/signers";
import { describe, expect, test, vi } from "vitest";
import { createAuthority, issueIdentity, signerOf } from "../support/cms-identities.js";
import { gostError } from "../support/gost-error.js";
import { answerJson, startSigningService } from "../support/signing-service.js";

const identity = issueIdentity(createAuthority());
const { certificate } = identity;
const message = new TextEncoder().encode("signed attributes");
const digest = streebog(256, message);
const request = { bits: 256, message, digest } as const;
const signature = await signerOf(identity).sign(request);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

function signerFor(url: string, options: Partial<HttpSignerOptions> = {}) {
  return createHttpSigner({ url, certificate, ...options });
}

describe("a signing service", () => {
  test("is asked by one POST with digest and message in base64, and its answer is the signature", async () => {
    const service = await startSigningService((_, response) => answerJson(response, { signature: base64(signature) }));
    const signer = signerFor(service.url, { headers: { authorization: "Bearer 1" } });
    expect(await signVerified(signer, message)).toEqual(signature);
    expect(service.requests).toHaveLength(1);
    const [asked] = service.requests;
    expect(asked).toMatchObject({ method: "POST", path: "/sign?tenant=secret" });
    expect(asked?.headers).toMatchObject({ authorization: "Bearer 1", "content-type": "application/json" });
    expect(JSON.parse(asked?.body ?? "")).toEqual({ bits: 256, digest: base64(digest), message: base64(message) });
  });

  test("may want another request and give another answer", async () => {
    const service = await startSigningService((_, response) =>
      answerJson(response, { result: [{ value: base64(signature) }] }),
    );
    const signer = signerFor(service.url, {
      writeRequest: ({ digest: hash, bits }) => ({
        algorithm: `GOST12_${bits}`,
        hash: Buffer.from(hash).toString("hex"),
      }),
      readAnswer: (answer) => (answer as { result: readonly { value: string }[] }).result[0]?.value,
    });
    expect(await signer.sign(request)).toEqual(signature);
    expect(JSON.parse(service.requests[0]?.body ?? "")).toEqual({
      algorithm: "GOST12_256",
      hash: Buffer.from(digest).toString("hex"),
    });
  });

  test("may write the bytes of the signature in reverse order", async () => {
    const service = await startSigningService((_, response) =>
      answerJson(response, { signature: base64(reverseBytes(signature)) }),
    );
    expect(await signerFor(service.url).sign(request)).toEqual(signature);
  });

  test("is asked with headers that are made for each request", async () => {
    const service = await startSigningService((_, response) => answerJson(response, { signature: base64(signature) }));
    let issued = 0;
    const signer = signerFor(service.url, { headers: async () => ({ authorization: `Bearer ${++issued}` }) });
    await signer.sign(request);
    await signer.sign(request);
    expect(service.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer 1", "Bearer 2"]);
  });

  test("is asked through the fetch that was given", async () => {
    const asked: unknown[] = [];
    const fetch: HttpSignerFetch = (url, init) => {
      asked.push(url, init.method, init.redirect);
      return globalThis.fetch(
        `data:application/json,${encodeURIComponent(JSON.stringify({ signature: base64(signature) }))}`,
      );
    };
    expect(await signerFor("https://signing.example/raw", { fetch }).sign(request)).toEqual(signature);
    expect(asked).toEqual(["https://signing.example/raw", "POST", "error"]);
  });
});

describe("an answer that is no signature", () => {
  test.each<[string, unknown]>([
    ["of somebody else", { signature: base64(signature.map((byte) => byte ^ 1)) }],
    ["of another length", { signature: base64(signature.subarray(1)) }],
  ])("is a wrong signature: %s", async (_, body) => {
    const service = await startSigningService((_request, response) => answerJson(response, body));
    await expect(signerFor(service.url).sign(request)).rejects.toThrow(gostError("GOST_SIGNER_WRONG_SIGNATURE"));
  });

  test.each<[string, string]>([
    ["not JSON", "<html>secret</html>"],
    ["no object", "[]"],
    ["another field", `{"value":"AAAA"}`],
    ["a number", `{"signature":1}`],
    ["not base64", `{"signature":"~~~~"}`],
    ["nothing", `{"signature":""}`],
  ])("is a failure of the service: %s", async (_, body) => {
    const service = await startSigningService((_request, response) => void response.end(body));
    const error = await signerFor(service.url)
      .sign(request)
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "GOST_SIGNER_FAILED", retryable: false });
    expect(JSON.stringify(error)).not.toContain("secret");
  });

  test("is not read beyond the limit", async () => {
    let sent = 0;
    const service = await startSigningService((_request, response) => {
      const more = () => {
        sent++;
        if (response.write("x".repeat(65_536))) setImmediate(more);
        else response.once("drain", more);
      };
      more();
    });
    await expect(signerFor(service.url, { maxAnswerBytes: 1000 }).sign(request)).rejects.toThrow(
      gostError("GOST_LIMIT_EXCEEDED"),
    );
    expect(sent).toBeGreaterThan(0);
  });
});

describe("a service that fails", () => {
  test.each([
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ])("with status %d is reported as retryable: %s, and not asked again", async (status, retryable) => {
    const service = await startSigningService((_, response) => answerJson(response, { message: "Иванов" }, status));
    const error = await signerFor(service.url)
      .sign(request)
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "GOST_SIGNER_FAILED", retryable, details: { status } });
    expect(JSON.stringify(error)).not.toMatch(/secret|Иванов/);
    expect(service.requests).toHaveLength(1);
  });

  test("with a failure at great length is reported by its status all the same", async () => {
    const service = await startSigningService((_, response) =>
      answerJson(response, { message: "x".repeat(100_000) }, 503),
    );
    await expect(signerFor(service.url).sign(request)).rejects.toMatchObject({
      code: "GOST_SIGNER_FAILED",
      retryable: true,
      details: { status: 503 },
    });
  });

  test("with a redirect is not followed", async () => {
    const target = await startSigningService((_, response) => answerJson(response, { signature: base64(signature) }));
    const service = await startSigningService(
      (_, response) => void response.writeHead(307, { location: target.url }).end(),
    );
    await expect(signerFor(service.url).sign(request)).rejects.toThrow(gostError("GOST_SIGNER_FAILED"));
    expect(target.requests).toEqual([]);
  });

  test("by breaking the connection is reported as retryable, and not asked again", async () => {
    const service = await startSigningService((_, response) => void response.socket?.destroy());
    await expect(signerFor(service.url).sign(request)).rejects.toMatchObject({
      code: "GOST_SIGNER_FAILED",
      retryable: true,
    });
    expect(service.requests).toHaveLength(1);
  });

  test("by not being there is reported as retryable", async () => {
    await expect(signerFor("http://127.0.0.1:1/sign").sign(request)).rejects.toMatchObject({
      code: "GOST_SIGNER_FAILED",
      retryable: true,
    });
  });

  test("by not answering in time is reported as retryable", async () => {
    const service = await startSigningService(() => undefined);
    await expect(signerFor(service.url, { timeoutMs: 50 }).sign(request)).rejects.toMatchObject({
      code: "GOST_SIGNER_FAILED",
      retryable: true,
      details: { timeoutMs: 50 },
    });
  });

  test("by stopping in the middle of its answer is reported as retryable", async () => {
    const service = await startSigningService((_, response) => void response.write('{"signature":'));
    await expect(signerFor(service.url, { timeoutMs: 100 }).sign(request)).rejects.toMatchObject({ retryable: true });
  });
});

describe("a caller who aborts", () => {
  const reason = new Error("The user closed the window.");

  test("gets the reason back, and the connection is closed", async () => {
    const controller = new AbortController();
    let closed = false;
    const service = await startSigningService((_, response) => {
      response.once("close", () => {
        closed = true;
      });
      controller.abort(reason);
    });
    await expect(signerFor(service.url).sign(request, { signal: controller.signal })).rejects.toBe(reason);
    await vi.waitFor(() => expect(closed).toBe(true));
  });

  test("gets the reason back at once from a fetch that does not listen", async () => {
    const controller = new AbortController();
    const fetch: HttpSignerFetch = () => {
      controller.abort(reason);
      return new Promise(() => undefined);
    };
    const signer = signerFor("https://signing.example", { fetch });
    await expect(signer.sign(request, { signal: controller.signal })).rejects.toBe(reason);
  });

  test("gets the reason back at once while the headers are being made", async () => {
    const controller = new AbortController();
    const headers = () => {
      controller.abort(reason);
      return new Promise<Record<string, string>>(() => undefined);
    };
    const signer = signerFor("https://signing.example", { headers });
    await expect(signer.sign(request, { signal: controller.signal })).rejects.toBe(reason);
  });

  test("beforehand causes no request", async () => {
    const service = await startSigningService((_, response) => answerJson(response, {}));
    await expect(signerFor(service.url).sign(request, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(service.requests).toEqual([]);
  });
});

test("an error of the caller's own functions is passed on as it is", async () => {
  const failure = new Error("No token.");
  const headers = () => Promise.reject(failure);
  await expect(signerFor("https://signing.example", { headers }).sign(request)).rejects.toBe(failure);
});

test.each<[string, object]>([
  ["an unknown option", { retries: 3 }],
  ["no URL", { url: "signing" }],
  ["another protocol", { url: "file:///etc/passwd" }],
  ["a password in the URL", { url: "https://user:password@signing.example" }],
  ["no time at all", { timeoutMs: 0 }],
  ["less room than a signature needs", { maxAnswerBytes: 10 }],
])("options that make no sense are refused at once: %s", (_, change) => {
  expect(() => signerFor("https://signing.example", change)).toThrow(gostError("GOST_OPTIONS_INVALID"));
});
