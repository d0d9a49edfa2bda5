import { type Clock, systemRandom } from "@opora/core";
import type { GostCertificate, GostSigner } from "@opora/gost";
import { createKeySigner } from "@opora/gost/signers";
import { createTestAuthority } from "@opora/gost/testing";

/** Keys made for one run: worth nothing outside. */
export interface DemoKeys {
  /** Vouches for both. */
  readonly root: GostCertificate;
  /** Signs packets. */
  readonly sender: GostSigner;
  /** Signs the stand-in's answers. */
  readonly standIn: GostSigner;
}

/** Makes an authority and two keys on the curve that signing certificates in use have. */
export function createDemoKeys(clock: Clock): DemoKeys {
  const authority = createTestAuthority({ random: systemRandom, clock });
  const signerNamed = (text: string): GostSigner => {
    const { privateKey, certificate } = authority.issue({ subject: [{ type: "CN", text }] });
    return createKeySigner({ key: privateKey, certificate });
  };
  return {
    root: authority.certificate,
    sender: signerNamed("Sample payment agent"),
    standIn: signerNamed("Stand-in of GIS ZhKKh"),
  };
}
