import { type GisError, packetStates, paymentStatuses } from "@opora/gis-sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memberChanges } from "../../src/domain/policy/packet-effects.js";
import type { Packet } from "../../src/domain/records/packet.js";
import type { PacketEvent } from "../../src/domain/states/packet-event.js";
import { isPacketEventAllowed, transitionPacket } from "../../src/domain/states/packet-transitions.js";
import { isPaymentTransition } from "../../src/domain/states/payment-status.js";
import { ackedPacket, at, packetWith } from "../loading-fixtures.js";

const error = { code: "X", description: "x" };
const messageGuid = "11111111-1111-4111-8111-111111111111";
const events: readonly PacketEvent[] = [
  { type: "signing-started" },
  { type: "signing-failed", error, nextAt: at(1) },
  { type: "sending-started", messageGuid },
  { type: "not-sent", error, nextAt: at(1) },
  { type: "acked", gisMessageGuid: "22222222-2222-4222-8222-222222222222", at: at(1), nextAt: at(2) },
  { type: "postponed", error, nextAt: at(1) },
  { type: "failed", error },
  { type: "lost", reason: "no-answer", recovery: "ask", error },
  { type: "lost", reason: "interrupted", recovery: "rebuild", error, nextAt: at(1) },
  { type: "pending", requestState: 2, nextAt: at(1) },
  { type: "poll-failed", error, nextAt: at(1), counted: "asked" },
  { type: "applied" },
  { type: "rejected", error },
  { type: "split", error },
  { type: "stalled", at: at(1) },
  { type: "resend-decided", at: at(1) },
  { type: "recheck-decided", at: at(1) },
  { type: "settled" },
  { type: "cancelled" },
];
const ends = ["applied", "split", "cancelled"];

/** Walks: events applied where they are allowed. */
const walks = fc.array(fc.constantFrom(...events), { maxLength: 60 });

function walk(
  steps: readonly PacketEvent[],
  visit: (before: Packet, event: PacketEvent, after: Packet) => void,
): Packet {
  return steps.reduce((packet, event) => {
    if (!isPacketEventAllowed(packet, event)) return packet;
    const next = transitionPacket(packet, event);
    visit(packet, event, next);
    return next;
  }, packetWith());
}

describe("states of a packet", () => {
  test("an event that the state does not allow is refused and changes nothing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...packetStates), fc.constantFrom(...events), (state, event) => {
        const packet = Object.freeze(ackedPacket({ state }));
        if (isPacketEventAllowed(packet, event)) return;
        expect(() => transitionPacket(packet, event)).toThrow(
          expect.objectContaining({ code: "GIS_STATE_ILLEGAL" } satisfies Partial<GisError>),
        );
      }),
    );
  });

  test("nothing leaves before it was signed, and nothing is acknowledged before it left", () => {
    fc.assert(
      fc.property(walks, (steps) => {
        walk(steps, (before, event, after) => {
          if (after.state === "sending") expect(before.state).toBe("signing");
          if (event.type === "acked") expect(before.attempt).toBeGreaterThan(0);
        });
      }),
    );
  });

  test("a packet without an acknowledgement is never polled, and one in unknown says why and what is done", () => {
    fc.assert(
      fc.property(walks, (steps) => {
        walk(steps, (_before, event, after) => {
          if (after.state === "acked") expect(after.gisMessageGuid).toBeDefined();
          if (event.type === "lost") expect([after.unknownReason, after.recovery]).not.toContain(undefined);
          if (after.state !== "unknown") expect([after.unknownReason, after.recovery]).toEqual([undefined, undefined]);
        });
      }),
    );
  });

  test("what is at its end stays there, with nothing due", () => {
    fc.assert(
      fc.property(walks, (steps) => {
        walk(steps, (before, _event, after) => {
          expect(ends).not.toContain(before.state);
          if (ends.includes(after.state)) expect(after.nextActionAt).toBeUndefined();
        });
      }),
    );
  });

  test("attempts count what left: they grow with sending and shrink only when nothing left after all", () => {
    fc.assert(
      fc.property(walks, (steps) => {
        walk(steps, (before, event, after) => {
          const expected = { "sending-started": 1, "not-sent": -1 }[event.type as string] ?? 0;
          expect(after.attempt - before.attempt).toBe(expected);
          expect(after.attempt).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  test("an event that ends an instance's work clears its claim", () => {
    const claim = { owner: "a", until: at(9) };

    for (const event of events) {
      for (const state of packetStates) {
        const packet = ackedPacket({ state, claim });
        if (!isPacketEventAllowed(packet, event)) continue;
        const isKept = ["signing-started", "sending-started", "stalled"].includes(event.type);
        expect(transitionPacket(packet, event).claim).toEqual(isKept ? claim : undefined);
      }
    }
  });
});

describe("statuses of a payment", () => {
  test("follow their packet only along allowed transitions", () => {
    for (const change of Object.values(memberChanges)) {
      for (const from of change.from) expect([from, change.to, isPaymentTransition(from, change.to)]).toContain(true);
    }
  });

  test("a cancelled payment stays cancelled, and a loaded one leaves only to be cancelled", () => {
    for (const to of paymentStatuses) {
      expect(isPaymentTransition("cancelled", to)).toBe(false);
      expect(isPaymentTransition("loaded", to)).toBe(to === "cancelling");
      expect(isPaymentTransition("already_loaded", to)).toBe(to === "cancelling");
    }
  });

  test("nothing comes back to new", () => {
    for (const from of paymentStatuses) expect(isPaymentTransition(from, "new")).toBe(false);
  });
});
