import { dateOption, invalidOption } from "@opora/gost";
import { transformUri } from "./algorithms.js";

/**
 * The two shapes of signature that systems exchange. They cover the same element in the same way and differ in how
 * `SignedInfo` and the signed properties are canonicalized:
 * - `inclusive`: Canonical XML 1.0, so that the signature depends on every namespace in scope where it stands, those of
 *   the SOAP envelope among them; what clients of state services send;
 * - `exclusive`: Exclusive Canonicalization, independent of the envelope; what the servers answer with.
 */
export type XadesProfile = "inclusive" | "exclusive";

/** What the profiles fix. */
export interface ProfileRules {
  /** `CanonicalizationMethod` of `SignedInfo`. */
  readonly canonicalization: string;
  /** Transforms of the reference to the signed properties; without any, Canonical XML is implied (XML-DSig §4.3.3.2). */
  readonly propertiesTransforms: readonly string[];
}

export const profileRules: Readonly<Record<XadesProfile, ProfileRules>> = {
  inclusive: { canonicalization: transformUri.inclusive, propertiesTransforms: [] },
  exclusive: { canonicalization: transformUri.exclusive, propertiesTransforms: [transformUri.exclusive] },
};

export const xadesProfiles: readonly XadesProfile[] = ["inclusive", "exclusive"];

/** Transforms of the reference to the signed element: the same in both profiles. */
export const contentTransforms: readonly string[] = [transformUri.envelopedSignature, transformUri.exclusive];

/** Refuses a profile that does not exist. */
export function requireProfile(profile: XadesProfile): void {
  if (!xadesProfiles.includes(profile)) throw invalidOption("profile", `must be ${xadesProfiles.join(" or ")}`);
}

/** Refuses a time that is no time or does not fit into `xs:dateTime`. */
export function requireSigningTime(signingTime: Date): void {
  const year = dateOption("signingTime", signingTime).getUTCFullYear();
  if (year < 1 || year > 9999) throw invalidOption("signingTime", "must be a date of the years 1 to 9999");
}
