import { readFileSync } from "node:fs";
import type { PythonService } from "@opora/test-support";

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

/** libxml2 in a Python process of its own. */
export interface XmlPeer {
  /**
   * One canonical text for each form.
   *
   * `marked` takes the element that carries the attribute `apex`, without the one that carries `gone`.
   */
  canonicalize(xml: Uint8Array, apex: "marked" | "root", forms: readonly CanonicalForm[]): Promise<PeerAnswer>;
}

/** Starts libxml2; `start` comes from `findPythonWithLxml`. */
export function startXmlPeer(start: (script: string) => PythonService): XmlPeer {
  const service = start(readFileSync(new URL("./xml-peer.py", import.meta.url), "utf8"));
  return {
    canonicalize(xml, apex, forms) {
      const wanted = forms.map(({ inclusivePrefixes, ...form }) => ({
        ...form,
        inclusivePrefixes: [...inclusivePrefixes],
      }));
      return service.ask({ xml: Buffer.from(xml).toString("base64"), apex, forms: wanted });
    },
  };
}
