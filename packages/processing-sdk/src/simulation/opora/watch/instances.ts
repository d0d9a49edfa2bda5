import type { DocumentRecord } from "@opora/processing-sdk";
import type { ChildName, NodeName } from "../../schedule/step.js";
import { breach } from "../../verdict.js";
import { linesOf } from "../document-line.js";
import type { Instance } from "./instance.js";
import { childNames, type Mirrors, selfOf, type Watch } from "./watch.js";

/** Every document that a node has ever recorded. */
export interface Instances extends Watch {
  all(): Iterable<Instance>;
  /** What a child has recorded and did not lose, by its number. */
  heldBy(child: ChildName): ReadonlyMap<bigint, Instance>;
  /** What an origin may have had at a sequence number: several after a restore. */
  at(originId: string, seq: bigint): readonly Instance[];
  /** Documents with an id, at whichever node. */
  withId(id: string): readonly Instance[];
}

/** Follows what is recorded, and that numbers at children have no gaps. */
export function watchInstances(mirrors: Mirrors): Instances {
  const all: Instance[] = [];
  const byId = new Map<string, Instance[]>();
  const held: Record<ChildName, Map<bigint, Instance>> = { a: new Map(), b: new Map() };
  const byOrigin = new Map<string, Map<bigint, Instance[]>>();
  const lastNo: Record<ChildName, bigint> = { a: 0n, b: 0n };
  const backedUpNo: Record<ChildName, bigint> = { a: 0n, b: 0n };
  const incarnations: Record<ChildName, string> = { a: "", b: "" };
  let rootHeld: Instance[] = [];
  let rootBackup: readonly Instance[] = [];

  function record(node: NodeName, document: DocumentRecord): Instance {
    const { id, no, kind, payloadHash } = document;
    const instance: Instance = { id, node, no, kind, payloadHash, lines: linesOf(document), fate: "held" };
    all.push(instance);
    byId.set(id, [...(byId.get(id) ?? []), instance]);
    return instance;
  }

  function assign(child: ChildName, instance: Instance): void {
    const self = selfOf(mirrors[child]);
    if (self === undefined) return;
    const originId = `${self.nodeId}:${self.incarnation}`;
    const ofOrigin = byOrigin.get(originId) ?? new Map<bigint, Instance[]>();
    byOrigin.set(originId, ofOrigin);
    const seq = instance.no - self.sequenceBase;
    ofOrigin.set(seq, [...(ofOrigin.get(seq) ?? []), instance]);
  }

  /** A new incarnation hands over again what is above its base. */
  function followIncarnation(child: ChildName): void {
    const self = selfOf(mirrors[child]);
    if (self === undefined || self.incarnation === incarnations[child]) return;
    incarnations[child] = self.incarnation;
    for (const instance of held[child].values()) if (instance.no > self.sequenceBase) assign(child, instance);
  }

  function takeIn(child: ChildName, document: DocumentRecord): boolean {
    const isNext = document.no === lastNo[child] + 1n;
    lastNo[child] = document.no;
    const instance = record(child, document);
    held[child].set(document.no, instance);
    assign(child, instance);
    return isNext;
  }

  for (const child of childNames) {
    incarnations[child] = selfOf(mirrors[child])?.incarnation ?? "";
    const known = [...mirrors[child].documents.values()].sort((left, right) => (left.no < right.no ? -1 : 1));
    for (const document of known) takeIn(child, document);
  }
  for (const document of mirrors.root.documents.values()) {
    if (document.originSeq === null) rootHeld.push(record("root", document));
  }

  return {
    all: () => all,
    heldBy: (child) => held[child],
    at: (originId, seq) => byOrigin.get(originId)?.get(seq) ?? [],
    withId: (id) => byId.get(id) ?? [],
    committed(node, commit) {
      if (node === "root") {
        for (const document of commit.newDocuments) {
          if (document.originSeq === null) rootHeld.push(record("root", document));
        }
        return undefined;
      }
      if (commit.put.node.length > 0) followIncarnation(node);
      for (const document of commit.newDocuments) {
        const expected = lastNo[node] + 1n;
        if (!takeIn(node, document))
          return breach("monotone", `${node} numbers ${document.id} ${document.no}, not ${expected}`);
      }
      return undefined;
    },
    backedUp(node) {
      if (node === "root") rootBackup = [...rootHeld];
      else backedUpNo[node] = lastNo[node];
    },
    restored(node) {
      if (node === "root") {
        const kept = new Set(rootBackup);
        for (const instance of rootHeld) if (!kept.has(instance)) instance.fate = "lost";
        rootHeld = [...rootBackup];
        return;
      }
      for (const [no, instance] of held[node]) {
        if (no <= backedUpNo[node]) continue;
        instance.fate = "lost";
        held[node].delete(no);
      }
      lastNo[node] = backedUpNo[node];
      incarnations[node] = selfOf(mirrors[node])?.incarnation ?? "";
    },
  };
}
