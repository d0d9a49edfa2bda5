import type { PacketDecision } from "../domain/policy/decision.js";
import { decideAfterPoll, decideAfterUnverifiedAnswer } from "../domain/policy/poll-decision.js";
import type { Packet } from "../domain/records/packet.js";
import { isPacketEventAllowed } from "../domain/states/packet-transitions.js";
import { soapActionOf } from "../domain/wire/profile.js";
import { writeGetStateEnvelope } from "../domain/wire/write-request-envelope.js";
import { GisError } from "../errors.js";
import { type ExchangeEnd, exchangeOutcome, exchangeWithGis, sha256 } from "./exchange-with-gis.js";
import { decisionContext, type LoadingContext } from "./loading-context.js";
import { settleExchange } from "./settle-exchange.js";
import { whyUnverified } from "./verify-answer.js";

/**
 * Asks ГИС ЖКХ once for the state of a claimed packet and applies what it answers, all of it in one commit.
 *
 * @returns The packet as it now is.
 */
export async function pollPacket(context: LoadingContext, claimed: Packet, signal?: AbortSignal): Promise<Packet> {
  const { gisMessageGuid } = claimed;
  if (gisMessageGuid === undefined) {
    throw new GisError("GIS_STORE_CORRUPT", "A packet that is to be polled has no GUID of ГИС ЖКХ.", {
      details: { taskId: claimed.taskId, packetNumber: claimed.number },
    });
  }
  const messageGuid = context.ids.uuid();
  const startedAt = context.clock.now();
  const request = writeGetStateEnvelope({
    header: { ...context.sender, date: startedAt, messageGuid },
    messageGuid: gisMessageGuid,
  });
  const soapAction = soapActionOf("getState");
  const end = await exchangeWithGis(context, { soapAction, body: request }, signal);
  const distrust = whyUnverified(context, end);
  return settleExchange(context, {
    packet: claimed,
    record: (packet) => {
      const { taskId, number } = packet;
      const exchange = packet.exchanges + 1;
      const requestSha256 = sha256(request);
      return {
        exchange: {
          taskId,
          number,
          exchange,
          kind: "poll",
          messageGuid,
          soapAction,
          request,
          requestSha256,
          startedAt,
        },
        outcome: exchangeOutcome(packet, exchange, end),
      };
    },
    decide: (packet) => {
      if (packet.gisMessageGuid !== gisMessageGuid) return undefined;
      const decision = decide(context, packet, end, distrust);
      return isPacketEventAllowed(packet, decision.event) ? decision : undefined;
    },
  });
}

function decide(
  context: LoadingContext,
  packet: Packet,
  end: ExchangeEnd,
  distrust: string | undefined,
): PacketDecision {
  const circumstances = decisionContext(context);
  if (distrust !== undefined) return decideAfterUnverifiedAnswer(packet, distrust, circumstances);
  return decideAfterPoll(packet, end.outcome, circumstances);
}
