import { packetStates, paymentStatuses } from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import { deriveTaskState, type TaskFacts } from "../../src/domain/states/task-state.js";
import { at, orgPpaGuid, start } from "../loading-fixtures.js";

const halted = { code: "AUT011003", description: "…" };

interface Counts {
  readonly task?: Partial<TaskFacts["task"]>;
  readonly packets?: Partial<TaskFacts["packets"]>;
  readonly payments?: Partial<TaskFacts["payments"]>;
  readonly rest?: Partial<TaskFacts>;
}

function stateOf({ task, packets, payments, rest }: Counts): string {
  const zero = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, 0]));
  return deriveTaskState({
    task: { id: "t", profile: "operator", orgPpaGuid, packetSize: 2, createdAt: start, sealedAt: start, ...task },
    packets: { ...(zero(packetStates) as TaskFacts["packets"]), ...packets },
    payments: { ...(zero(paymentStatuses) as TaskFacts["payments"]), ...payments },
    packetsAwaitingDecision: 0,
    packetsAttempted: 0,
    paymentsWithAttention: 0,
    ...rest,
  });
}

describe("the state of a task", () => {
  test.each<[string, string, Counts]>([
    ["draft", "while its payments are still coming", { task: { sealedAt: undefined }, packets: { formed: 1 } }],
    ["formed", "before anything was sent", { packets: { formed: 2 } }],
    ["running", "once something left", { packets: { formed: 2 }, rest: { packetsAttempted: 1 } }],
    ["running", "while a packet is being signed", { packets: { formed: 1, signing: 1 } }],
    ["running", "while a packet is polled", { packets: { polling: 1, applied: 5 }, rest: { packetsAttempted: 6 } }],
    [
      "running",
      "while a packet in unknown is to be rebuilt",
      { packets: { unknown: 1 }, rest: { packetsAttempted: 1 } },
    ],
    [
      "attention",
      "when only packets that wait for a person are left",
      {
        packets: { unknown: 1, applied: 1 },
        rest: { packetsAwaitingDecision: 1, packetsAttempted: 2 },
      },
    ],
    [
      "running",
      "when a packet waits for a person and another is on its way",
      {
        packets: { unknown: 1, acked: 1 },
        rest: { packetsAwaitingDecision: 1, packetsAttempted: 2 },
      },
    ],
    ["done", "when every payment is at GIS", { packets: { applied: 1 }, payments: { loaded: 1, already_loaded: 1 } }],
    ["done", "without any payment", {}],
    [
      "done_with_errors",
      "when payments were rejected",
      { packets: { applied: 1 }, payments: { loaded: 1, rejected: 1 } },
    ],
    ["done_with_errors", "when payments were cancelled", { packets: { applied: 1 }, payments: { cancelled: 1 } }],
    ["attention", "when a payment is unanswered", { packets: { applied: 1 }, payments: { unanswered: 1 } }],
    ["attention", "when a payment is unknown", { packets: { applied: 1 }, payments: { unknown: 1 } }],
    ["done_with_errors", "when a packet failed", { packets: { failed: 1 }, payments: { rejected: 1 } }],
    ["attention", "when a payment is marked", { packets: { applied: 1 }, rest: { paymentsWithAttention: 1 } }],
    [
      "attention",
      "when it is halted with packets still to be sent",
      { task: { haltedBy: halted }, packets: { formed: 3 } },
    ],
    [
      "running",
      "when it is halted and GIS still works on a packet",
      {
        task: { haltedBy: halted },
        packets: { formed: 3, polling: 1 },
        rest: { packetsAttempted: 1 },
      },
    ],
    ["cancelled", "when it was withdrawn as a draft", { task: { sealedAt: undefined, cancelledAt: at(1) } }],
    [
      "cancelled",
      "when it was withdrawn and nothing is on its way",
      { task: { cancelledAt: at(1) }, packets: { cancelled: 2 } },
    ],
    [
      "running",
      "when it was withdrawn and GIS still works on a packet",
      {
        task: { cancelledAt: at(1) },
        packets: { cancelled: 1, acked: 1 },
        rest: { packetsAttempted: 1 },
      },
    ],
  ])("is %s %s", (expected, _when, counts) => {
    expect(stateOf(counts)).toBe(expected);
  });
});
