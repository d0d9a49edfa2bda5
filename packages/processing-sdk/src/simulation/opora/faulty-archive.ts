import type { ProcessingArchive } from "@opora/processing-sdk";
import type { FaultyStore } from "./faulty-store.js";

/**
 * The archive as a process of the root reaches it: what happens to the process and its connections happens here too, before
 * the archive has the documents or, with the answer lost, after it has them.
 */
export function createFaultyArchive(inner: ProcessingArchive, { trip }: FaultyStore): ProcessingArchive {
  return {
    async put(content, options) {
      const failure = trip("before the commit");
      if (failure !== undefined) throw failure;
      await inner.put(content, options);
      const lostAnswer = trip("at the commit");
      if (lostAnswer !== undefined) throw lostAnswer;
    },
    async findDocument(id, options) {
      const failure = trip("before the commit");
      if (failure !== undefined) throw failure;
      return inner.findDocument(id, options);
    },
    readPostings: (query, options) => inner.readPostings(query, options),
    close: () => inner.close(),
  };
}
