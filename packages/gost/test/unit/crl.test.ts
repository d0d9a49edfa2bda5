import { encodePem, extensionOid, parseCrl, writeInteger, writeNull } from "@opora/gost";
import { describe, expect, test } from "vitest";
import { authorityOf, daysLater, now } from "../support/authority.js";
import { gostError } from "../support/gost-error.js";

const authority = authorityOf();

describe("a revocation list", () => {
  const revokedAt = daysLater(-3);
  const der = authority.issueCrl({
    number: 77n,
    thisUpdate: daysLater(-1),
    nextUpdate: daysLater(1),
    revoked: [
      { serialNumber: 5n, revokedAt, reason: "keyCompromise" },
      { serialNumber: 2n ** 150n, revokedAt },
      { serialNumber: 6n, revokedAt, reason: "removeFromCrl" },
    ],
  });

  test("is read from DER and PEM", () => {
    expect(parseCrl(encodePem("X509 CRL", der))).toEqual(parseCrl(der));
    expect(parseCrl(der)).toMatchObject({
      issuer: authority.certificate.subject,
      number: 77n,
      thisUpdate: daysLater(-1),
      nextUpdate: daysLater(1),
      scope: undefined,
    });
  });

  test("tells which certificates are revoked, since when and why", () => {
    expect([...parseCrl(der).entries.values()]).toEqual([
      { serialNumber: 5n, revokedAt, reason: "keyCompromise" },
      { serialNumber: 2n ** 150n, revokedAt, reason: "unspecified" },
      { serialNumber: 6n, revokedAt, reason: "removeFromCrl" },
    ]);
  });

  test("may revoke nothing, and need not say when the next one comes", () => {
    const empty = parseCrl(authority.issueCrl({ nextUpdate: "never" }));
    expect(empty.entries.size).toBe(0);
    expect(empty.nextUpdate).toBeUndefined();
  });

  test("that holds a number twice does not undo a revocation by a removal, in either order", () => {
    const twice = (reasons: readonly ["keyCompromise" | "removeFromCrl", "keyCompromise" | "removeFromCrl"]) =>
      parseCrl(
        authority.issueCrl({ revoked: reasons.map((reason) => ({ serialNumber: 5n, revokedAt: now, reason })) }),
      );
    expect(twice(["removeFromCrl", "keyCompromise"]).entries.get(5n)?.reason).toBe("keyCompromise");
    expect(twice(["keyCompromise", "removeFromCrl"]).entries.get(5n)?.reason).toBe("keyCompromise");
  });

  test("is refused when it is a certificate, is damaged or holds an extension twice", () => {
    expect(() => parseCrl(authority.certificate.der)).toThrow(expect.objectContaining({ name: "GostError" }));
    expect(() => parseCrl(der.subarray(0, der.length - 1))).toThrow(gostError("GOST_ASN1_INVALID"));
    const number = { oid: extensionOid.crlNumber, critical: false, value: writeInteger(1) };
    expect(() => parseCrl(authority.issueCrl({ extensions: [number] }))).toThrow(gostError("GOST_ASN1_INVALID"));
    const scope = { oid: extensionOid.issuingDistributionPoint, critical: true, value: writeNull() };
    expect(() => parseCrl(authority.issueCrl({ extensions: [scope] }))).toThrow(gostError("GOST_ASN1_INVALID"));
  });
});
