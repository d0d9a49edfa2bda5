import type { ImportResult } from "../wire/read/soap-answer.js";

/** Something that GIS is to answer about, under a TransportGUID. */
export interface Answerable {
  readonly transportGuid: string;
}

/** Results laid beside what they are about. */
export interface MatchedResults<Subject extends Answerable> {
  /** In the order of the subjects, each with all different results that name it; none means unanswered. */
  readonly subjects: readonly SubjectResults<Subject>[];
  /** TransportGUIDs that none of the subjects has. */
  readonly foreignGuids: readonly string[];
}

/** A subject with what GIS says about it. */
export interface SubjectResults<Subject extends Answerable> {
  readonly subject: Subject;
  readonly results: readonly ImportResult[];
}

/**
 * Lays the results of a packet beside what they are about. GUIDs are compared without regard to letter case; a result
 * that is there twice, word for word, counts once. Linear in both lists.
 */
export function matchResults<Subject extends Answerable>(
  subjects: readonly Subject[],
  results: readonly ImportResult[],
): MatchedResults<Subject> {
  const resultsByGuid = new Map<string, ImportResult[]>();
  for (const subject of subjects) resultsByGuid.set(subject.transportGuid.toLowerCase(), []);
  const foreignGuids: string[] = [];
  for (const result of results) {
    const guid = result.transportGuid.toLowerCase();
    const same = resultsByGuid.get(guid);
    if (same === undefined) foreignGuids.push(guid);
    else if (!same.some((other) => saysTheSame(other, result))) same.push(result);
  }
  return {
    subjects: subjects.map((subject) => ({
      subject,
      results: resultsByGuid.get(subject.transportGuid.toLowerCase()) ?? [],
    })),
    foreignGuids,
  };
}

function saysTheSame(left: ImportResult, right: ImportResult): boolean {
  return (
    left.guid === right.guid &&
    left.uniqueNumber === right.uniqueNumber &&
    left.errors.length === right.errors.length &&
    left.errors.every((error, index) => error.code === right.errors[index]?.code)
  );
}
