import { createInProcessTransport, type Envelope, type EnvelopeHandler, ProcessingError } from "@opora/processing-sdk";
import { createFaultyTransport, type FaultyTransport } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";

const asked = (id: string): Envelope => ({ v: 1, type: "hello", originId: "child-a:1", epoch: "", id, body: {} });
const options = { timeoutMs: 1000 };

function network(seed = 1): { readonly faulty: FaultyTransport; readonly heard: string[] } {
  const heard: string[] = [];
  const handler: EnvelopeHandler = async (envelope) => {
    heard.push(envelope.id);
    return { ...envelope, type: "helloAnswer" };
  };
  const through = createInProcessTransport({ handler, nodeId: "child-a" });
  return { faulty: createFaultyTransport({ through, seed }), heard };
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "answered",
    (error) => (ProcessingError.is(error) ? error.code : "other"),
  );

describe("the faulty transport", () => {
  test("moves nothing until it is told to, and then in any order", async () => {
    const { faulty, heard } = network();
    const first = codeOf(faulty.request(asked("first"), options));
    const second = codeOf(faulty.request(asked("second"), options));
    expect(heard).toEqual([]);
    await faulty.meet(2, "deliver");
    await faulty.meet(1, "deliver");
    expect(heard).toEqual(["second", "first"]);
    expect(faulty.onItsWay().map(({ direction, envelope }) => `${direction} ${envelope.id}`)).toEqual([
      "answer second",
      "answer first",
    ]);
    await faulty.meet(4, "deliver");
    await faulty.meet(3, "deliver");
    expect(await Promise.all([first, second])).toEqual(["answered", "answered"]);
  });

  test("loses a request or its answer: the one who asked cannot tell which", async () => {
    const { faulty, heard } = network();
    const lost = codeOf(faulty.request(asked("lost"), options));
    await faulty.meet(1, "drop");
    const unheard = codeOf(faulty.request(asked("unheard"), options));
    await faulty.meet(2, "deliver");
    await faulty.meet(3, "drop");
    expect([await lost, await unheard]).toEqual(["PROCESSING_TRANSPORT_TIMEOUT", "PROCESSING_TRANSPORT_TIMEOUT"]);
    expect(heard).toEqual(["unheard"]);
  });

  test("repeats a request, cuts an answer short, and delivers what comes too late to nobody", async () => {
    const { faulty, heard } = network();
    const repeated = codeOf(faulty.request(asked("repeated"), options));
    await faulty.meet(1, "duplicate");
    await faulty.meet(2, "deliver");
    expect(heard).toEqual(["repeated", "repeated"]);
    await faulty.meet(3, "truncate");
    expect(await repeated).toBe("PROCESSING_ENVELOPE_INVALID");
    await faulty.meet(4, "deliver");
    expect(faulty.onItsWay()).toEqual([]);
  });

  test("keeps one direction apart until it is healed", async () => {
    const { faulty, heard } = network();
    faulty.partition("answer");
    const apart = codeOf(faulty.request(asked("apart"), options));
    await faulty.meet(1, "deliver");
    await faulty.meet(2, "deliver");
    expect(await apart).toBe("PROCESSING_TRANSPORT_TIMEOUT");
    faulty.heal();
    const healed = codeOf(faulty.request(asked("healed"), options));
    await faulty.meet(3, "deliver");
    await faulty.meet(4, "deliver");
    expect([await healed, heard]).toEqual(["answered", ["apart", "healed"]]);
  });

  test("does the same again with the same seed", async () => {
    const history = async (seed: number): Promise<readonly unknown[]> => {
      const { faulty, heard } = network(seed);
      const results = Array.from({ length: 40 }, (_, index) => codeOf(faulty.request(asked(`${index}`), options)));
      await faulty.settle();
      return [heard, await Promise.all(results)];
    };
    expect(await history(7)).toEqual(await history(7));
    expect(await history(7)).not.toEqual(await history(8));
  });
});
