import type { ProcessingError } from "../errors.js";
import type { Account } from "./account.js";
import type { MovementDocument } from "./document.js";
import type { Reservation } from "./reservation.js";

/** What an accepted command made: an account, a document or a reservation. */
export type CommandProduct =
  | { readonly type: "account"; readonly account: Account }
  | { readonly type: "document"; readonly document: MovementDocument }
  | { readonly type: "reservation"; readonly reservation: Reservation };

/** The result of one command of a batch. A rejected one changed nothing and hinders no other. */
export type CommandResult =
  | {
      readonly status: "accepted";
      /** Whether the command had been executed before: then this is the stored result. */
      readonly isRepeat: boolean;
      readonly product: CommandProduct;
    }
  | { readonly status: "rejected"; readonly error: ProcessingError };
