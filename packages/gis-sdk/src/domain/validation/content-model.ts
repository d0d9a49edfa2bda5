import type { ElementParticle, Particle, WildcardParticle } from "../schema/model.js";

/** A step into a content model: what was matched and what may come after it. */
export interface ContentStep {
  readonly matched: ElementParticle | WildcardParticle;
  readonly rest: Particle;
  /** What had to be passed over although it is required; empty for a proper step. */
  readonly skipped: readonly RequiredContent[];
}

/** A child element: its `prefix:local` name in the field tables, or any other text if it has none, and its namespace. */
export interface ChildName {
  readonly name: string;
  readonly namespace: string;
}

const nothing: Particle = { sequence: [] };

/** A sequence without empty parts: repeated groups must not nest deeper with each repetition. */
function sequenceOf(parts: readonly Particle[]): Particle {
  const some = parts.filter((part) => !("sequence" in part && part.sequence.length === 0));
  const [only] = some;
  return only !== undefined && some.length === 1 ? only : { sequence: some };
}

/**
 * Takes one element off a content model: the Brzozowski derivative by that element. The schema set obeys the rule of
 * unique particle attribution (XML Schema part 1, 3.8.6), so the first particle that matches is the only one.
 *
 * @param mode - `proper`: `undefined` where the element must not come next. `lenient`: required particles are passed over.
 */
export function stepInto(particle: Particle, child: ChildName, mode: "proper" | "lenient"): ContentStep | undefined {
  if ("element" in particle) return particle.element === child.name ? matched(particle) : undefined;
  if ("any" in particle) return admits(particle, child) ? matched(particle) : undefined;
  const step =
    "sequence" in particle
      ? stepIntoSequence(particle.sequence, child, mode)
      : stepIntoChoice(particle.choice, child, mode);
  if (step === undefined) return undefined;
  return { ...step, rest: sequenceOf([step.rest, oneLess(particle)]) };
}

function matched(particle: ElementParticle | WildcardParticle): ContentStep {
  return { matched: particle, rest: oneLess(particle), skipped: [] };
}

function stepIntoSequence(
  parts: readonly Particle[],
  child: ChildName,
  mode: "proper" | "lenient",
): ContentStep | undefined {
  const skipped: RequiredContent[] = [];
  for (const [index, part] of parts.entries()) {
    const step = stepInto(part, child, mode);
    if (step !== undefined) {
      const rest = sequenceOf([step.rest, ...parts.slice(index + 1)]);
      return { matched: step.matched, rest, skipped: [...skipped, ...step.skipped] };
    }
    if (!isOptional(part)) {
      if (mode === "proper") return undefined;
      skipped.push(...requiredOf(part));
    }
  }
  return undefined;
}

function stepIntoChoice(
  parts: readonly Particle[],
  child: ChildName,
  mode: "proper" | "lenient",
): ContentStep | undefined {
  for (const part of parts) {
    const step = stepInto(part, child, mode);
    if (step !== undefined) return step;
  }
  return undefined;
}

/** What remains of a particle after one occurrence. An endless one that may also be absent remains the same object. */
function oneLess(particle: Particle): Particle {
  const { min = 1, max = 1 } = particle;
  if (max === 1) return nothing;
  if (max === Number.POSITIVE_INFINITY && min === 0) return particle;
  return { ...particle, min: Math.max(0, min - 1), max: max - 1 };
}

function admits({ any }: WildcardParticle, { namespace }: ChildName): boolean {
  // ##other also shuts out elements without a namespace (XML Schema part 1, 3.10.2.2).
  return typeof any === "string" || (namespace !== any.not && namespace !== "");
}

/** Whether nothing of the particle need come. */
function isOptional(particle: Particle): boolean {
  if (particle.min === 0) return true;
  if ("sequence" in particle) return particle.sequence.every(isOptional);
  return "choice" in particle && (particle.choice.length === 0 || particle.choice.some(isOptional));
}

/** Everything that the particle requires: the names of the elements, a choice as its alternatives. */
export function requiredOf(particle: Particle): readonly RequiredContent[] {
  if (isOptional(particle)) return [];
  if ("element" in particle) return [[particle.element]];
  if ("any" in particle) return [["*"]];
  if ("sequence" in particle) return particle.sequence.flatMap(requiredOf);
  // Of each alternative the first element is enough to tell it by.
  return [particle.choice.flatMap((part) => requiredOf(part)[0] ?? [])];
}

/** One thing that is required: one of these elements. */
export type RequiredContent = readonly string[];
