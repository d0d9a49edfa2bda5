import { writeAckEnvelope, writeFaultEnvelope, writeStateEnvelope, writeStateResult } from "@opora/gis-sdk";
import { type CheckedRequest, checkRequest, operationOf } from "./check-request.js";
import type { PacketDesk } from "./packet-desk.js";
import type { PollingGuard } from "./polling-guard.js";
import { textOf } from "./request-items.js";
import type { StandInFault } from "./stand-in-fault.js";
import type { AnswerStyle, GisStandInOptions, StandInPacketView } from "./stand-in-options.js";
import { headerOf, writeFinalAnswer } from "./write-final-answer.js";

/** A whole answer. */
export interface StandInAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** What requests are answered with. */
export interface AnsweringParts {
  readonly options: GisStandInOptions;
  readonly desk: PacketDesk;
  readonly guard: PollingGuard;
  readonly styleOf: (packet: StandInPacketView) => AnswerStyle;
}

/** Answers a request as ГИС ЖКХ does when nothing fails but what it finds wrong itself. */
export async function answerRequest(
  parts: AnsweringParts,
  { envelope, soapAction }: { readonly envelope: Uint8Array; readonly soapAction: string },
  fault: StandInFault | undefined,
): Promise<StandInAnswer> {
  const { clock, trustAnchors, organisations } = parts.options;
  const checked = checkRequest(envelope, soapAction, { trustAnchors, now: clock.now() });
  if ("fault" in checked) return faultAnswer(checked.fault.code, checked.fault.description);
  const { request } = checked;
  const isKnown = organisations?.some((organisation) => organisation.toLowerCase() === request.orgPpaGuid) ?? true;
  if (!isKnown) return faultAnswer("AUT011003", "Доступ запрещён для поставщика данных");
  return operationOf(request.body) === "getState"
    ? answerPoll(parts, request, fault)
    : acknowledge(parts, request, fault);
}

/** A SOAP fault of ГИС ЖКХ, under HTTP 500. */
export function faultAnswer(code: string, message: string, status = 500): StandInAnswer {
  return xml(writeFaultEnvelope({ faultCode: "Server", code, message }), status);
}

function acknowledge(
  { options, desk, styleOf }: AnsweringParts,
  request: CheckedRequest,
  fault: StandInFault | undefined,
): StandInAnswer {
  const packet = desk.accept(request, fault);
  const { prefixes = {} } = styleOf(packet);
  return xml(
    writeAckEnvelope({
      header: headerOf(packet, options.clock.now()),
      messageGuid: packet.gisMessageGuid,
      requesterMessageGuid: packet.messageGuid,
      prefixes,
    }),
  );
}

async function answerPoll(
  { options, desk, guard, styleOf }: AnsweringParts,
  { body, orgPpaGuid }: CheckedRequest,
  fault: StandInFault | undefined,
): Promise<StandInAnswer> {
  const { clock, ids, random, signer, pollingGuard = "enforce" } = options;
  const gisMessageGuid = textOf(body, "MessageGUID")?.toLowerCase() ?? "";
  const progress = desk.progress(gisMessageGuid);
  if (progress === undefined) return faultAnswer("INT002013", "Запрос не найден");
  const { packet } = progress;
  if (packet.orgPpaGuid !== orgPpaGuid) return faultAnswer("AUT011003", "Доступ запрещён для поставщика данных");
  if (guard.note(gisMessageGuid, packet.receivedAt) === "too-early" && pollingGuard === "enforce") {
    return faultAnswer("EXP001000", "Произошла ошибка при передаче данных. Попробуйте осуществить передачу повторно");
  }
  const now = clock.now();
  if (fault?.kind === "state-error") {
    const errorMessage = { code: fault.code, description: fault.description };
    const state = writeStateResult({ id: "error", requestState: 3, messageGuid: gisMessageGuid, errorMessage });
    return xml(writeStateEnvelope({ header: headerOf(packet, now), state }), fault.status ?? 500);
  }
  return xml(await writeFinalAnswer(progress, { signer, ids, random, now, style: styleOf(packet) }));
}

function xml(body: Uint8Array, status = 200): StandInAnswer {
  return { status, contentType: "text/xml; charset=utf-8", body };
}
