import type { JsonObject } from "@opora/core";
import { decodeCursor } from "../domain/protocol/cursor.js";
import { ProcessingError } from "../errors.js";
import type { PortOptions, StoreTransaction } from "../ports/store.js";
import type { NodeStorage } from "../storage/node-storage.js";
import {
  type AccountDigest,
  accountsPerRangeMax,
  combineDigests,
  type DigestRange,
  isShared,
  readAccountDigests,
} from "./digest-accounts.js";
import { questionBody, rangesPerQuestion, toAnswer } from "./digest-messages.js";
import { type Divergence, findDivergences } from "./find-divergences.js";

/** What {@link compareWithRoot} needs. */
export interface ComparisonOptions extends PortOptions {
  readonly storage: NodeStorage;
  /** Sends the body of a message `digest` to the root and resolves with the body of the answer. */
  readonly ask: (body: JsonObject) => Promise<JsonObject>;
  /** Accounts in a range, 1 to 1000. Default: 1000. */
  readonly accountsPerRange?: number;
}

/** What a comparison found. */
export interface ComparisonReport {
  /** Accounts of the child that were compared. */
  readonly accounts: number;
  readonly ranges: number;
  /** Accounts that changed at the root since the child pulled last: they say nothing. */
  readonly behind: number;
  /** The first 1000. */
  readonly divergences: readonly Divergence[];
  readonly divergenceCount: number;
  /** Whether everything was compared; the signal stops a comparison between two questions. */
  readonly isFinished: boolean;
}

const divergencesMax = 1000;

/**
 * Compares a child's accounts with the root's: digests of ranges first, of single accounts where they differ. It finds what
 * neither side can see alone, such as rows that were changed by hand.
 *
 * @throws ProcessingError of the transport; `PROCESSING_ENVELOPE_INVALID` for an answer that is none.
 */
export async function compareWithRoot(options: ComparisonOptions): Promise<ComparisonReport> {
  const { storage, signal, accountsPerRange = 1000 } = options;
  const divergences: Divergence[] = [];
  let divergenceCount = 0;
  let behind = 0;
  let accounts = 0;
  let ranges = 0;
  let after: string | null = "";
  while (after !== null && signal?.aborted !== true) {
    const from: string = after;
    const own = await storage.snapshot((transaction) => readRanges(transaction, from, accountsPerRange), { signal });
    const answers = await askRanges(
      options,
      own.map(({ range }) => range),
    );
    for (const [index, { range, digests }] of own.entries()) {
      accounts += digests.length;
      const combined = combineDigests(digests);
      const answer = answers[index];
      if (answer?.digest === combined.digest && answer.count === combined.count) continue;
      const found = await compareRange(options, range);
      behind += found.behind;
      divergenceCount += found.divergences.length;
      divergences.push(...found.divergences.slice(0, divergencesMax - divergences.length));
    }
    ranges += own.length;
    after = own.at(-1)?.range.through ?? null;
  }
  return { accounts, ranges, behind, divergences, divergenceCount, isFinished: after === null };
}

interface OwnRange {
  readonly range: DigestRange;
  readonly digests: readonly AccountDigest[];
}

/** The next ranges of the child's accounts; the last one of all reaches to the end, for what only the root has. */
async function readRanges(
  transaction: StoreTransaction,
  from: string,
  accountsPerRange: number,
): Promise<readonly OwnRange[]> {
  const ranges: OwnRange[] = [];
  let after = from;
  while (ranges.length < rangesPerQuestion) {
    const page = await transaction.range("accounts", "key", {
      prefix: [],
      limit: accountsPerRange,
      ...(after === "" ? {} : { after: [after] }),
    });
    const through = page.length < accountsPerRange ? null : (page.at(-1)?.id ?? null);
    const range = { after, through };
    ranges.push({ range, digests: page.some(isShared) ? await readAccountDigests(transaction, range) : [] });
    if (through === null) break;
    after = through;
  }
  return ranges;
}

async function askRanges({ ask }: ComparisonOptions, ranges: readonly DigestRange[]) {
  const answer = toAnswer(await ask(questionBody({ ranges })));
  if ("ranges" in answer && answer.ranges.length === ranges.length) return answer.ranges;
  throw new ProcessingError("PROCESSING_ENVELOPE_INVALID", "The root answered a digest question with other ranges.");
}

/** Finds the accounts of a range that differ. */
async function compareRange({ storage, ask, signal }: ComparisonOptions, range: DigestRange) {
  const answer = toAnswer(await ask(questionBody({ accountsOf: range })));
  if (!("accounts" in answer)) {
    throw new ProcessingError("PROCESSING_ENVELOPE_INVALID", "The root answered a digest question without accounts.");
  }
  const { own, cursor } = await storage.snapshot(
    async (transaction) => {
      const [node] = await transaction.read("node", [["self"]]);
      return {
        own: await readAccountDigests(transaction, range),
        cursor: decodeCursor(JSON.parse(node?.cursor || "{}"), "cursor"),
      };
    },
    { signal },
  );
  return findDivergences({ own, root: answer.accounts, cursor, isCut: answer.accounts.length > accountsPerRangeMax });
}
