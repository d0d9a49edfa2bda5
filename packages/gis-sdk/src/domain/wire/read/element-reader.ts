import { scanXml, type XmlHandler, type XmlLimits } from "../xml/scan-xml.js";
import { UnexpectedContent } from "./unexpected-content.js";

/** Reads one element. */
export interface ElementReader {
  /** Path of the element, for messages. */
  readonly path: string;
  /** Children that are texts, each at most once, in any order. */
  readonly texts?: TextChildren;
  /** The reader of any other child, or `undefined` to pass over the child with all that is in it. */
  child?(namespace: string, localName: string): ElementReader | undefined;
  /** The element ends. */
  end?(): void;
}

/** Text children: a table and a list in place of a reader for each, because an answer has thousands of them. */
export interface TextChildren {
  readonly names: TextNames;
  /** Receives the texts, without white space around them, at the places of their names. A new list begins anew. */
  values: (string | undefined)[];
}

/** Names of text children, all of one namespace. */
export interface TextNames {
  readonly namespace: string;
  readonly placeByName: ReadonlyMap<string, number>;
}

/** Names of text children in the order in which their texts are wanted. */
export function textNames(namespace: string, names: readonly string[]): TextNames {
  return { namespace, placeByName: new Map(names.map((name, place) => [name, place])) };
}

/**
 * Reads a document by element readers, without building a tree of it.
 *
 * @param root - Reader of the document itself: its only child is the root element.
 * @throws {@link XmlProblem} for a document that cannot be read; {@link UnexpectedContent} for a text child given twice;
 * whatever a reader throws.
 */
export function readElements(bytes: Uint8Array, limits: XmlLimits, root: ElementReader): void {
  scanXml(bytes, limits, createHandler(root));
}

function createHandler(root: ElementReader): XmlHandler {
  const outer: ElementReader[] = [];
  let reader = root;
  /** Place of the text child that is being read. */
  let place: number | undefined;
  let text = "";
  /** Depth inside an element that is passed over, or in a text child; 0 outside of such. */
  let skipped = 0;
  return {
    open({ namespace, local }) {
      if (skipped > 0) {
        skipped += 1;
        return;
      }
      const names = reader.texts?.names;
      place = names?.namespace === namespace ? names.placeByName.get(local) : undefined;
      const next = place === undefined ? reader.child?.(namespace, local) : undefined;
      if (next === undefined) {
        skipped = 1;
        text = "";
        return;
      }
      outer.push(reader);
      reader = next;
    },
    text(piece) {
      if (skipped === 1 && place !== undefined) text += piece;
    },
    close() {
      if (skipped > 0) {
        skipped -= 1;
        if (skipped === 0 && place !== undefined) keep(reader, place, text.trim());
        return;
      }
      const ended = reader;
      reader = outer.pop() ?? root;
      ended.end?.();
    },
  };
}

function keep(reader: ElementReader, place: number, text: string): void {
  const { texts } = reader;
  if (texts === undefined) return;
  if (texts.values[place] !== undefined) {
    const name = [...texts.names.placeByName.keys()][place];
    throw new UnexpectedContent(`${reader.path}/${name} is given twice`);
  }
  texts.values[place] = text;
}
