import type { StoreDump } from "@opora/processing-sdk/testing";
import type { NodeName, Step } from "../schedule/step.js";
import type { World } from "../world.js";
import { createBackups } from "./backups.js";
import { callNode, leaveExternal, leaveRequest, type Surroundings } from "./callers.js";
import { comeToRest } from "./come-to-rest.js";
import { liveOut, runCycle, runDuty, runRootWork } from "./duties.js";
import { deliver, repeat, send } from "./post.js";
import { type SystemOptions, startSystem } from "./system.js";

/** What a world of the real services begins with. */
export interface OporaWorldOptions extends SystemOptions {
  readonly dumps: Readonly<Record<NodeName, StoreDump>>;
}

/** Creates a world of the real services. */
export async function createOporaWorld(options: OporaWorldOptions): Promise<World> {
  const { onlooker } = options;
  const system = await startSystem(options);
  const backups = createBackups(system, options.dumps);

  async function happen(step: Step, surroundings: Surroundings): Promise<string> {
    switch (step.type) {
      case "execute":
        return callNode(system, step.at, step.command, surroundings);
      case "request":
        return leaveRequest(system, step.command);
      case "external":
        return leaveExternal(system, step);
      case "together":
        return (await Promise.all(step.steps.map((inner) => happen(inner, "among others")))).join(", ");
      case "send":
        return send(system, step.from, step.message);
      case "deliver":
        return deliver(system, step.pick);
      case "repeat":
        return repeat(system, step.pick);
      case "lose":
        return system.network.take(step.pick)?.envelope.type ?? "nothing on its way";
      case "run":
        return runDuty(system, step.at, step.duty);
      case "backUp":
        return backups.backUp(step.at);
      case "restore":
        return backups.restore(step.at, step.isDeclared);
      case "elapse":
        system.clocks.elapse(step.days);
        return "done";
      case "skew":
        system.clocks.skew(step.at, step.days);
        return "done";
      case "crash":
        return withCrash(step);
      case "disconnect": {
        system.faultsOf(step.at).disconnectAt(step.call, step.calls);
        const outcome = await happen(step.during, "among others");
        system.faultsOf(step.at).calm();
        return outcome;
      }
      case "cycle":
        return runCycle(system, step.at);
      case "rootWork":
        return runRootWork(system);
      case "life": {
        await callNode(system, step.at, step.command, surroundings);
        return liveOut(system, step.at, backups);
      }
    }
  }

  async function withCrash({ at, call, during }: Extract<Step, { type: "crash" }>): Promise<string> {
    const faults = system.faultsOf(at);
    faults.crashAt(call);
    const outcome = await happen(during, "among others");
    faults.calm();
    const hasDied = faults.hasCrashed;
    await system.startDead();
    return hasDied ? `${outcome}, ${at} started again` : outcome;
  }

  return {
    apply: (step) => happen(step, "alone"),
    check: () => onlooker.found(),
    async finish() {
      onlooker.note(await comeToRest(system));
      return onlooker.found() ?? onlooker.checkAtRest();
    },
    describe() {
      const { mirrors } = onlooker;
      const show = (node: NodeName): string => {
        const accounts = [...mirrors[node].accounts.values()];
        return `${node}: ${accounts.map(({ id, confirmed, pending }) => `${id} ${confirmed + pending}`).join(", ")}`;
      };
      return [show("root"), show("a"), show("b")].join("; ");
    },
  };
}
