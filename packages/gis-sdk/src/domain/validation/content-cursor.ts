import { elementsOf } from "../schema/lookup.js";
import type { ElementParticle, Particle, WildcardParticle } from "../schema/model.js";
import { type ChildName, type RequiredContent, requiredOf, stepInto } from "./content-model.js";
import type { ContentModel } from "./content-states.js";

/** What a child is to its parent. */
export type ChildVerdict =
  | { readonly kind: "expected"; readonly particle: ElementParticle | WildcardParticle }
  /** A declared child at a place, or as often, as it must not be. */
  | { readonly kind: "order" | "repeated" | "choice"; readonly particle: ElementParticle }
  | { readonly kind: "unknown" };

/** Follows the children of one element through its content model, and goes on after an error. */
export interface ContentCursor {
  next(child: ChildName): ChildVerdict;
  /** The element ends: what it lacks. */
  finish(): readonly RequiredContent[];
}

/** Starts at the beginning of a content model. */
export function createContentCursor({ start, elements }: ContentModel): ContentCursor {
  let state = start;
  /** Takes over from `state` when something required was passed over. */
  let astray: Particle | undefined;
  const seen = new Set<string>();
  const missing: RequiredContent[] = [];
  return {
    next(child) {
      const proper = astray === undefined ? properStep(child) : undefined;
      const matched = proper ?? lenientStep(astray ?? state.particle, child);
      const declared = elements.get(child.name);
      if (matched !== undefined) {
        if ("any" in matched || declared === undefined) return { kind: "expected", particle: matched };
        seen.add(child.name);
        // Of what was matched, as many occurrences are left as the model still allows.
        return { kind: "expected", particle: declared };
      }
      if (declared === undefined) return { kind: "unknown" };
      const kind = misplacement(child.name);
      seen.add(child.name);
      return { kind, particle: declared };
    },
    finish: () => [...missing, ...(astray === undefined ? state.required : requiredOf(astray))],
  };

  function properStep(child: ChildName): ElementParticle | WildcardParticle | undefined {
    const transition = state.step(child);
    if (transition === undefined) return undefined;
    state = transition.next;
    return transition.matched;
  }

  function lenientStep(rest: Particle, child: ChildName): ElementParticle | WildcardParticle | undefined {
    const step = stepInto(rest, child, "lenient");
    if (step === undefined) return undefined;
    astray = step.rest;
    missing.push(...step.skipped);
    return step.matched;
  }

  function misplacement(name: string): "order" | "repeated" | "choice" {
    if (seen.has(name)) return "repeated";
    const passedOver = missing.findIndex((alternatives) => alternatives.includes(name));
    // It is not missing, it is late.
    if (passedOver >= 0) missing.splice(passedOver, 1);
    else if (excludes(start.particle, name, seen)) return "choice";
    return "order";
  }
}

/** Whether a choice holds `name` in one alternative and something of `seen` in another one. */
function excludes(particle: Particle, name: string, seen: ReadonlySet<string>): boolean {
  if ("element" in particle || "any" in particle) return false;
  if ("sequence" in particle) return particle.sequence.some((part) => excludes(part, name, seen));
  const holdsName = (part: Particle) => elementsOf(part).some(({ element }) => element === name);
  const own = particle.choice.filter(holdsName);
  const rivals = particle.choice.filter((part) => !holdsName(part)).flatMap(elementsOf);
  if (own.length > 0 && rivals.some(({ element }) => seen.has(element))) return true;
  return own.some((part) => excludes(part, name, seen));
}
