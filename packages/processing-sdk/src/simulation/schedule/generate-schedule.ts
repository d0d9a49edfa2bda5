import { choose, chooseWeighted, type Weighted } from "./choose.js";
import { createDrawing, type Drawing } from "./drawing.js";
import { generateCommand } from "./generate-command.js";
import { globalAccounts } from "./population.js";
import { type ChildName, type Duty, everyFault, type Fault, type NodeName, type Schedule, type Step } from "./step.js";

/** Which schedule to draw. The same options draw the same schedule. */
export interface GenerateOptions {
  /** A 32-bit integer. */
  readonly seed: number;
  /** Which schedule of the seed, from 0 on. */
  readonly index: number;
  /** Number of steps, 1 to 1,000. Default: 60 to 80. */
  readonly steps?: number;
  /** Default: every fault. */
  readonly faults?: readonly Fault[];
}

/**
 * Draws a schedule. Every other one does without some kinds of steps altogether: what is rare among everything becomes
 * frequent among little.
 */
export function generateSchedule({ seed, index, steps, faults = everyFault }: GenerateOptions): Schedule {
  const drawing = createDrawing(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35), faults);
  const { random } = drawing;
  const kinds = choosableKinds(drawing);
  const length = steps ?? 60 + random.below(21);
  return Array.from({ length }, () => chooseWeighted(random, kinds)(drawing));
}

type Draw = (drawing: Drawing) => Step;

const children: readonly ChildName[] = ["a", "b"];
const nodes: readonly NodeName[] = ["root", "a", "b"];
const rootDuties: readonly Duty[] = [
  "settle",
  "archive",
  "cleanup",
  "expire",
  "totals",
  "redrive",
  "requests",
  "imports",
];

/** What is done in more than one transaction is done by halves more easily. */
const aimedDuties: Weighted<Duty> = [
  [4, "archive"],
  [3, "settle"],
  [2, "cleanup"],
  [2, "requests"],
  [2, "imports"],
  [1, "redrive"],
  [1, "expire"],
  [1, "totals"],
];

function choosableKinds(drawing: Drawing): Weighted<Draw> {
  const { random } = drawing;
  const when = (fault: Fault, weight: number): number => (drawing.has(fault) ? weight : 0);
  const optional: Weighted<Draw> = [
    [8, drawCycle],
    [6, drawRootWork],
    [5, drawLife],
    [2, drawRequest],
    [2, drawExternal],
    [3, drawTogether],
    [2, ({ random: { below } }) => ({ type: "backUp", at: below(3) > 0 ? "root" : chooseChild(drawing) })],
    [when("network", 4), (current) => ({ type: "lose", pick: current.random.below(6) })],
    [when("network", 6), (current) => ({ type: "repeat", pick: current.random.below(6) })],
    [when("crash", 5), drawCrash],
    [when("crash", 5), drawAimedCrash],
    [when("disconnect", 2), drawDisconnection],
    [when("clock", 4), drawElapse],
    [
      when("clock", 2),
      (current) => ({ type: "skew", at: choose(current.random, nodes), days: current.random.below(51) - 25 }),
    ],
    [when("restoreRoot", 1), () => ({ type: "restore", at: "root", isDeclared: true })],
    [when("restoreChild", 1), drawChildRestore],
  ];
  const isReduced = random.below(2) === 0;
  const kept = isReduced ? optional.filter(() => random.below(2) === 0) : optional;
  return [[34, drawExecution], [12, drawSending], [18, drawDelivery], [14, drawDuty], ...kept];
}

function chooseChild({ random }: Drawing): ChildName {
  return choose(random, children);
}

const drawExecution: Draw = (drawing) => {
  const at = choose(drawing.random, nodes);
  return { type: "execute", at, command: generateCommand(drawing, at) };
};

const drawSending: Draw = (drawing) => {
  const message = chooseWeighted(drawing.random, [
    [1, "hello"],
    [4, "push"],
    [5, "pull"],
  ] as const);
  return { type: "send", from: chooseChild(drawing), message };
};

const drawDelivery: Draw = (drawing) => ({
  type: "deliver",
  pick: drawing.has("network") ? drawing.random.below(6) : 0,
});

const drawDuty: Draw = (drawing) => {
  const at = drawing.random.below(5) === 0 ? chooseChild(drawing) : "root";
  if (at !== "root") return { type: "run", at, duty: drawing.random.below(3) === 0 ? "expire" : "cleanup" };
  const duty = drawing.random.below(2) === 0 ? "settle" : choose(drawing.random, rootDuties);
  return { type: "run", at, duty };
};

const drawCycle: Draw = (drawing) => ({ type: "cycle", at: chooseChild(drawing) });

const drawChildRestore: Draw = (drawing) => ({
  type: "restore",
  at: chooseChild(drawing),
  isDeclared: drawing.random.below(2) === 0,
});

const drawRootWork: Draw = () => ({ type: "rootWork" });

const drawLife: Draw = (drawing) => {
  const at = chooseChild(drawing);
  return { type: "life", at, command: generateCommand(drawing, at) };
};

const drawRequest: Draw = (drawing) => ({ type: "request", command: generateCommand(drawing, "root") });

const drawExternal: Draw = ({ random }) => ({
  type: "external",
  source: "bank",
  number: `n${random.below(6)}`,
  account: choose(random, globalAccounts),
  amount: BigInt(random.below(21) - 8) || 1n,
});

const drawTogether: Draw = (drawing) => ({
  type: "together",
  steps: Array.from({ length: 2 + drawing.random.below(3) }, () => drawSimple(drawing)),
});

const drawElapse: Draw = (drawing) => {
  const days = 1 + drawing.random.below(14);
  drawing.daysPassed += days;
  return { type: "elapse", days };
};

/** A step that a node can be in the middle of. */
const drawSimple: Draw = (drawing) =>
  chooseWeighted<Draw>(drawing.random, [
    [4, drawExecution],
    [2, drawDelivery],
    [2, drawDuty],
    [1, drawCycle],
    [1, drawRootWork],
  ])(drawing);

const drawCrash: Draw = (drawing) => {
  const during = drawSimple(drawing);
  return { type: "crash", at: nodeWithin(drawing, during), call: drawCall(drawing), during };
};

/** Mostly an early use of the store; long duties have many. */
function drawCall({ random }: Drawing): number {
  return 1 + random.below(random.below(3) === 0 ? 60 : 14);
}

/** A death in the middle of one duty or one message, among the first uses of the databases, where most of them end. */
const drawAimedCrash: Draw = (drawing) => {
  const { random } = drawing;
  const during = chooseWeighted<Draw>(random, [
    [6, () => ({ type: "run", at: "root", duty: chooseWeighted(random, aimedDuties) })],
    [2, drawDelivery],
    [1, drawCycle],
    [1, () => ({ type: "run", at: chooseChild(drawing), duty: "cleanup" })],
  ])(drawing);
  return { type: "crash", at: nodeWithin(drawing, during), call: 1 + random.below(20), during };
};

const drawDisconnection: Draw = (drawing) => {
  const during = drawSimple(drawing);
  const at = nodeWithin(drawing, during);
  return { type: "disconnect", at, call: 1 + drawing.random.below(10), calls: 1 + drawing.random.below(6), during };
};

/** A node that works in the step. */
function nodeWithin(drawing: Drawing, step: Step): NodeName {
  if (step.type === "rootWork") return "root";
  if (step.type === "cycle") return drawing.random.below(2) === 0 ? "root" : step.at;
  if (step.type === "execute" || step.type === "run") return step.at;
  return choose(drawing.random, nodes);
}
