import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** What tells one process from every other, also from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process started, in the machine's own unit; absent where the system does not tell. */
  readonly startTime?: string;
  readonly host: string;
  /** Changes with each start of the machine; absent where the system does not tell. */
  readonly bootId?: string;
  /** Where the process number is counted: containers of one machine count apart. */
  readonly pidNamespace?: string;
}

/** Whether the process behind an identity still runs, as far as this process can know. */
export type Liveness = "alive" | "dead" | "unknown";

/** The identity of this process. */
export function identifyThisProcess(): ProcessIdentity {
  const startTime = readProcessState(process.pid)?.startTime;
  const bootId = readOptional(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  const pidNamespace = readOptional(() => readlinkSync("/proc/self/ns/pid"));
  return {
    pid: process.pid,
    host: hostname(),
    ...(startTime !== undefined && { startTime }),
    ...(bootId !== undefined && { bootId }),
    ...(pidNamespace !== undefined && { pidNamespace }),
  };
}

/** Whether `owner` still runs. `dead` is certain; whatever cannot be judged from here is `unknown`. */
export function judgeLiveness(owner: ProcessIdentity, self: ProcessIdentity): Liveness {
  if (owner.host !== self.host) return "unknown";
  if (owner.bootId !== self.bootId) return owner.bootId !== undefined && self.bootId !== undefined ? "dead" : "unknown";
  if (owner.pidNamespace !== self.pidNamespace) return "unknown";
  if (owner.startTime === undefined || self.startTime === undefined) return signalReaches(owner.pid) ? "alive" : "dead";
  const state = readProcessState(owner.pid);
  if (state === undefined) return "dead";
  // A zombie has closed its files; it only waits for its parent to take note.
  if (state.isZombie) return "dead";
  return state.startTime === owner.startTime ? "alive" : "dead";
}

interface ProcessState {
  readonly isZombie: boolean;
  readonly startTime: string;
}

/** Reads `/proc/<pid>/stat` (proc(5)): after the name in parentheses, field 3 is the state and field 22 the start time. */
function readProcessState(pid: number): ProcessState | undefined {
  const stat = readOptional(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, startTime] = [fields[0], fields[19]];
  if (state === undefined || startTime === undefined) return undefined;
  return { isZombie: state === "Z" || state === "X", startTime };
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Reads what some systems do not have. */
function readOptional(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH" || code === "EACCES" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
