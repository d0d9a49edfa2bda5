import type { SoapAnswer, TransportPhase } from "@opora/gis-sdk";
import { describe, expect, test } from "vitest";
import type { LoadingPolicy } from "../../src/domain/policy/loading-policy.js";
import { decideAfterSend, type RequestOutcome } from "../../src/domain/policy/send-decision.js";
import type { Packet } from "../../src/domain/records/packet.js";
import { at, minute, packetWith, policyWith, second, start } from "../loading-fixtures.js";

const messageGuid = "11111111-1111-4111-8111-111111111111";
const gisMessageGuid = "22222222-2222-4222-8222-222222222222";
const sending = (change: Partial<Packet> = {}): Packet =>
  packetWith({ state: "sending", attempt: 1, messageGuid, ...change });

function decide(outcome: RequestOutcome, change: Partial<Packet> = {}, policy: Partial<LoadingPolicy> = {}) {
  return decideAfterSend(sending(change), outcome, { policy: policyWith(policy), now: start, fraction: 0.5 });
}

function answer(value: SoapAnswer, status = 200): RequestOutcome {
  return { kind: "answer", status, answer: value };
}

function fault(code: string | undefined, status = 500): RequestOutcome {
  const text = { faultCode: "Server", faultString: "что-то случилось", message: "что-то случилось" };
  return answer({ kind: "fault", ...text, ...(code === undefined ? {} : { code }) }, status);
}

function silence(phase: TransportPhase): RequestOutcome {
  return { kind: "no-answer", phase, error: { code: `GIS_TRANSPORT_${phase.toUpperCase()}`, description: "…" } };
}

const html = (status: number): RequestOutcome =>
  answer({ kind: "protocol-error", reason: "html", message: "The body is an HTML page." }, status);

describe("after sending a packet", () => {
  test("an acknowledgement of our request makes it acked, with the first poll after 10 s", () => {
    const ack: SoapAnswer = { kind: "ack", messageGuid: gisMessageGuid, requesterMessageGuid: messageGuid };

    expect(decide(answer(ack)).event).toEqual({ type: "acked", gisMessageGuid, at: start, nextAt: at(10 * second) });
  });

  test("letter case does not tell GUIDs apart", () => {
    const ack: SoapAnswer = { kind: "ack", messageGuid: gisMessageGuid, requesterMessageGuid: messageGuid };

    expect(decide(answer(ack), { messageGuid: messageGuid.toUpperCase() }).event.type).toBe("acked");
  });

  test("an acknowledgement of another request proves nothing about ours", () => {
    const stranger = "33333333-3333-4333-8333-333333333333";
    const decision = decide(answer({ kind: "ack", messageGuid: gisMessageGuid, requesterMessageGuid: stranger }));

    expect(decision.event).toMatchObject({ type: "lost", reason: "no-answer" });
    expect(decision.anomalies).toEqual([{ kind: "acknowledged-another-request", subject: stranger }]);
  });

  test("a failure before any byte left sends the same again, with pauses that double up to five minutes", () => {
    const pauses = [0, 1, 2, 5, 6, 100].map((connectFailures) => {
      const { event } = decide(silence("connect"), { connectFailures });
      return event.type === "not-sent" ? event.nextAt.getTime() - start.getTime() : undefined;
    });

    expect(pauses).toEqual([5, 10, 20, 160, 300, 300].map((seconds) => seconds * second));
  });

  test.each(["sent", "response"] as const)("silence in phase %s makes it unknown", (phase) => {
    expect(decide(silence(phase)).event).toMatchObject({ type: "lost", reason: "no-answer", recovery: "rebuild" });
  });

  test.each([
    ["a page of a gateway", html(502)],
    ["an empty 400", answer({ kind: "protocol-error", reason: "empty", message: "No body." }, 400)],
    ["an HTML page under 200", html(200)],
    ["a fault without a code", fault(undefined)],
    [
      "a state instead of an acknowledgement",
      answer({ kind: "state", requestState: 1, messageGuid, results: [], anomalies: [] }),
    ],
  ])("%s makes it unknown", (_what, outcome) => {
    expect(decide(outcome).event).toMatchObject({ type: "lost", reason: "no-answer" });
  });

  test("a supplier's packet in unknown waits for a person, an operator's is written anew after 60 to 120 s", () => {
    const supplier = decide(silence("sent"), { profile: "supplier" }).event;
    const operator = decide(silence("sent"), { profile: "operator139" }).event;

    expect(supplier).toMatchObject({ type: "lost", recovery: "ask", nextAt: undefined });
    expect(operator).toMatchObject({ type: "lost", recovery: "rebuild", nextAt: at(90 * second) });
  });

  test("a supplier's packet of cancellations in unknown is written anew: it names what it cancels", () => {
    const { event } = decide(silence("sent"), { profile: "supplier", kind: "cancellation" });

    expect(event).toMatchObject({ recovery: "rebuild" });
  });

  test("with the rule repost the same bytes go once more, and after that it is written anew", () => {
    const policy = { afterUnknown: { operator: "repost", operator139: "repost", supplier: "repost" } } as const;

    expect(decide(silence("sent"), { attempt: 1 }, policy).event).toMatchObject({ recovery: "repost" });
    expect(decide(silence("sent"), { attempt: 2 }, policy).event).toMatchObject({ recovery: "rebuild" });
  });

  test.each([0, 0.5, 0.999])("a fault EXP001000 postpones it by 60 to 120 s (%f)", (fraction) => {
    const context = { policy: policyWith(), now: start, fraction };
    const { event } = decideAfterSend(sending(), fault("EXP001000"), context);

    expect(event.type).toBe("postponed");
    const pauseMs = event.type === "postponed" ? event.nextAt.getTime() - start.getTime() : 0;
    expect(pauseMs).toBeGreaterThanOrEqual(minute);
    expect(pauseMs).toBeLessThanOrEqual(2 * minute);
  });

  test("the limit of attempts ends postponing with failed, and unknown with a person", () => {
    const policy = { attemptLimit: 3 };

    expect(decide(fault("EXP001000"), { attempt: 2 }, policy).event.type).toBe("postponed");
    expect(decide(fault("EXP001000"), { attempt: 3 }, policy).event.type).toBe("failed");
    expect(decide(silence("sent"), { attempt: 2 }, policy).event).toMatchObject({ recovery: "rebuild" });
    expect(decide(silence("sent"), { attempt: 3 }, policy).event).toMatchObject({ recovery: "ask" });
  });

  test("HTTP 429 postpones it", () => {
    expect(decide(html(429)).event.type).toBe("postponed");
  });

  test("AUT fails the packet and halts the task", () => {
    const decision = decide(fault("AUT011003"));

    expect(decision.event).toEqual({ type: "failed", error: { code: "AUT011003", description: "что-то случилось" } });
    expect(decision.halt).toMatchObject({ code: "AUT011003" });
  });

  test.each([401, 403, 404, 301])(
    "HTTP %i without a fault halts the task: the next packet would meet the same",
    (status) => {
      const decision = decide(html(status));

      expect(decision.event.type).toBe("failed");
      expect(decision.halt).toMatchObject({ code: `HTTP_${status}` });
    },
  );

  test("FMT sets the packet aside and leaves the task running", () => {
    const decision = decide(fault("FMT001301"));

    expect(decision.event.type).toBe("failed");
    expect(decision.halt).toBeUndefined();
  });
});
