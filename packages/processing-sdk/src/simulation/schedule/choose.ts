import type { SeededRandom } from "@opora/core/testing";

/** What may be chosen, with how often. A weight of 0: never. */
export type Weighted<Choice> = readonly (readonly [weight: number, choice: Choice])[];

/** Chooses by weight. */
export function chooseWeighted<Choice>(random: SeededRandom, choices: Weighted<Choice>): Choice {
  let left = random.below(choices.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, choice] of choices) {
    if (left < weight) return choice;
    left -= weight;
  }
  throw new RangeError("There is nothing to choose from.");
}

/** Chooses, each as often as another. */
export function choose<Choice>(random: SeededRandom, choices: readonly Choice[]): Choice {
  return choices[random.below(choices.length)] as Choice;
}

/** An amount of 1 to `limit` minor units. */
export function chooseAmount(random: SeededRandom, limit: number): bigint {
  return BigInt(1 + random.below(limit));
}
