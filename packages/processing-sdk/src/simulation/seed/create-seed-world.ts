import type { ChildName, Step } from "../schedule/step.js";
import type { Invariant } from "../verdict.js";
import type { World } from "../world.js";
import { createSeedChild, type SeedReading } from "./seed-child.js";
import { type SeedDocument, seedDocumentOf } from "./seed-document.js";
import { createSeedRoot, type SeedPullAnswer } from "./seed-root.js";
import { createSeedTruth } from "./seed-truth.js";

/** How the seed's world is. */
export interface SeedWorldOptions {
  readonly reading: SeedReading;
  /** The packet of update numbers, in the seed 3000, and of documents. */
  readonly packetSize: number;
  readonly invariants: readonly Invariant[];
}

type Message =
  | { readonly type: "push"; readonly from: ChildName; readonly documents: readonly SeedDocument[] }
  | { readonly type: "pushAnswer"; readonly from: ChildName; readonly ids: readonly string[] }
  | { readonly type: "pull"; readonly from: ChildName; readonly since: number }
  | {
      readonly type: "pullAnswer";
      readonly from: ChildName;
      readonly since: number;
      readonly answer: SeedPullAnswer;
      /** For the onlooker: what was applied when the root answered. */
      readonly applied: ReadonlySet<string>;
    };

/** Far more rounds than any quiet system needs. */
const roundsMax = 200;

/**
 * A compact model of the algorithm that `@opora/processing-sdk` replaces: the processing centre of OpenStore, by its
 * administrator's guide, each of its steps a transaction. It is there to show what the simulation finds in it.
 */
export function createSeedWorld({ reading, packetSize, invariants }: SeedWorldOptions): World {
  const root = createSeedRoot();
  const children = { a: createSeedChild(reading, packetSize), b: createSeedChild(reading, packetSize) };
  const truth = createSeedTruth(invariants);
  const network: Message[] = [];
  let today = 0;
  const skew = { root: 0, a: 0, b: 0 };
  const day = (at: keyof typeof skew): number => today + skew[at];

  function request(from: ChildName, type: "push" | "pull"): Message {
    if (type === "push") return { type, from, documents: children[from].nextPacket() };
    return { type, from, since: children[from].cursor };
  }

  /** What arrives has its effect; requests make an answer. */
  function arrive(message: Message): Message | undefined {
    const child = children[message.from];
    switch (message.type) {
      case "push":
        root.receive(message.documents);
        return { type: "pushAnswer", from: message.from, ids: message.documents.map(({ id }) => id) };
      case "pull":
        return {
          ...message,
          type: "pullAnswer",
          answer: root.answerPull(message.since, packetSize),
          applied: new Set(root.applied),
        };
      case "pushAnswer":
        child.acknowledge(message.ids);
        return undefined;
      case "pullAnswer": {
        // The guide exchanges over a connection: an answer belongs to the request before it.
        if (message.since !== child.cursor || child.cursor >= message.answer.rootNo) return undefined;
        child.takeRows(message.answer);
        for (const { id, sum } of message.answer.rows) truth.sawRow(message.from, id, sum, message.applied);
        return undefined;
      }
    }
  }

  function exchange(from: ChildName, type: "push" | "pull"): void {
    const answer = arrive(request(from, type));
    if (answer !== undefined) arrive(answer);
  }

  function cycle(name: ChildName): void {
    children[name].cleanUp(day(name));
    for (let round = 0; children[name].nextPacket().length > 0 && round < roundsMax; round += 1) exchange(name, "push");
    for (let round = 0; children[name].cursor < root.lastNo && round < roundsMax; round += 1) exchange(name, "pull");
  }

  function execute(at: "root" | ChildName, command: Extract<Step, { type: "execute" }>["command"]): string {
    if (command.type === "changeParameters" && command.blocked !== undefined && at === "root") {
      root.changeBlocked(command.accountId, command.blocked);
      return "accepted";
    }
    const document = seedDocumentOf(command, day(at));
    if (document === undefined) return "passed over";
    const isAccepted = at === "root" ? root.move(document) : children[at].move(document);
    if (isAccepted) truth.acknowledge(document, at === "root" ? undefined : at);
    return isAccepted ? "accepted" : "refused";
  }

  function take(pick: number): Message | undefined {
    return network.length === 0 ? undefined : network.splice(pick % network.length, 1)[0];
  }

  function happen(step: Step): string {
    switch (step.type) {
      case "execute":
        return execute(step.at, step.command);
      case "send":
        if (step.message === "hello" || network.length >= 20) return "passed over";
        network.push(request(step.from, step.message));
        return "sent";
      case "deliver": {
        const message = take(step.pick);
        const answer = message && arrive(message);
        if (answer !== undefined) network.push(answer);
        return message?.type ?? "passed over";
      }
      case "lose":
        return take(step.pick)?.type ?? "passed over";
      case "elapse":
        today += step.days;
        return "elapsed";
      case "skew":
        skew[step.at] = step.days;
        return "set";
      case "cycle":
        cycle(step.at);
        return "done";
      case "rootWork":
        root.work(day("root"));
        return "done";
      case "crash":
        if (step.at !== "root" || step.during.type !== "rootWork") return happen(step.during);
        root.work(day("root"), "in the archive step");
        return "died";
      default:
        return "passed over";
    }
  }

  function finish(): void {
    network.length = 0;
    for (let round = 0; round < 5; round += 1) {
      cycle("a");
      cycle("b");
      root.work(day("root"));
    }
    cycle("a");
    cycle("b");
  }

  return {
    apply: async (step) => happen(step),
    check: () => truth.checkAlways(root, children),
    async finish() {
      finish();
      return truth.checkAlways(root, children) ?? truth.checkAtEnd(root, children);
    },
    describe() {
      const show = (name: string, accounts: ReadonlyMap<string, { readonly sum: bigint }>): string =>
        `${name}: ${[...accounts].map(([id, { sum }]) => `${id} ${sum}`).join(", ")}`;
      return [show("root", root.accounts), show("a", children.a.accounts), show("b", children.b.accounts)].join("; ");
    },
  };
}
