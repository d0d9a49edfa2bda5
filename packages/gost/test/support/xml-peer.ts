import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Availability, absent, available } from "@opora/test-support";

/** How libxml2 is to canonicalize, with each choice spelt out. */
export interface CanonicalForm {
  readonly method: "exclusive" | "inclusive";
  readonly comments: "omit" | "keep";
  readonly inclusivePrefixes: readonly string[];
}

/** What libxml2 makes of a document. */
export type PeerAnswer =
  | { readonly outcome: "canonical"; readonly texts: readonly string[] }
  | { readonly outcome: "not well-formed" }
  /** It has a relative or non-ASCII namespace name, which libxml2 reads but does not canonicalize. */
  | { readonly outcome: "not canonicalizable" };

/** libxml2 in a Python process of its own, which answers in the order it is asked. */
export interface XmlPeer {
  /**
   * One canonical text for each form.
   *
   * `marked` takes the element that carries the attribute `apex`, without the one that carries `gone`.
   */
  canonicalize(xml: Uint8Array, apex: "marked" | "root", forms: readonly CanonicalForm[]): Promise<PeerAnswer>;
  close(): Promise<void>;
}

const script = fileURLToPath(new URL("./xml-peer.py", import.meta.url));

/** Whether Python and libxml2 are on this machine. */
export function findXmlPeer(): Availability<() => XmlPeer> {
  const probe = spawnSync("/usr/bin/python3", [script], { input: "", encoding: "utf8" });
  if (probe.status === 0) return available(startXmlPeer);
  return absent("libxml2 through /usr/bin/python3 is not there: install Debian's python3 and libxml2.");
}

function startXmlPeer(): XmlPeer {
  const child: ChildProcessWithoutNullStreams = spawn("/usr/bin/python3", [script]);
  const waiting: { resolve: (answer: PeerAnswer) => void; reject: (error: Error) => void }[] = [];
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let complaint = "";
  child.stderr.on("data", (data: Buffer) => {
    complaint += data.toString();
  });
  createInterface({ input: child.stdout }).on("line", (line) =>
    waiting.shift()?.resolve(JSON.parse(line) as PeerAnswer),
  );
  void exited.then(() => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`The XML peer stopped: ${complaint}`));
  });

  function ask(question: object): Promise<PeerAnswer> {
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  return {
    canonicalize(xml, apex, forms) {
      return ask({ ask: "canonicalize", xml: Buffer.from(xml).toString("base64"), apex, forms });
    },
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}
