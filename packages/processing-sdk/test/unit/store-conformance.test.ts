import { archiveCases, storeCases } from "@opora/processing-sdk/conformance";
import { createCrashingStore, createMemoryArchive, createMemoryStore } from "@opora/processing-sdk/testing";
import { describe, test } from "vitest";

describe("the store in memory", () => {
  const store = createMemoryStore();
  for (const { name, run } of storeCases) test(name, () => run({ store, transactions: "in turn" }));
});

describe("a store that may fail and does not", () => {
  const store = createCrashingStore(createMemoryStore());
  for (const { name, run } of storeCases) test(name, () => run({ store, transactions: "in turn" }));
});

describe("the archive in memory", () => {
  const archive = createMemoryArchive();
  const readAccount = async (id: string) => archive.content().accounts.find((account) => account.id === id);
  for (const { name, run } of archiveCases) test(name, () => run({ archive, readAccount }));
});
