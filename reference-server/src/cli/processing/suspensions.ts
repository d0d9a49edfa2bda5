import { plainJson } from "../../processing/plain-json.js";
import type { CommandContext } from "../command-context.js";
import { exitCode } from "../exit-code.js";
import type { CommandReport } from "../report.js";
import type { NodeArguments } from "./database-option.js";
import { withRoot } from "./with-node.js";

/** Options of `opora processing document redrive`. */
export interface RedriveArguments extends NodeArguments {
  readonly documentId: string;
}

/** Lists documents of children whose accounts could not take them; exit code 3 when there are some. */
export function suspendedCommand(context: CommandContext, options: NodeArguments): Promise<CommandReport> {
  return withRoot(context, options, async (root) => {
    const suspensions = await root.suspensions({ limit: 10_000 });
    return {
      exitCode: suspensions.length === 0 ? exitCode.ok : exitCode.partial,
      json: plainJson(suspensions),
      lines: suspensions.map(
        ({ documentId, reason, subject, currency, amount, origin }) =>
          `${documentId}: ${reason} (${subject}), ${amount} ${currency} from ${origin}`,
      ),
    };
  });
}

/** Books a suspended document on its accounts after all. */
export function redriveCommand(context: CommandContext, options: RedriveArguments): Promise<CommandReport> {
  return withRoot(context, options, async (root) => {
    const document = await root.redrive(options.documentId);
    return {
      exitCode: exitCode.ok,
      json: plainJson(document),
      lines: [`${options.documentId}: booked by ${document.id}`],
    };
  });
}
