import type { Random } from "@opora/core";
import {
  type GostCertificate,
  type GostSigner,
  invalidOption,
  openPkcs12,
  type Pkcs12Identity,
  refuseUnknownOptions,
} from "@opora/gost";
import { createKeySigner } from "./key-signer.js";

/** What a {@link createPkcs12Signer} needs. */
export interface Pkcs12SignerOptions {
  /** The container: the bytes of a `.pfx` or `.p12` file. */
  readonly container: Uint8Array;
  readonly password: string;
  /** Which of several keys signs: the first one whose certificate this returns `true` for. */
  readonly select?: (certificate: GostCertificate) => boolean;
  /** Further issuers of the certificate beside those in the container, from the nearest upwards. Default: none. */
  readonly chain?: readonly GostCertificate[];
  /** A cryptographically strong source. Default: the generator of Node. */
  readonly random?: Random;
}

const knownOptions: readonly (keyof Pkcs12SignerOptions)[] = ["container", "password", "select", "chain", "random"];

/**
 * A signer with a key from a PKCS#12 container. The private number stays in the memory of this process: see
 * {@link createKeySigner}.
 *
 * @throws GostError `GOST_PASSWORD_WRONG`, `GOST_PKCS12_INVALID`, `GOST_ALGORITHM_UNSUPPORTED`, `GOST_ASN1_INVALID`,
 * `GOST_LIMIT_EXCEEDED`; `GOST_OPTIONS_INVALID` also when the container holds several keys and `select` does not say which.
 *
 * @example
 * ```ts
 * const signer = createPkcs12Signer({ container: await readFile("signer.pfx"), password });
 * ```
 */
export function createPkcs12Signer(options: Pkcs12SignerOptions): GostSigner {
  refuseUnknownOptions(options, knownOptions);
  const { container, password, chain = [], random } = options;
  const identity = chooseIdentity(openPkcs12(container, password), options.select);
  return createKeySigner({
    key: identity.privateKey,
    certificate: identity.certificate,
    chain: [...identity.chain, ...chain],
    ...(random === undefined ? {} : { random }),
  });
}

function chooseIdentity(
  identities: readonly [Pkcs12Identity, ...Pkcs12Identity[]],
  select: Pkcs12SignerOptions["select"],
): Pkcs12Identity {
  if (select === undefined) {
    if (identities.length === 1) return identities[0];
    throw invalidOption("select", `must say which of the ${identities.length} keys in the container signs`);
  }
  const chosen = identities.find(({ certificate }) => select(certificate));
  if (chosen === undefined) throw invalidOption("select", "chooses none of the keys in the container");
  return chosen;
}
