import { type ConformanceCase, expectRejection, expectThat } from "@opora/core/conformance";
import type { EnvelopeHandler } from "@opora/processing-sdk";
import { ampleMs, atPlace, counting, echo, failure, held, pageBody, request } from "./transport-fixtures.js";
import type { TransportSubject } from "./transport-subject.js";

const ample = { timeoutMs: ampleMs };
const smallLimit = { maxEnvelopeBytes: 64 * 1024 };
/** Larger than the small limit, and not much smaller when packed. */
const largeBody = pageBody(400);

/** How requests are carried and answered. */
const exchangeCases: readonly ConformanceCase<TransportSubject>[] = [
  {
    name: "an answer comes back as the handler gave it, and the handler gets the request as it was",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        await serve(echo);
        const asked = request("as-it-was");
        const answer = await connect("child-a").request(asked, ample);
        const expected = JSON.stringify({ ...asked, type: "helloAnswer", epoch: "1" });
        expectThat(JSON.stringify(answer) === expected, `the answer must be ${expected}`);
      }),
  },
  {
    name: "each of 200 requests under way gets its own answer, in whatever order they are made",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        const slow: EnvelopeHandler = async (envelope, ...rest) => {
          for (let turn = envelope.id.length % 3; turn < Number(envelope.id.at(-1)); turn += 1) await nextTurn();
          return echo(envelope, ...rest);
        };
        await serve(slow);
        const transport = connect("child-a");
        const ids = Array.from({ length: 200 }, (_, index) => `many-${index}`);
        const answers = await Promise.all(ids.map((id) => transport.request(request(id), ample)));
        for (const [index, { id, body }] of answers.entries()) {
          expectThat(id === ids[index], `request ${ids[index]} got the answer to ${id}`);
          expectThat(body["text"] === request(id).body["text"], `the answer to ${id} has the body of another one`);
        }
      }),
  },
  {
    name: "a page of 3000 documents arrives whole, both ways",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        await serve(echo);
        const body = pageBody(3000);
        const answer = await connect("child-a").request(request("page", { type: "push", body }), ample);
        expectThat(JSON.stringify(answer.body) === JSON.stringify(body), "the page must come back as it was sent");
      }),
  },
  {
    name: "a repeated request id is answered each time, one after the other and at once",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        const { handler, ids } = counting(echo);
        await serve(handler);
        const transport = connect("child-a");
        const repeated = request("repeated");
        await transport.request(repeated, ample);
        await transport.request(repeated, ample);
        await Promise.all([1, 2, 3].map(() => transport.request(repeated, ample)));
        expectThat(ids.length === 5, `the handler must see each of the 5 requests, not ${ids.length}`);
      }),
  },
];

/** What is refused, and how. */
const refusalCases: readonly ConformanceCase<TransportSubject>[] = [
  {
    name: "a request above the limit of the child does not leave it",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        const { handler, ids } = counting(echo);
        await serve(handler);
        const transport = connect("child-a", smallLimit);
        const tooLarge = transport.request(request("large", { body: largeBody }), ample);
        const error = await failure(tooLarge, "PROCESSING_ENVELOPE_INVALID");
        expectThat(error.outcome === "not-done", "it must be known that nothing was done");
        await transport.request(request("small"), ample);
        expectThat(ids.join() === "small", `the handler must see the small request only, not ${ids.join()}`);
      }),
  },
  {
    name: "a request above the limit of the root is refused before the handler, and the next one is answered",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        const { handler, ids } = counting(echo);
        await serve(handler, smallLimit);
        const transport = connect("child-a");
        await failure(transport.request(request("large", { body: largeBody }), ample), "PROCESSING_ENVELOPE_INVALID");
        await transport.request(request("small"), ample);
        expectThat(ids.join() === "small", `the handler must see the small request only, not ${ids.join()}`);
      }),
  },
  {
    name: "an answer above the limit of the child, or of the root, fails with an outcome that is not known",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        const large: EnvelopeHandler = async (envelope) => ({ ...envelope, body: largeBody });
        const running = await serve(large);
        const child = connect("child-a", smallLimit);
        const atChild = await failure(child.request(request("one"), ample), "PROCESSING_ENVELOPE_INVALID");
        expectThat(atChild.outcome === "unknown", "above the child's limit, the outcome must be unknown");
        await running.close();
        await serve(large, smallLimit);
        const other = connect("child-b");
        const atRoot = await failure(other.request(request("two"), ample), "PROCESSING_ENVELOPE_INVALID");
        expectThat(atRoot.outcome === "unknown", "above the root's limit, the outcome must be unknown");
      }),
  },
  {
    name: "an envelope of another protocol version is refused before the handler",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        const { handler, ids } = counting(echo);
        await serve(handler);
        const future = request("future", { v: 999 });
        await failure(connect("child-a").request(future, ample), "PROCESSING_PROTOCOL_VERSION");
        expectThat(ids.length === 0, "the handler must not see it");
      }),
  },
  {
    name: "an answer of type error arrives like any other",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        await serve(async (envelope) => ({ ...envelope, type: "error", body: { code: "PROCESSING_CURSOR_AHEAD" } }));
        const answer = await connect("child-a").request(request("error"), ample);
        expectThat(
          answer.type === "error" && answer.body["code"] === "PROCESSING_CURSOR_AHEAD",
          "it must be the error",
        );
      }),
  },
  {
    name: "a handler that rejects, against its contract, leaves the outcome unknown and the listener at work",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        await serve((envelope, ...rest) =>
          envelope.id === "broken" ? Promise.reject(new Error("secret")) : echo(envelope, ...rest),
        );
        const transport = connect("child-a");
        const error = await failure(transport.request(request("broken"), ample), "PROCESSING_TRANSPORT_TIMEOUT");
        expectThat(error.outcome === "unknown" && error.retryable, "it must be retryable, with an unknown outcome");
        expectThat(!error.message.includes("secret"), "what the handler threw must stay at the root");
        await transport.request(request("whole"), ample);
      }),
  },
];

/** Time, calling off, and the ends of both sides. */
const lifeCases: readonly ConformanceCase<TransportSubject>[] = [
  {
    name: "where nobody has ever listened, nothing is sent",
    run: (subject) =>
      atPlace(subject, async ({ connect }) => {
        const sent = connect("child-a").request(request("nowhere"), ample);
        const error = await failure(sent, "PROCESSING_TRANSPORT_UNAVAILABLE");
        expectThat(error.outcome === "not-done" && error.retryable, "it must be retryable, with nothing done");
      }),
  },
  {
    name: "a request without an answer in time fails with an unknown outcome, and the next one is answered",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        const { handler, reached, release } = held();
        await serve((envelope, ...rest) => (envelope.id === "held" ? handler : echo)(envelope, ...rest));
        const transport = connect("child-a");
        await transport.request(request("before"), ample);
        const late = failure(transport.request(request("held"), { timeoutMs: 500 }), "PROCESSING_TRANSPORT_TIMEOUT");
        await reached;
        const error = await late;
        expectThat(error.outcome === "unknown" && error.retryable, "it must be retryable, with an unknown outcome");
        release();
        const answer = await transport.request(request("after"), ample);
        expectThat(answer.id === "after", "a late answer must not be taken for that of another request");
      }),
  },
  {
    name: "an aborted request rejects with the reason of the signal, before it is sent and after",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        const { handler, reached, release } = held();
        const { handler: counted, ids } = counting(handler);
        await serve(counted);
        const transport = connect("child-a");
        const reason = new Error("stopped");
        const before = transport.request(request("before"), { ...ample, signal: AbortSignal.abort(reason) });
        expectThat((await expectRejection(before, "it must reject")) === reason, "it must reject with the reason");
        const controller = new AbortController();
        const during = transport.request(request("during"), { ...ample, signal: controller.signal });
        const rejected = expectRejection(during, "it must reject");
        await reached;
        controller.abort(reason);
        expectThat((await rejected) === reason, "under way, too, it must reject with the reason");
        release();
        expectThat(ids.join() === "during", "the first one must not have been sent");
      }),
  },
  {
    name: "a root that closes answers what is under way, and a root that is back is reached by the same transport",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        const { handler, reached, release } = held();
        const running = await serve(handler);
        const transport = connect("child-a");
        const underWay = transport.request(request("under-way"), ample);
        await reached;
        const closing = running.close();
        release();
        expectThat((await underWay).id === "under-way", "what was under way must be answered");
        await closing;
        await running.close();

        const away = transport.request(request("away"), { timeoutMs: 500 });
        const error = await failure(away, ["PROCESSING_TRANSPORT_UNAVAILABLE", "PROCESSING_TRANSPORT_TIMEOUT"]);
        expectThat(error.retryable, "while the root is away it must be retryable");
        await serve(echo);
        expectThat((await transport.request(request("back"), ample)).id === "back", "it must be answered again");
      }),
  },
  {
    name: "a closed transport calls off what is under way and takes nothing more",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        const { handler, reached, release } = held();
        await serve(handler);
        const transport = connect("child-a");
        const underWay = expectRejection(transport.request(request("under-way"), ample), "it must be called off");
        await reached;
        await transport.close();
        await underWay;
        release();
        await failure(transport.request(request("after"), ample), "PROCESSING_CLOSED");
        await transport.close();
      }),
  },
];

/** What every pair of a `Transport` and a `Listener` must do. */
export const transportCases: readonly ConformanceCase<TransportSubject>[] = [
  ...exchangeCases,
  ...refusalCases,
  ...lifeCases,
];

/** What every pair must do that proves who a child is. */
export const transportIdentityCases: readonly ConformanceCase<TransportSubject>[] = [
  {
    name: "the handler is told who asks by what was proven, not by what the envelope says",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect }) => {
        await serve(async (envelope, { nodeId, provenBy }) => ({ ...envelope, body: { nodeId, provenBy } }));
        const children = { "child-a": connect("child-a"), "child-b": connect("child-b") };
        await Promise.all(
          Object.entries(children).map(async ([nodeId, transport]) => {
            const { body } = await transport.request(request(`of-${nodeId}`, { originId: "child-x:1" }), ample);
            expectThat(body["nodeId"] === nodeId, `the handler took ${nodeId} for ${String(body["nodeId"])}`);
          }),
        );
      }),
  },
  {
    name: "who cannot prove to be a child does not reach the handler",
    run: (subject) =>
      atPlace(subject, async ({ serve, connect, forge }) => {
        const { handler, ids } = counting(echo);
        await serve(handler);
        const forged = forge("child-a");
        if (forged === undefined) return;
        await failure(forged.request(request("forged"), ample), "PROCESSING_UNAUTHENTICATED");
        await connect("child-a").request(request("own"), ample);
        expectThat(ids.join() === "own", `the handler must see the child's own request only, not ${ids.join()}`);
      }),
  },
];

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
