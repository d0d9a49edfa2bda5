/**
 * Certificates for tests and demonstrations: an authority that issues certificates and revocation lists on any curve.
 *
 * @packageDocumentation
 */

export type { TestRevocation } from "./issue-crl.js";
export {
  type CreateTestAuthorityOptions,
  createTestAuthority,
  type TestAuthority,
  type TestAuthorityCertificateOptions,
  type TestCertificateOptions,
  type TestCrlOptions,
  type TestIdentity,
} from "./test-authority.js";
export type { NameEntry } from "./write-name.js";
