import type { Command } from "@opora/processing-sdk";

/** A node of the simulated system: one root, two children. */
export type NodeName = "root" | ChildName;

/** A child of the simulated system. */
export type ChildName = "a" | "b";

/** A periodic duty of a node. */
export type Duty = "settle" | "archive" | "cleanup" | "expire" | "totals" | "redrive" | "requests" | "imports";

/** A movement that another system left at the root. */
export interface SimulatedExternal {
  readonly source: string;
  readonly number: string;
  readonly account: string;
  /** Minor units: above zero a credit, below zero a debit. */
  readonly amount: bigint;
}

/** Something that happens in the simulated system. A schedule is a list of these: plain values, printed and replayed. */
export type Step =
  /** A caller gives a command to a node. */
  | { readonly type: "execute"; readonly at: NodeName; readonly command: Command }
  /** A command is left at the root, to be executed by the duty `requests`. */
  | { readonly type: "request"; readonly command: Command }
  /** Another system leaves a document at the root, to be taken by the duty `imports`. */
  | ({ readonly type: "external" } & SimulatedExternal)
  /** These begin at the same time. */
  | { readonly type: "together"; readonly steps: readonly Step[] }
  /** A child makes a message; the network has it then. */
  | { readonly type: "send"; readonly from: ChildName; readonly message: "hello" | "push" | "pull" }
  /** The network delivers one of its messages, whichever was sent first; an answer goes back into the network. */
  | { readonly type: "deliver"; readonly pick: number }
  /** The network delivers a message and keeps a copy of it. */
  | { readonly type: "repeat"; readonly pick: number }
  /** The network loses a message. */
  | { readonly type: "lose"; readonly pick: number }
  /** A duty of a node does one round. */
  | { readonly type: "run"; readonly at: NodeName; readonly duty: Duty }
  /** The store of a node is backed up; at the root the backup is confirmed. */
  | { readonly type: "backUp"; readonly at: NodeName }
  /** A node comes back from its last backup. The archive of the root stays as it is. */
  | {
      readonly type: "restore";
      readonly at: NodeName;
      /** Whether a child is told; it finds out by itself too. The root always is. */
      readonly isDeclared: boolean;
    }
  /** Time passes everywhere. */
  | { readonly type: "elapse"; readonly days: number }
  /** The clock of a node is set to be wrong by so many days. */
  | { readonly type: "skew"; readonly at: NodeName; readonly days: number }
  /** The process of a node dies at its `call`-th use of the store, or the archive, during a step, and starts again. */
  | { readonly type: "crash"; readonly at: NodeName; readonly call: number; readonly during: Step }
  /** The databases of a node are away from the `call`-th use on, for `calls` of them. */
  | {
      readonly type: "disconnect";
      readonly at: NodeName;
      readonly call: number;
      readonly calls: number;
      readonly during: Step;
    }
  /** A child hands over what it has and fetches what is new, over a line without faults. */
  | { readonly type: "cycle"; readonly at: ChildName }
  /** The root does all its duties, once each. */
  | { readonly type: "rootWork" }
  /** A document at a child, with everything that ever happens to one: sent, settled, archived, backed up, cleaned up. */
  | { readonly type: "life"; readonly at: ChildName; readonly command: Command };

/** What happens, in order. */
export type Schedule = readonly Step[];

/** Something that goes wrong in a schedule. Without any, messages arrive once and in order and nobody dies. */
export type Fault =
  /** Messages get lost, arrive twice and overtake each other. */
  | "network"
  /** Processes die. */
  | "crash"
  /** Databases are away for a while. */
  | "disconnect"
  /** Clocks are wrong by up to 25 days; long times pass. */
  | "clock"
  /** An id is used again: at another node, with the same or another content. */
  | "sameId"
  /** Accounts are blocked and closed while children sell. */
  | "block"
  /** The root comes back from a backup. */
  | "restoreRoot"
  /** A child comes back from a backup. */
  | "restoreChild";

/** Every fault. */
export const everyFault: readonly Fault[] = [
  "network",
  "crash",
  "disconnect",
  "clock",
  "sameId",
  "block",
  "restoreRoot",
  "restoreChild",
];
