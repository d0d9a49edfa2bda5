import { createHmac } from "node:crypto";
import {
  decodePem,
  writeDer,
  writeExplicit,
  writeInteger,
  writeOctetString,
  writeOid,
  writeSequence,
} from "@opora/gost";
import type { TestIdentity } from "@opora/gost/testing";
import { derivePkcs12MacKey } from "../../src/domain/password/key-derivation.js";

const data = writeOid("1.2.840.113549.1.7.1");

/** A PKCS#12 container without encryption, its integrity protected by one iteration of SHA-256. */
export function plainPkcs12(
  { privateKeyPem, certificate, chain }: TestIdentity,
  password: string,
  changes: { readonly iterations?: number; readonly contentType?: string; readonly mac?: "none" } = {},
): Uint8Array {
  const [key] = decodePem(privateKeyPem);
  const bag = (type: string, value: Uint8Array) => writeSequence(writeOid(type), writeExplicit(0, value));
  const certificateBag = (der: Uint8Array) =>
    bag(
      "1.2.840.113549.1.12.10.1.3",
      writeSequence(writeOid("1.2.840.113549.1.9.22.1"), writeExplicit(0, writeOctetString(der))),
    );
  const bags = writeSequence(
    bag("1.2.840.113549.1.12.10.1.1", key?.bytes ?? new Uint8Array()),
    ...[certificate, ...chain].map(({ der }) => certificateBag(der)),
  );
  const safe = writeSequence(writeSequence(data, writeExplicit(0, writeOctetString(bags))));
  const { iterations = 1 } = changes;
  const salt = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const code = createHmac("sha256", derivePkcs12MacKey("sha256", password, { salt, iterations: 1 }))
    .update(safe)
    .digest();
  const digest = writeSequence(writeOid("2.16.840.1.101.3.4.2.1"), writeDer(0x05));
  const mac = writeSequence(
    writeSequence(digest, writeOctetString(code)),
    writeOctetString(salt),
    iterations === 1 ? new Uint8Array() : writeInteger(iterations),
  );
  const type = changes.contentType === undefined ? data : writeOid(changes.contentType);
  return writeSequence(
    writeInteger(3),
    writeSequence(type, writeExplicit(0, writeOctetString(safe))),
    changes.mac === "none" ? new Uint8Array() : mac,
  );
}
