import type { Command } from "commander";
import type { CommandContext } from "../command-context.js";

/** Options that say in whose name a message is sent. */
export interface MessageArguments {
  readonly orgPpaGuid: string;
  readonly operatorSignature?: true;
}

/** No organisation has it: enough for a stand-in, refused by ГИС ЖКХ. */
const noOrganisation = "00000000-0000-4000-8000-000000000000";

/** Adds the options of {@link MessageArguments} to a command. */
export function addMessageOptions(command: Command): Command {
  return command
    .option("--org-ppa-guid <guid>", "the organisation at GIS ZhKKh (orgPPAGUID)", noOrganisation)
    .option("--operator-signature", "an information system's operator signs for the organisation");
}

/** The sender that the options name; says so when they name nobody. */
export function senderOf(
  context: CommandContext,
  { orgPpaGuid, operatorSignature }: MessageArguments,
): { readonly orgPpaGuid: string; readonly isOperatorSignature?: true } {
  if (orgPpaGuid === noOrganisation) {
    context.writeError("opora: without --org-ppa-guid only a stand-in accepts the message\n");
  }
  return { orgPpaGuid, ...(operatorSignature === true ? { isOperatorSignature: true } : {}) };
}
