import type { ChildName, Step } from "../schedule/step.js";
import type { Message } from "./network.js";
import type { System } from "./system.js";

/** A child makes a message. */
export async function send(
  system: System,
  child: ChildName,
  message: Extract<Step, { type: "send" }>["message"],
): Promise<string> {
  let isSent = false;
  const outcome = await system.attempt(child, async () => {
    const { sync } = system.child(child);
    const make = { hello: sync.createHello, push: sync.createPush, pull: sync.createPull }[message];
    const envelope = await make();
    if (envelope === undefined) return;
    system.network.send({ child, to: "root", envelope });
    isSent = true;
  });
  return outcome === "done" && !isSent ? "nothing to send" : outcome;
}

/** The network delivers a message and forgets it. */
export function deliver(system: System, pick: number): Promise<string> {
  return arrive(system, system.network.take(pick));
}

/** The network delivers a message and keeps it. */
export function repeat(system: System, pick: number): Promise<string> {
  return arrive(system, system.network.look(pick));
}

async function arrive(system: System, message: Message | undefined): Promise<string> {
  if (message === undefined) return "nothing on its way";
  const { child, to, envelope } = message;
  if (to === "child") {
    let status = "";
    const outcome = await system.attempt(child, async () => {
      status = (await system.child(child).sync.accept(envelope)).status;
    });
    return outcome === "done" ? `${envelope.type} ${status}` : outcome;
  }
  return system.attempt("root", async () => {
    const answer = await system.answer(child, envelope);
    if (answer !== undefined) system.network.send({ child, to: "child", envelope: answer });
  });
}
