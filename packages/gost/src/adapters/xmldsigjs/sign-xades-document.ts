import { dateOption, type GostSigner, invalidOption, refuseUnknownOptions } from "@opora/gost";
import { embedXadesSignature, type SignedPlaceOptions, transformUri } from "@opora/gost/xml";
import { Convert, Parse, Stringify } from "xml-core";
import { gostAlgorithm, signingKey } from "./algorithms.js";
import { createGostSignedXml } from "./gost-signed-xml.js";

/** Where the signer says that it signed (ETSI TS 101 903 §7.2.7). */
export interface ProductionPlace {
  readonly city?: string;
  readonly state?: string;
  readonly postalCode?: string;
  readonly country?: string;
}

/** What {@link signXadesDocument} signs, and how. */
export interface SignXadesDocumentOptions extends SignedPlaceOptions {
  readonly signer: GostSigner;
  /** When the signer says that it signed. */
  readonly signingTime: Date;
  /** `Id` of `ds:Signature`, unique in the document. */
  readonly signatureId: string;
  /** Roles in which the signer says that it acts (§7.2.8). Default: none is named. */
  readonly claimedRoles?: readonly string[];
  /** Default: none is named. */
  readonly productionPlace?: ProductionPlace;
  /** Whether the issuers that the signer has travel with its certificate. Default: `signer`, its certificate alone. */
  readonly certificates?: "signer" | "chain";
  readonly signal?: AbortSignal;
}

const optionNames: readonly (keyof SignXadesDocumentOptions)[] = [
  "xml",
  "envelope",
  "elementPath",
  "elementId",
  "limits",
  "signer",
  "signingTime",
  "signatureId",
  "claimedRoles",
  "productionPlace",
  "certificates",
  "signal",
];

/**
 * Signs one element of a document through xadesjs, in the exclusive profile, with what XAdES offers beyond the least. The
 * document is not re-serialized: the signature is put into its text, and the result verified strictly before it is
 * returned. `signXadesElement` of `@opora/gost/xml` signs faster and in both profiles.
 *
 * Calls {@link registerGost}, which changes registries of the whole process.
 *
 * @throws GostError as `signXadesElement` does.
 *
 * @example
 * ```ts
 * const signed = await signXadesDocument({
 *   signer,
 *   xml: await readFile("contract.xml"),
 *   signingTime: new Date(),
 *   signatureId: "signature",
 *   claimedRoles: ["director"],
 * });
 * ```
 */
export async function signXadesDocument(options: SignXadesDocumentOptions): Promise<Uint8Array> {
  refuseUnknownOptions(options, optionNames);
  const { signer, signingTime, signatureId, claimedRoles, productionPlace, certificates, signal, ...place } = options;
  dateOption("signingTime", signingTime);
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,127}$/u.test(signatureId)) throw invalidOption("signatureId", "must be a name");
  const carried = certificates === "chain" ? [signer.certificate, ...signer.chain] : [signer.certificate];
  return embedXadesSignature({
    ...place,
    async form({ elementId, canonical }) {
      const algorithm = gostAlgorithm(signer.certificate.bits);
      const signature = await createGostSignedXml().Sign(
        algorithm,
        signingKey(signer, signal === undefined ? {} : { signal }),
        Parse(new TextDecoder().decode(canonical)),
        {
          id: signatureId,
          x509: carried.map(({ der }) => Convert.ToBase64(der)),
          references: [
            {
              uri: `#${elementId}`,
              hash: algorithm.hash,
              transforms: [transformUri.envelopedSignature, transformUri.exclusive],
            },
          ],
          signingCertificate: Convert.ToBase64(signer.certificate.der),
          signingTime: { value: signingTime },
          ...(claimedRoles === undefined ? {} : { signerRole: { claimed: [...claimedRoles] } }),
          ...(productionPlace === undefined ? {} : { productionPlace: placeOf(productionPlace) }),
        },
      );
      return Stringify(signature.GetXml());
    },
  });
}

function placeOf({ postalCode, ...place }: ProductionPlace) {
  return postalCode === undefined ? place : { ...place, code: postalCode };
}
