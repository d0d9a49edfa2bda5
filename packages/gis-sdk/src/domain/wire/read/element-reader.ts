import { scanXml, type XmlHandler, type XmlLimits } from "./scan-xml.js";

/** Reads one element: which readers its children get, and what is done with its text at its end. */
export interface ElementReader {
  /** The reader of a child, or `undefined` to pass over the child with all that is in it. */
  child?(namespace: string, localName: string): ElementReader | undefined;
  /** The element ends; `text` is the character data directly in it, as written. */
  end?(text: string): void;
}

/**
 * Reads a document by element readers, without building a tree of it.
 *
 * @param root - Chooses the reader of the root element.
 * @throws {@link XmlProblem} for a document that cannot be read; whatever a reader throws.
 */
export function readElements(
  bytes: Uint8Array,
  limits: XmlLimits,
  root: (namespace: string, localName: string) => ElementReader | undefined,
): void {
  scanXml(bytes, limits, createHandler(root));
}

function createHandler(root: (namespace: string, localName: string) => ElementReader | undefined): XmlHandler {
  const readers: ElementReader[] = [];
  const outerTexts: string[] = [];
  let reader: ElementReader = { child: root };
  let text = "";
  /** Depth inside an element that is passed over; 0 outside of such. */
  let skipped = 0;
  return {
    open({ uri, local }) {
      if (skipped > 0) {
        skipped += 1;
        return;
      }
      const next = reader.child?.(uri, local);
      if (next === undefined) {
        skipped = 1;
        return;
      }
      readers.push(reader);
      outerTexts.push(text);
      reader = next;
      text = "";
    },
    text(piece) {
      if (skipped === 0 && reader.end !== undefined) text += piece;
    },
    close() {
      if (skipped > 0) {
        skipped -= 1;
        return;
      }
      const ended = reader;
      const endedText = text;
      reader = readers.pop() ?? ended;
      text = outerTexts.pop() ?? "";
      ended.end?.(endedText);
    },
  };
}
