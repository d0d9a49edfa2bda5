import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSeededRandom } from "@opora/core/testing";
import {
  bytesOfDerOrPem,
  curveByOid,
  derivePublicKey,
  encodePem,
  generatePrivateKey,
  parsePrivateKey,
  readDer,
  readPublicKeyInfo,
  signDigest,
  streebog,
  verifyDigest,
  writePrivateKeyInfo,
  writePublicKeyInfo,
} from "@opora/gost";
import { describeWhere, findOpenssl, suiteFolder } from "@opora/test-support";
import { expect, test } from "vitest";
import { keyKinds } from "../support/cms-identities.js";

const message = new TextEncoder().encode("Сообщение на подпись");

describeWhere("keys between this library and OpenSSL", findOpenssl, (openssl) => {
  const folder = suiteFolder();
  const inFolder = { cwd: folder };

  for (const { name, parameterSet } of keyKinds) {
    const [bits = "", set = ""] = name.split("-");
    const digestName = `md_gost12_${bits}`;

    test(`a key of OpenSSL of the kind ${name} is read, signs and verifies like there, and is written back byte for byte`, async () => {
      const generate = ["genpkey", "-algorithm", `gost2012_${bits}`, "-pkeyopt", `paramset:${set}`];
      await openssl.output([...generate, "-out", `${name}.key`], inFolder);
      const pkcs8 = await openssl.output(
        ["pkcs8", "-topk8", "-nocrypt", "-in", `${name}.key`, "-outform", "DER"],
        inFolder,
      );
      const spki = await openssl.output(["pkey", "-in", `${name}.key`, "-pubout", "-outform", "DER"], inFolder);
      const privateKey = parsePrivateKey(new Uint8Array(pkcs8));
      const publicKey = derivePublicKey(privateKey);
      const info = readPublicKeyInfo(readDer(new Uint8Array(spki), "spki"));

      expect(info).toEqual({ publicKey, parameterSet });
      expect(Buffer.from(writePublicKeyInfo(info))).toEqual(Buffer.from(spki));
      expect(Buffer.from(writePrivateKeyInfo({ privateKey, parameterSet }))).toEqual(Buffer.from(pkcs8));

      await writeFile(join(folder, "message"), message);
      const sign = ["dgst", `-${digestName}`, "-sign", `${name}.key`, "message"];
      const signature = new Uint8Array(await openssl.output(sign, inFolder));
      const digest = streebog(publicKey.curve.bits, message);
      expect(verifyDigest({ key: publicKey, digest, signature })).toBe(true);
      expect(verifyDigest({ key: publicKey, digest: digest.reverse(), signature })).toBe(false);
    });

    test(`OpenSSL verifies signatures under a key of the kind ${name} that was made here`, async () => {
      const curve = curveByOid(parameterSet);
      const random = createSeededRandom(11);
      const privateKey = generatePrivateKey(curve, random);
      const publicKey = derivePublicKey(privateKey);
      const signature = signDigest({ key: privateKey, digest: streebog(curve.bits, message), random });
      await writeFile(
        join(folder, `${name}.own`),
        encodePem("PRIVATE KEY", writePrivateKeyInfo({ privateKey, parameterSet })),
      );
      await writeFile(
        join(folder, `${name}.pub`),
        encodePem("PUBLIC KEY", writePublicKeyInfo({ publicKey, parameterSet })),
      );
      await writeFile(join(folder, `${name}.sig`), signature);
      await writeFile(join(folder, "message"), message);
      await writeFile(join(folder, "other"), "another message");

      const derived = await openssl.output(["pkey", "-in", `${name}.own`, "-pubout"], inFolder);
      expect(bytesOfDerOrPem(new Uint8Array(derived), ["PUBLIC KEY"]).bytes).toEqual(
        writePublicKeyInfo({ publicKey, parameterSet }),
      );
      const verify = ["dgst", `-${digestName}`, "-verify", `${name}.pub`, "-signature", `${name}.sig`];
      expect((await openssl.run([...verify, "message"], inFolder)).exitCode).toBe(0);
      expect((await openssl.run([...verify, "other"], inFolder)).exitCode).not.toBe(0);
    });
  }

  test("encrypted keys of OpenSSL are opened whatever cipher and function they use, and by their password alone", async () => {
    await openssl.output(
      ["genpkey", "-algorithm", "gost2012_512", "-pkeyopt", "paramset:A", "-out", "plain.key"],
      inFolder,
    );
    const plain = await openssl.output(["pkcs8", "-topk8", "-nocrypt", "-in", "plain.key"], inFolder);
    for (const [cipher, prf] of [
      ["gost89", "id-tc26-hmac-gost-3411-2012-512"],
      ["gost89", "id-tc26-hmac-gost-3411-2012-256"],
      ["aes-256-cbc", "hmacWithSHA256"],
      ["aes-192-cbc", "hmacWithSHA512"],
      ["aes-128-cbc", "hmacWithSHA1"],
    ] as const) {
      const encrypt = ["pkcs8", "-topk8", "-in", "plain.key", "-v2", cipher, "-v2prf", prf, "-passout", "pass:пароль"];
      const encrypted = new Uint8Array(await openssl.output(encrypt, inFolder));
      expect(parsePrivateKey(encrypted, { password: "пароль" })).toEqual(parsePrivateKey(new Uint8Array(plain)));
      for (const password of ["Пароль", ""]) {
        expect(() => parsePrivateKey(encrypted, { password })).toThrow(
          expect.objectContaining({ code: "GOST_PASSWORD_WRONG" }),
        );
      }
      expect(() => parsePrivateKey(encrypted)).toThrow(expect.objectContaining({ code: "GOST_PASSWORD_WRONG" }));
    }
  });
});
