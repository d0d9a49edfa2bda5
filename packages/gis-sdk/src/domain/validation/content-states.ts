import { elementsOf } from "../schema/lookup.js";
import type { ElementParticle, Particle, WildcardParticle } from "../schema/model.js";
import { type ChildName, type RequiredContent, requiredOf, stepInto } from "./content-model.js";

/** A content model, prepared for following: an automaton that is built as far as documents walk through it. */
export interface ContentModel {
  readonly start: ContentState;
  /** Every element of the model by name. */
  readonly elements: ReadonlyMap<string, ElementParticle>;
}

/** What is left of a content model. */
export interface ContentState {
  readonly particle: Particle;
  readonly required: readonly RequiredContent[];
  /** Takes the next child; `undefined` where it must not come next. */
  step(child: ChildName): Transition | undefined;
}

/** A proper step. */
export interface Transition {
  readonly matched: ElementParticle | WildcardParticle;
  readonly next: ContentState;
}

/** States kept for a model. It has as many as its largest `maxOccurs`; only hostile documents walk through more. */
const statesMax = 2048;

/** Prepares a content model. */
export function createContentModel(particle: Particle): ContentModel {
  let states = 0;
  return {
    start: createState(particle),
    elements: new Map(elementsOf(particle).map((element) => [element.element, element])),
  };

  function createState(rest: Particle): ContentState {
    const transitions = new Map<string, Transition>();
    states += 1;
    const state: ContentState = {
      particle: rest,
      required: requiredOf(rest),
      step(child) {
        const known = transitions.get(child.name);
        if (known !== undefined) return known;
        const step = stepInto(rest, child, "proper");
        if (step === undefined) return undefined;
        const next = step.rest === rest ? state : createState(step.rest);
        const transition = { matched: step.matched, next };
        // What a wildcard admits is any name that a document thinks of.
        if ("element" in step.matched && states < statesMax) transitions.set(child.name, transition);
        return transition;
      },
    };
    return state;
  }
}
