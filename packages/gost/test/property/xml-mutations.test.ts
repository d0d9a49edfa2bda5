import { createSeededRandom } from "@opora/core/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { failuresOf, issueSigner, profiles, sameContent, signSample, verifySample } from "../support/xml-signed.js";

const mutationsPerProfile = 3_000;
/** Bytes that mean something in XML or in base64. */
const telling = new TextEncoder().encode("<>&\"'=/ \n:#AZaz09+;!?-]xI");

describe.each(profiles)("a signed document of the %s profile, mutated", (profile) => {
  let genuine = new Uint8Array();
  beforeAll(async () => {
    genuine = new TextEncoder().encode(await signSample(profile, issueSigner()));
  });

  test(`${mutationsPerProfile} mutations: none is accepted with another content, none throws`, () => {
    const untouched = verifySample(genuine);
    const random = createSeededRandom(profile.length);
    const accepted: string[] = [];
    const outcomes = new Set<string>();
    for (let count = 0; count < mutationsPerProfile; count += 1) {
      const mutated = mutate(genuine, random.below);
      const report = verifySample(mutated);
      for (const failure of failuresOf(report)) outcomes.add(failure);
      if (!report.valid) expect(report.content).toBeUndefined();
      else if (!sameContent(report, untouched)) accepted.push(new TextDecoder().decode(mutated));
    }
    expect(accepted).toEqual([]);
    // The mutations reach behind the parser: every kind of check refused some of them.
    for (const name of ["document", "position", "structure", "identifiers", "contentDigest", "signature"]) {
      expect(
        [...outcomes].some((outcome) => outcome.startsWith(name)),
        name,
      ).toBe(true);
    }
  }, 300_000);
});

/** One or two small damages: a byte changed, put in, taken out, or a piece doubled, removed or moved. */
function mutate(bytes: Uint8Array, below: (limit: number) => number): Uint8Array {
  let mutated = [...bytes];
  for (let damages = 1 + below(2); damages > 0; damages -= 1) {
    const at = below(mutated.length);
    const length = 1 + below(below(4) === 0 ? 400 : 8);
    const piece = mutated.slice(at, at + length);
    switch (below(6)) {
      case 0:
        mutated[at] = (mutated[at] ?? 0) ^ (1 << below(8));
        break;
      case 1:
        mutated[at] = telling[below(telling.length)] ?? 0;
        break;
      case 2:
        mutated.splice(at, 0, telling[below(telling.length)] ?? 0);
        break;
      case 3:
        mutated.splice(at, length);
        break;
      case 4:
        mutated.splice(at, 0, ...piece);
        break;
      default:
        mutated = [...mutated.slice(0, at), ...mutated.slice(at + length)];
        mutated.splice(below(mutated.length), 0, ...piece);
    }
  }
  return Uint8Array.from(mutated);
}
