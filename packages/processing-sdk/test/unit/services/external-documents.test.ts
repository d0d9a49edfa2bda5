import { createMemoryArchive } from "@opora/processing-sdk/testing";
import { describe, expect, test } from "vitest";
import { createArchiver } from "../../../src/archive/archiver.js";
import { createExternalDocuments } from "../../../src/external/create-external-documents.js";
import { externalDocumentId, uuidV5 } from "../../../src/external/external-document-id.js";
import type { LedgerWorld } from "../../ledger-world.js";
import { cleanupOf, createRootWithAccounts, dayMs } from "../../services-world.js";

const guid = "0190A7C0-0000-7000-8000-0000000000AB";
const topUp = (accountId: string, amount: bigint) => ({ type: "topUp", accountId, amount }) as const;
const pay = (accountId: string, total: bigint) =>
  ({ type: "pay", total, currency: "RUB", from: { accountId } }) as const;

function externalsOf(
  { storage, context }: LedgerWorld,
  over: Partial<Parameters<typeof createExternalDocuments>[0]> = {},
) {
  return createExternalDocuments({ storage, context, ...over });
}

const balanceOf = async (world: LedgerWorld, id: string) => (await world.ledger.account(id)).balance;

describe("the id of an external document", () => {
  test("is its number when that is a GUID, in lower case and without braces", () => {
    expect(externalDocumentId({ source: "erp", externalNumber: guid })).toBe(guid.toLowerCase());
    expect(externalDocumentId({ source: "erp", externalNumber: `{${guid}}` })).toBe(guid.toLowerCase());
  });

  test("is made of source and number otherwise, so that no two of them share it", () => {
    const idOf = (source: string, externalNumber: string) => externalDocumentId({ source, externalNumber });

    expect(idOf("erp", "17")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(idOf("erp", "17")).toBe(idOf("erp", "17"));
    expect(new Set([idOf("erp", "17"), idOf("erp1", "7"), idOf("shop", "17"), idOf("erp", "17 ")]).size).toBe(4);
  });

  test("follows RFC 9562: the example of its appendix A.4", () => {
    const dnsNamespace = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

    expect(uuidV5(dnsNamespace, "www.example.com")).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  });
});

describe("external documents", () => {
  test("are imported once and tell of it, whether the number is a GUID or a text", async () => {
    const world = await createRootWithAccounts();
    const externals = externalsOf(world);
    const byGuid = { source: "erp", externalNumber: guid, command: topUp("a-pay", 5n) };
    const byText = { source: "erp", externalNumber: "No 17", command: topUp("a-pay", 7n) };
    expect(await externals.add(byGuid)).toMatchObject({ status: "waiting", documentId: guid.toLowerCase() });
    await externals.add(byText);

    expect(await externals.run()).toEqual({ imported: 2, repeated: 0, failed: 0, isFinished: true });
    expect(await externals.add(byText)).toMatchObject({ status: "imported" });
    expect(await externals.run()).toMatchObject({ imported: 0 });

    expect(await balanceOf(world, "a-pay")).toBe(12n);
    expect(await externals.find(byText)).toMatchObject({ status: "imported", at: world.clock.now() });
    const { events, externalDocuments } = await world.store.dump();
    expect(externalDocuments).toEqual([]);
    expect(events.filter(({ type }) => type === "external.imported").map(({ legacyCode }) => legacyCode)).toEqual([
      146_001n,
      146_001n,
    ]);
  });

  test("are executed top-ups first, then debits, then refunds, each in the order of arrival", async () => {
    const world = await createRootWithAccounts();
    const externals = externalsOf(world, { pageSize: 2 });
    const payId = externalDocumentId({ source: "erp", externalNumber: "pay" });
    await externals.add({ source: "erp", externalNumber: "refund", command: { type: "refund", documentId: payId } });
    await externals.add({ source: "erp", externalNumber: "pay", command: pay("a-pay", 10n) });
    await externals.add({ source: "erp", externalNumber: "second", command: pay("a-pay", 10n) });
    await externals.add({ source: "erp", externalNumber: "top-up", command: topUp("a-pay", 10n) });

    expect(await externals.run()).toEqual({ imported: 3, repeated: 0, failed: 1, isFinished: true });

    const { documents } = await world.store.dump();
    const kinds = [...documents].sort((left, right) => Number(left.no - right.no)).map(({ kind }) => kind);
    expect(kinds).toEqual(["topUp", "payment", "refund"]);
    expect(await externals.failures()).toMatchObject([{ externalNumber: "second" }]);
  });

  test("that fail stay listed, are not tried again by themselves, and go through when a person says so", async () => {
    const world = await createRootWithAccounts();
    const externals = externalsOf(world);
    const document = { source: "erp", externalNumber: "17", command: pay("a-pay", 10n) };
    await externals.add(document);
    expect(await externals.run()).toMatchObject({ failed: 1 });
    await world.execute({ type: "topUp", id: "t1", accountId: "a-pay", amount: 10n });

    expect(await externals.run()).toMatchObject({ imported: 0, failed: 0 });
    expect(await externals.add(document)).toMatchObject({ status: "failed" });
    expect(await externals.failures()).toMatchObject([
      { externalNumber: "17", status: "failed", code: "PROCESSING_INSUFFICIENT_FUNDS" },
    ]);
    await externals.reprocess(document);
    expect(await externals.find(document)).toMatchObject({ status: "waiting" });
    expect(await externals.run()).toMatchObject({ imported: 1 });

    expect(await balanceOf(world, "a-pay")).toBe(0n);
    expect(await externals.failures()).toEqual([]);
    await expect(externals.reprocess(document)).rejects.toThrow(
      expect.objectContaining({ code: "PROCESSING_DOCUMENT_NOT_FOUND" }),
    );
    const { events } = await world.store.dump();
    expect(events.filter(({ type }) => type.startsWith("external.")).map(({ legacyCode }) => legacyCode)).toEqual([
      147_050n,
      146_001n,
    ]);
  });

  test("that were executed before, by whatever way, are imported without doing anything", async () => {
    const world = await createRootWithAccounts();
    const externals = externalsOf(world);
    await world.execute({ ...topUp("a-pay", 5n), id: guid.toLowerCase() });
    await externals.add({ source: "erp", externalNumber: guid, command: topUp("a-pay", 5n) });

    expect(await externals.run()).toEqual({ imported: 1, repeated: 1, failed: 0, isFinished: true });
    expect(await balanceOf(world, "a-pay")).toBe(5n);
  });

  test("are known by the registry when their document and their result were cleaned up, with an archive or without", async () => {
    const world = await createRootWithAccounts();
    const archive = createMemoryArchive();
    const externals = externalsOf(world);
    const document = { source: "erp", externalNumber: "17", command: topUp("a-pay", 5n) };
    await externals.add(document);
    await externals.run();
    await createArchiver({ storage: world.storage, archive }).run();
    world.clock.advance(400 * dayMs);
    expect(await cleanupOf(world).run()).toMatchObject({ documents: 1, importResults: 1 });

    expect(await externals.add(document)).toMatchObject({ status: "waiting" });
    expect(await externals.run()).toEqual({ imported: 1, repeated: 1, failed: 0, isFinished: true });
    expect(await balanceOf(world, "a-pay")).toBe(5n);
  });

  test("refuse another content under their number, and what no system may send", async () => {
    const world = await createRootWithAccounts();
    const externals = externalsOf(world);
    const malformed = expect.objectContaining({ code: "PROCESSING_MALFORMED_DOCUMENT" });
    const document = { source: "erp", externalNumber: "17", command: topUp("a-pay", 5n) };
    await externals.add(document);

    const conflict = expect.objectContaining({ code: "PROCESSING_IDEMPOTENCY_CONFLICT" });
    await expect(externals.add({ ...document, command: topUp("a-pay", 6n) })).rejects.toThrow(conflict);
    await externals.run();
    await expect(externals.add({ ...document, command: topUp("a-pay", 6n) })).rejects.toThrow(conflict);
    await expect(externals.add({ ...document, source: "" })).rejects.toThrow(malformed);
    await expect(externals.add({ ...document, externalNumber: "a\nb" })).rejects.toThrow(malformed);
    const open = { type: "open", customerId: "c", kind: "bonus", currency: "RUB" };
    await expect(externals.add({ ...document, externalNumber: "18", command: open as never })).rejects.toThrow(
      malformed,
    );
  });
});
