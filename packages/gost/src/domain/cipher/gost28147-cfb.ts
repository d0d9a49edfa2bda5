import { hexToBytes } from "@noble/curves/utils.js";
import { type Block, type BlockCipher, buildRoundTables, createBlockCipher, type RoundTables } from "./gost28147.js";
import type { Substitution } from "./substitutions.js";

const blockLength = 8;

/** So many bytes are encrypted under one key; then the key is replaced (RFC 4357 §2.3.2). */
const meshingInterval = 1024;

/** What the next key is the decryption of (RFC 4357 §2.3.2). */
const meshingConstant = hexToBytes("6900722264c904238d3adb9646e92ac418feac9400ed0712c086dcc2ef4ca92b");

/** What decrypts: key and initialization vector of 32 and 8 bytes, and the substitution. */
export interface CfbParameters {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly substitution: Substitution;
}

/** Decrypts GOST 28147-89 in cipher feedback with CryptoPro key meshing (RFC 4357 §2.3, RFC 5830 §7). */
export function decryptGost28147Cfb({ key, iv, substitution }: CfbParameters, ciphertext: Uint8Array): Uint8Array {
  const tables = buildRoundTables(substitution);
  const plaintext = new Uint8Array(ciphertext.length);
  let cipher = createBlockCipher(tables, key);
  let register = loadBlock(iv);
  for (let offset = 0; offset < ciphertext.length; offset += blockLength) {
    if (offset > 0 && offset % meshingInterval === 0) {
      cipher = mesh(tables, cipher);
      register = cipher.encrypt(register);
    }
    const gamma = storeBlock(cipher.encrypt(register));
    const piece = ciphertext.subarray(offset, offset + blockLength);
    for (let index = 0; index < piece.length; index++) {
      plaintext[offset + index] = (piece[index] ?? 0) ^ (gamma[index] ?? 0);
    }
    // The last piece may be short; its register is not used any more.
    if (piece.length === blockLength) register = loadBlock(piece);
  }
  return plaintext;
}

function mesh(tables: RoundTables, cipher: BlockCipher): BlockCipher {
  const key = new Uint8Array(meshingConstant.length);
  for (let offset = 0; offset < key.length; offset += blockLength) {
    key.set(storeBlock(cipher.decrypt(loadBlock(meshingConstant.subarray(offset, offset + blockLength)))), offset);
  }
  return createBlockCipher(tables, key);
}

function loadBlock(bytes: Uint8Array): Block {
  const view = new DataView(bytes.buffer, bytes.byteOffset, blockLength);
  return [view.getUint32(0, true), view.getUint32(4, true)];
}

function storeBlock([first, second]: Block): Uint8Array {
  const bytes = new Uint8Array(blockLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, first, true);
  view.setUint32(4, second, true);
  return bytes;
}
