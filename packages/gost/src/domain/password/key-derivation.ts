import { createHash, pbkdf2Sync } from "node:crypto";
import { GostError } from "../../errors.js";
import type { GostBits } from "../bits.js";
import { concatBytes } from "../bytes.js";
import { createHmacStreebog } from "./hmac-streebog.js";

/** A digest that a key is derived with: Streebog here, the SHA family in Node. */
export type DerivationDigest =
  | { readonly streebog: GostBits }
  | { readonly sha: "sha1" | "sha256" | "sha384" | "sha512" };

/** Salt and work of a derivation, as the file states them. */
export interface DerivationParameters {
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** A file could ask for any amount of work; so much takes about a second with either family. */
const iterationLimits = { streebog: 50_000, sha: 1_000_000 } as const;
const maxPasswordLength = 1024;

/** How many iterations one derivation may have. */
export function maxIterations(digest: DerivationDigest): number {
  return "streebog" in digest ? iterationLimits.streebog : iterationLimits.sha;
}

/** Refuses work beyond the bounds: 50,000 iterations with Streebog, 1,000,000 with SHA; passwords of 1024 characters. */
function checkDerivation(digest: DerivationDigest, password: string, iterations: number): void {
  const limit = maxIterations(digest);
  if (iterations < 1 || iterations > limit) {
    throw new GostError(
      "GOST_LIMIT_EXCEEDED",
      `A key derivation of ${iterations} iterations; 1 to ${limit} are done.`,
      {
        details: { iterations, limit },
      },
    );
  }
  if (password.length > maxPasswordLength) {
    throw new GostError("GOST_LIMIT_EXCEEDED", `The password has more than ${maxPasswordLength} characters.`);
  }
}

/** PBKDF2 (RFC 8018 §5.2); the password in UTF-8 (RFC 9337). */
export function derivePbkdf2(
  digest: DerivationDigest,
  password: string,
  { salt, iterations }: DerivationParameters,
  length: number,
): Uint8Array {
  checkDerivation(digest, password, iterations);
  if ("sha" in digest) return Uint8Array.from(pbkdf2Sync(password, salt, iterations, length, digest.sha));
  const mac = createHmacStreebog(digest.streebog, new TextEncoder().encode(password));
  const blocks: Uint8Array[] = [];
  for (let produced = 0, index = 1; produced < length; produced += digest.streebog / 8, index++) {
    let link = mac(concatBytes(salt, bigEndian32(index)));
    const block = Uint8Array.from(link);
    for (let iteration = 1; iteration < iterations; iteration++) {
      link = mac(link);
      for (let octet = 0; octet < block.length; octet++) block[octet] = (block[octet] ?? 0) ^ (link[octet] ?? 0);
    }
    blocks.push(block);
  }
  return concatBytes(...blocks).slice(0, length);
}

/** The derivation of PKCS#12 for integrity keys (RFC 7292 appendix B.2, ID 3); the password as a BMPString. */
export function derivePkcs12MacKey(
  sha: "sha1" | "sha256" | "sha384" | "sha512",
  password: string,
  { salt, iterations }: DerivationParameters,
): Uint8Array {
  checkDerivation({ sha }, password, iterations);
  const blockLength = sha === "sha384" || sha === "sha512" ? 128 : 64;
  const input = concatBytes(
    new Uint8Array(blockLength).fill(3),
    stretch(salt, blockLength),
    stretch(bmpString(password), blockLength),
  );
  // The key is as long as the digest, so that a single block of the derivation is the whole of it.
  let key = createHash(sha).update(input).digest();
  for (let iteration = 1; iteration < iterations; iteration++) key = createHash(sha).update(key).digest();
  return Uint8Array.from(key);
}

/** The bytes again and again, up to the next multiple of the block; nothing stays nothing. */
function stretch(bytes: Uint8Array, blockLength: number): Uint8Array {
  const length = Math.ceil(bytes.length / blockLength) * blockLength;
  return Uint8Array.from({ length }, (_, index) => bytes[index % bytes.length] ?? 0);
}

/** UTF-16 with the more significant octet first and two zero octets at the end (RFC 7292 appendix B.1). */
function bmpString(text: string): Uint8Array {
  return Uint8Array.from(
    `${text}\0`.split("").flatMap((unit) => [unit.charCodeAt(0) >>> 8, unit.charCodeAt(0) & 0xff]),
  );
}

function bigEndian32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
