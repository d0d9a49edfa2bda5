import { createHash } from "node:crypto";
import type { RequestOutcome } from "../domain/policy/send-decision.js";
import type { ExchangeOutcome } from "../domain/records/exchange.js";
import type { PacketKey } from "../domain/records/packet.js";
import { readSoapAnswer } from "../domain/wire/read/read-soap-answer.js";
import { GisTransportError, type TransportPhase } from "../errors.js";
import type { GisHttpRequest, GisHttpResponse, GisTransport } from "../ports/gis-transport.js";
import type { LoadingContext } from "./loading-context.js";

/** A request to be posted. */
export interface OutgoingRequest {
  readonly soapAction: string;
  readonly body: Uint8Array;
}

/** What came of a request: for the decision, and for the record. */
export interface ExchangeEnd {
  readonly outcome: RequestOutcome;
  readonly finishedAt: Date;
  readonly status?: number;
  readonly response?: Uint8Array;
}

/** Posts a request once and reads what comes back. Never throws for what the network or ГИС ЖКХ does. */
export async function exchangeWithGis(
  { transport, clock, requestTimeoutMs }: LoadingContext,
  { soapAction, body }: OutgoingRequest,
  signal?: AbortSignal,
): Promise<ExchangeEnd> {
  const answered = await postOnce(transport, { soapAction, body, timeoutMs: requestTimeoutMs }, signal);
  const finishedAt = clock.now();
  if ("error" in answered) {
    const { error } = answered;
    const outcome: RequestOutcome = { kind: "no-answer", phase: phaseOf(error), error: describe(error) };
    const status = GisTransportError.is(error) ? error.status : undefined;
    return { outcome, finishedAt, ...(status === undefined ? {} : { status }) };
  }
  const { status, body: response } = answered;
  return { outcome: { kind: "answer", status, answer: readSoapAnswer(response) }, finishedAt, status, response };
}

async function postOnce(
  transport: GisTransport,
  request: GisHttpRequest,
  signal: AbortSignal | undefined,
): Promise<GisHttpResponse | { readonly error: unknown }> {
  try {
    return await transport.post(request, signal === undefined ? {} : { signal });
  } catch (error) {
    return { error };
  }
}

/** How an exchange ended, as it is kept. */
export function exchangeOutcome(key: PacketKey, exchange: number, end: ExchangeEnd): ExchangeOutcome {
  const { outcome, finishedAt, status, response } = end;
  return {
    taskId: key.taskId,
    number: key.number,
    exchange,
    finishedAt,
    status,
    ...(outcome.kind === "no-answer" ? { failedPhase: outcome.phase, error: outcome.error.description } : {}),
    ...(response === undefined ? {} : { response, responseSha256: sha256(response) }),
  };
}

/** SHA-256 of bytes, hexadecimal, lower case. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Whatever is not provably "no byte left" counts as "ГИС ЖКХ may have it". */
function phaseOf(error: unknown): TransportPhase {
  return GisTransportError.is(error) ? error.phase : "sent";
}

function describe(error: unknown): { readonly code: string; readonly description: string } {
  if (GisTransportError.is(error)) return { code: error.code, description: error.message };
  return { code: "GIS_TRANSPORT_SENT", description: error instanceof Error ? error.message : String(error) };
}
