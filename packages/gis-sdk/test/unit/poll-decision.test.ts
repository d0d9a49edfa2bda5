import type { SoapAnswer, StateAnswer } from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import type { LoadingPolicy } from "../../src/domain/policy/loading-policy.js";
import { decideAfterPoll } from "../../src/domain/policy/poll-decision.js";
import type { RequestOutcome } from "../../src/domain/policy/send-decision.js";
import type { Packet } from "../../src/domain/records/packet.js";
import { transitionPacket } from "../../src/domain/states/packet-transitions.js";
import { ackedPacket, at, hour, minute, policyWith, second, start } from "../loading-fixtures.js";

const asked = "22222222-2222-4222-8222-222222222222";

function state(change: Partial<StateAnswer> = {}): RequestOutcome {
  const answer: StateAnswer = {
    kind: "state",
    requestState: 3,
    messageGuid: asked,
    results: [],
    anomalies: [],
    ...change,
  };
  return { kind: "answer", status: 200, answer };
}

function fault(code: string): RequestOutcome {
  const answer: SoapAnswer = { kind: "fault", faultCode: "Server", faultString: code, message: "…", code };
  return { kind: "answer", status: 500, answer };
}

const cut: RequestOutcome = {
  kind: "no-answer",
  phase: "sent",
  error: { code: "GIS_TRANSPORT_SENT", description: "…" },
};
const unreachable: RequestOutcome = { ...cut, phase: "connect" };

function decide(
  outcome: RequestOutcome,
  change: Partial<Packet> = {},
  now = start,
  policy: Partial<LoadingPolicy> = {},
) {
  return decideAfterPoll(ackedPacket(change), outcome, { policy: policyWith(policy), now, fraction: 0 });
}

describe("after a poll", () => {
  test("the pauses are 10, 60, 300, 900 and then always 1800 s", () => {
    let packet = ackedPacket();
    let now = start;
    const pauses = [10 * second];
    for (let poll = 0; poll < 7; poll += 1) {
      const { event } = decideAfterPoll(packet, state({ requestState: 2 }), { policy: policyWith(), now, fraction: 0 });
      if (event.type !== "pending") throw new Error(`The packet must stay pending, not ${event.type}.`);
      pauses.push(event.nextAt.getTime() - now.getTime());
      packet = transitionPacket(packet, event);
      now = event.nextAt;
    }

    expect(pauses.map((pause) => pause / second)).toEqual([10, 60, 300, 900, 1800, 1800, 1800, 1800]);
  });

  test.each([
    ["a cut connection", cut],
    ["EXP001000", fault("EXP001000")],
    ["AUT011003", fault("AUT011003")],
    ["FMT001300", fault("FMT001300")],
    [
      "a gateway's page",
      { kind: "answer", status: 502, answer: { kind: "protocol-error", reason: "html", message: "…" } },
    ],
    [
      "an acknowledgement",
      { kind: "answer", status: 200, answer: { kind: "ack", messageGuid: asked, requesterMessageGuid: asked } },
    ],
  ] as const)("%s only moves the next poll, by the schedule", (_what, outcome) => {
    const decision = decide(outcome, { polls: 1 });

    expect(decision.event).toMatchObject({ type: "poll-failed", counted: "asked", nextAt: at(300 * second) });
    expect(decision.halt).toBeUndefined();
  });

  test("a question of which no byte left does not count as asked", () => {
    expect(decide(unreachable, { polls: 1 }).event).toMatchObject({ counted: "not-asked", nextAt: at(60 * second) });
  });

  test("after 24 hours without a final answer it is unknown, and a person decides", () => {
    const stillPolling = decide(state({ requestState: 2 }), {}, at(24 * hour - 1));
    const expired = decide(state({ requestState: 2 }), {}, at(24 * hour));
    const expiredInSilence = decide(cut, {}, at(24 * hour));

    expect(stillPolling.event.type).toBe("pending");
    expect(expired.event).toMatchObject({ type: "lost", reason: "expired", recovery: "ask" });
    expect(expiredInSilence.event).toMatchObject({ type: "lost", reason: "expired", recovery: "ask" });
  });

  test("a final answer after 24 hours still counts", () => {
    expect(decide(state(), {}, at(30 * hour)).event.type).toBe("applied");
  });

  test("an answer about another packet is not believed", () => {
    const decision = decide(state({ messageGuid: "99999999-9999-4999-8999-999999999999" }));

    expect(decision.event.type).toBe("poll-failed");
    expect(decision.anomalies).toMatchObject([{ kind: "answered-about-another-packet" }]);
  });

  test("GUIDs in upper case, and that of the import request, are about the packet", () => {
    expect(decide(state({ messageGuid: asked.toUpperCase() })).event.type).toBe("applied");
    expect(decide(state({ messageGuid: "11111111-1111-4111-8111-111111111111" })).event.type).toBe("applied");
  });

  test("INT002013 makes it unknown: it is asked about once more, and then it is sent again or a person decides", () => {
    const first = decide(fault("INT002013"));
    const again = { state: "unknown", unknownReason: "not-found", recovery: "recheck" } as const;

    expect(first.event).toMatchObject({
      type: "lost",
      reason: "not-found",
      recovery: "recheck",
      nextAt: at(5 * minute),
    });
    expect(decide(fault("INT002013"), again).event).toMatchObject({ recovery: "rebuild" });
    expect(decide(fault("INT002013"), { ...again, profile: "supplier" }).event).toMatchObject({ recovery: "ask" });
  });

  test("ErrorMessage EXP rebuilds the packet; another one rejects it with that error", () => {
    const error = { code: "INT004170", description: "Нет прав на дом" };

    expect(decide(state({ errorMessage: { code: "EXP001000", description: "…" } })).event.type).toBe("postponed");
    expect(decide(state({ errorMessage: error })).event).toEqual({ type: "rejected", error });
  });

  test("ErrorMessage EXP under an HTTP error only moves the next poll, unless it is said twice in a row", () => {
    const busy = { code: "EXP001000", description: "…" };
    const answered = state({ errorMessage: busy });
    const underError = answered.kind === "answer" ? { ...answered, status: 500 } : answered;

    expect(decide(underError).event).toMatchObject({ type: "poll-failed", error: busy });
    expect(decide(underError, { error: busy, polls: 1 }).event.type).toBe("postponed");
  });

  test("with the rule split a refused packet goes on in halves, but not a packet of one or of cancellations", () => {
    const refused = state({ errorMessage: { code: "INT004170", description: "…" } });
    const split = { afterPacketRejected: "split" } as const;

    expect(decide(refused, { size: 2 }, start, split).event.type).toBe("split");
    expect(decide(refused, { size: 1 }, start, split).event.type).toBe("rejected");
    expect(decide(refused, { size: 2, kind: "cancellation" }, start, split).event.type).toBe("rejected");
  });

  test("ErrorMessage AUT rejects the packet and halts the task", () => {
    const decision = decide(state({ errorMessage: { code: "AUT011009", description: "…" } }));

    expect(decision.event.type).toBe("rejected");
    expect(decision.halt).toMatchObject({ code: "AUT011009" });
  });

  test("a final answer without any result is applied, and told of", () => {
    expect(decide(state()).anomalies).toMatchObject([{ kind: "no-results" }]);
  });
});
