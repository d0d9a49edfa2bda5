import { type ConformanceCase, expectRejection, expectThat } from "@opora/core/conformance";
import { equalBytes, type GostSigner, type SignRequest, sameName, streebog, verifyDigest } from "@opora/gost";

/** What the kit tests: a way to make fresh signers that hold the same key. */
export interface SignerSubject {
  createSigner(): GostSigner | Promise<GostSigner>;
}

/** Empty, shorter than a block, a block of Streebog, just above, several blocks. */
const messageLengths = [0, 1, 63, 64, 65, 300, 4096];

/**
 * What every `GostSigner` must do, as cases for any test runner.
 *
 * @example
 * ```ts
 * for (const { name, run } of signerCases) {
 *   test(name, () => run({ createSigner: () => createTokenSigner({ … }) }));
 * }
 * ```
 */
export const signerCases: readonly ConformanceCase<SignerSubject>[] = [
  caseOf("signs messages of any length so that its certificate verifies them", async (signer) => {
    for (const length of messageLengths) await expectSignature(signer, requestFor(signer, messageOf(length)));
  }),

  caseOf("signs digests that begin or end with a zero byte", async (signer) => {
    const { bits } = signer.certificate;
    for (const position of [0, -1]) {
      await expectSignature(signer, requestFor(signer, messageWithZeroDigestByte(bits, position)));
    }
  }),

  caseOf("serves calls that overlap, each with its own signature", async (signer) => {
    const requests = Array.from({ length: 16 }, (_, index) => requestFor(signer, messageOf(100 + index)));
    await Promise.all(requests.map((request) => expectSignature(signer, request)));
  }),

  caseOf("leaves the request as it was", async (signer) => {
    const request = requestFor(signer, messageOf(200));
    const [message, digest] = [Uint8Array.from(request.message), Uint8Array.from(request.digest)];
    await signer.sign(request);
    expectThat(equalBytes(request.message, message), "sign() wrote into the message of its request");
    expectThat(equalBytes(request.digest, digest), "sign() wrote into the digest of its request");
  }),

  caseOf("returns bytes of its own, which later signatures do not overwrite", async (signer) => {
    const request = requestFor(signer, messageOf(10));
    const first = await signer.sign(request);
    const kept = Uint8Array.from(first);
    await signer.sign(requestFor(signer, messageOf(20)));
    expectThat(equalBytes(first, kept), "a second sign() changed the bytes that the first one had returned");
  }),

  caseOf("rejects with the reason when the signal has fired already", async (signer) => {
    const reason = new Error("The caller changed its mind.");
    const request = requestFor(signer, messageOf(10));
    const rejection = await expectRejection(
      signer.sign(request, { signal: AbortSignal.abort(reason) }),
      "sign() resolved although its signal had fired",
    );
    expectThat(rejection === reason, "sign() rejected with something else than the reason of its signal");
  }),

  caseOf("signs again after a call was aborted", async (signer) => {
    const abandoned = new AbortController();
    const outcome = signer.sign(requestFor(signer, messageOf(30)), { signal: abandoned.signal });
    abandoned.abort(new Error("The caller changed its mind."));
    // A signer that had finished by then may as well resolve.
    await outcome.catch(() => undefined);
    await expectSignature(signer, requestFor(signer, messageOf(31)));
  }),

  caseOf("names the issuers of its certificate in order, from the nearest upwards", async (signer) => {
    signer.chain.reduce((subject, issuer) => {
      expectThat(
        sameName(subject.issuer, issuer.subject),
        "a certificate of the chain is not the issuer of the one before",
      );
      return issuer;
    }, signer.certificate);
  }),

  {
    name: "can be closed, more than once",
    async run({ createSigner }) {
      const signer = await createSigner();
      await signer.sign(requestFor(signer, messageOf(40)));
      await signer.close?.();
      await signer.close?.();
    },
  },
];

function caseOf(name: string, check: (signer: GostSigner) => Promise<void>): ConformanceCase<SignerSubject> {
  return {
    name,
    async run({ createSigner }) {
      const signer = await createSigner();
      try {
        await check(signer);
      } finally {
        await signer.close?.();
      }
    },
  };
}

async function expectSignature(signer: GostSigner, request: SignRequest): Promise<void> {
  const { publicKey: key, bits } = signer.certificate;
  const signature = await signer.sign(request);
  const what = `of a message of ${request.message.length} bytes`;
  expectThat(signature.length === bits / 4, `the signature ${what} has ${signature.length} bytes, not ${bits / 4}`);
  expectThat(
    verifyDigest({ key, digest: request.digest, signature }),
    `the signature ${what} does not verify; it must be s || r, each part big-endian`,
  );
}

function requestFor({ certificate: { bits } }: GostSigner, message: Uint8Array): SignRequest {
  return { bits, message, digest: streebog(bits, message) };
}

function messageOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 7 + length) % 256);
}

/** Numbers lose such bytes when they are printed or read without their length. */
function messageWithZeroDigestByte(bits: SignRequest["bits"], position: number): Uint8Array {
  for (let number = 0; ; number++) {
    const message = new TextEncoder().encode(`message ${number}`);
    if (streebog(bits, message).at(position) === 0) return message;
  }
}
