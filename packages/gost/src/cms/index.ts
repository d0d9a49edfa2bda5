/**
 * CMS signatures with GOST R 34.10-2012 (RFC 5652, RFC 9215) and the attributes of CAdES-BES (RFC 5126): sign bytes or
 * streams, detached or attached; verify into a report of named checks.
 *
 * @packageDocumentation
 */
export { type CmsService, type CmsServiceOptions, createCmsService } from "./cms-service.js";
export type { CmsContent } from "./content.js";
export { describeCmsReport } from "./describe-report.js";
export { type CmsEncoding, decodeCms, encodeCms } from "./encoding.js";
export type { CmsLimits } from "./limits.js";
export type {
  CmsCheck,
  CmsFailure,
  CmsLevel,
  CmsMessageCheckName,
  CmsReport,
  CmsSignerCheckName,
  CmsSignerReport,
} from "./report.js";
export { type SignCmsOptions, signCms } from "./sign-cms.js";
export { type VerifyCmsOptions, type VerifyCmsStreamOptions, verifyCms, verifyCmsStream } from "./verify-cms.js";
