import type { CmsReport } from "@opora/gost/cms";

/** The checks that failed, of the message and then of each signature: `messageDigest: digest-differs`. */
export function failuresOf(report: CmsReport): readonly string[] {
  return [...report.checks, ...report.signers.flatMap(({ checks }) => checks)].flatMap((check) =>
    check.passed ? [] : [`${check.name}: ${check.failure}`],
  );
}
