/**
 * A lock on a path that belongs to a process and can be taken over once that process is dead.
 *
 * The lock is a file with the identity of its owner. `link()` makes it appear complete and at most once. A dead owner's
 * file may be replaced only by the process that holds the lock on *burying that owner*: a second lock of the same kind,
 * whose name holds the dead owner's token. Tokens are never reused, so whoever comes late finds another token in the
 * file and gives the burial up. A process that dies while burying is buried in the same way.
 */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { SqlError } from "@opora/sql";
import { identifyThisProcess, judgeLiveness, type ProcessIdentity } from "./process-identity.js";

/** A lock that this process holds. */
export interface OwnerLock {
  /** Gives the lock back. */
  release(): void;
}

interface OwnerRecord extends ProcessIdentity {
  readonly token: string;
}

// Each level is a process that died in the few system calls of a burial.
const burialDepthMax = 8;
const attemptsMax = 1000;

/**
 * Takes the lock at `path`.
 *
 * @throws SqlError `SQL_STORE_LOCKED` when its owner runs, or may run somewhere out of sight.
 */
export function takeOwnerLock(path: string): OwnerLock {
  const record: OwnerRecord = { ...identifyThisProcess(), token: randomUUID() };
  const draft = `${path}.${record.token}`;
  writeDurably(draft, JSON.stringify(record));
  try {
    take(path, draft, record, burialDepthMax);
  } finally {
    unlinkIfThere(draft);
  }
  removeLeftovers(path, record);
  return {
    release() {
      // Somebody may have removed the file by hand and another process taken its place.
      if (readOwner(path)?.token === record.token) unlinkIfThere(path);
    },
  };
}

function take(path: string, draft: string, record: OwnerRecord, depthLeft: number): void {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    if (linkUnlessThere(draft, path)) return;
    const owner = readOwner(path);
    // Released meanwhile: try again.
    if (owner === undefined) continue;
    refuseUnlessDead(path, owner, record);
    if (replaceDeadOwner(path, owner, record, depthLeft)) return;
  }
  throw locked(path, "other processes keep taking and releasing it");
}

/** Replaces the file of a dead owner; `false` when somebody else has done so. */
function replaceDeadOwner(path: string, dead: OwnerRecord, record: OwnerRecord, depthLeft: number): boolean {
  if (depthLeft === 0) throw locked(path, "its takeover failed too often; remove the owner files by hand");
  const burial = `${path}.${dead.token}.burial`;
  const draft = `${path}.${record.token}.${depthLeft}`;
  writeDurably(draft, JSON.stringify(record));
  try {
    take(burial, draft, record, depthLeft - 1);
    try {
      if (readOwner(path)?.token !== dead.token) return false;
      renameSync(draft, path);
      return true;
    } finally {
      unlinkIfThere(burial);
    }
  } finally {
    unlinkIfThere(draft);
  }
}

/** Removes drafts and burials that killed processes left. None of them matters: the lock is in other, living hands. */
function removeLeftovers(path: string, self: OwnerRecord): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${basename(path)}.`)) continue;
    const leftover = join(folder, name);
    const owner = parseOwner(ifThere(() => readFileSync(leftover, "utf8")) ?? "");
    if (owner !== undefined && judgeLiveness(owner, self) === "dead") unlinkIfThere(leftover);
  }
}

function refuseUnlessDead(path: string, owner: OwnerRecord, self: ProcessIdentity): void {
  const liveness = judgeLiveness(owner, self);
  if (liveness === "dead") return;
  const who = `process ${owner.pid} on ${owner.host}`;
  throw locked(
    path,
    liveness === "alive"
      ? `${who} has it open`
      : `${who} had it open, and from here nobody can tell whether it still runs; if it does not, remove ${path}`,
  );
}

function locked(path: string, reason: string): SqlError {
  return new SqlError("SQL_STORE_LOCKED", `The database is locked: ${reason}. A SQLite file has one owner at a time.`, {
    details: { path },
  });
}

function readOwner(path: string): OwnerRecord | undefined {
  const text = ifThere(() => readFileSync(path, "utf8"));
  if (text === undefined) return undefined;
  const owner = parseOwner(text);
  if (owner === undefined)
    throw locked(path, `${path} is not an owner file; remove it if no process uses the database`);
  return owner;
}

function parseOwner(text: string): OwnerRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<OwnerRecord>;
    const isComplete =
      Number.isSafeInteger(value.pid) && typeof value.host === "string" && /^[\w-]{36}$/.test(value.token ?? "");
    return isComplete ? (value as OwnerRecord) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Synced, so that a power failure does not leave a lock that names nobody. */
function writeDurably(path: string, text: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function linkUnlessThere(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function unlinkIfThere(path: string): void {
  ifThere(() => unlinkSync(path));
}

function ifThere<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
