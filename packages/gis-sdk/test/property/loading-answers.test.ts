import { createSeededRandom } from "@opora/core/testing";
import type { GisTransport } from "@opora/gis-sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operator139Payments } from "../loading-payments.js";
import { createLoadingWorld, createTestKeys, runToRest } from "../loading-world.js";

const keys = createTestKeys();
const taskId = "register";

/** Damages an answer: cuts it, changes, removes or repeats bytes, or replaces it by something else. */
function damage(body: Uint8Array, seed: number): Uint8Array {
  const random = createSeededRandom(seed);
  const place = random.below(Math.max(1, body.length));
  const other = random.below(Math.max(1, body.length));
  const [from, to] = [Math.min(place, other), Math.max(place, other)];
  switch (random.below(6)) {
    case 0:
      return body.slice(0, place);
    case 1:
      return body.map((byte, index) => (index === place ? random.below(256) : byte));
    case 2:
      return Uint8Array.from([...body.slice(0, from), ...body.slice(to)]);
    case 3:
      return Uint8Array.from([...body.slice(0, to), ...body.slice(from)]);
    case 4:
      return random.bytes(random.below(200));
    default:
      return new TextEncoder().encode("<html><body>Сервис временно недоступен</body></html>");
  }
}

describe("damaged answers", () => {
  test("of any kind lose no payment, load none twice and end in a state that tells the truth", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 2 ** 31 }), { minLength: 1, maxLength: 6 }),
        async (seeds) => {
          const world = createLoadingWorld({ keys, profile: "operator139" });
          const planned = [...seeds];
          const transport: GisTransport = {
            post: async (request) => {
              const response = await world.standIn.transport.post(request);
              const seed = planned.shift();
              return seed === undefined ? response : { ...response, body: damage(response.body, seed) };
            },
          };
          const loading = world.start({ transport, packetSize: 2 });
          await loading.loadPayments({ taskId, payments: operator139Payments(3) });

          const summary = await runToRest(world, loading, taskId);

          const held = new Set(world.standIn.loadedPayments().map(({ transportGuid }) => transportGuid));
          for await (const { status, payment } of loading.payments(taskId)) {
            if (status === "loaded" || status === "already_loaded") expect(held).toContain(payment.transportGuid);
          }
          expect(summary.payments).toEqual({ count: 3, amountKopecks: 600n });
          expect(world.standIn.loadedPayments().length).toBeLessThanOrEqual(3);
          expect(["done", "done_with_errors", "attention"]).toContain(summary.state);
          if (summary.state === "done") expect(world.standIn.totals()).toEqual({ count: 3, amountKopecks: 600n });
        },
      ),
      { numRuns: 60 },
    );
  });
});
