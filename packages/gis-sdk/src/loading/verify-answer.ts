import { verifyXades } from "@opora/gost/xml";
import { paymentNamespace, soapNamespace } from "../domain/wire/namespaces.js";
import type { ExchangeEnd } from "./exchange-with-gis.js";
import type { LoadingContext } from "./loading-context.js";

/** Where the answer to a poll is signed. */
const statePath = [
  { namespace: soapNamespace, localName: "Envelope" },
  { namespace: soapNamespace, localName: "Body" },
  { namespace: paymentNamespace, localName: "getStateResult" },
];

/**
 * Why a final answer is not to be believed; `undefined` when it is, or when the host asked for no check. Answers that
 * decide nothing are not checked.
 */
export function whyUnverified({ answerTrust, clock }: LoadingContext, end: ExchangeEnd): string | undefined {
  const { outcome, response } = end;
  if (answerTrust === undefined || response === undefined || outcome.kind !== "answer") return undefined;
  if (outcome.answer.kind !== "state" || outcome.answer.requestState !== 3) return undefined;
  const { trustAnchors, intermediates = [], crls } = answerTrust;
  const report = verifyXades(response, {
    elementPath: statePath,
    trustAnchors,
    certificates: intermediates,
    at: clock.now(),
    ...(crls === undefined ? {} : { crls }),
  });
  if (report.trusted) return undefined;
  const failed = report.checks.find(({ passed }) => !passed);
  return `The signature of the answer does not hold: ${failed?.name ?? "trust"}.`;
}
