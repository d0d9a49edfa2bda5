import { baseNamespace } from "../namespaces.js";
import type { ElementReader } from "./element-reader.js";
import { UnexpectedContent } from "./unexpected-content.js";

/** What {@link createRecordReader} reads. */
interface RecordReaderOptions<Field extends string> {
  /** Path of the element, for messages. */
  readonly path: string;
  /** Field by local name of the child; the children are of the namespace `base`. */
  readonly fields: ReadonlyMap<string, Field>;
  /** The reader of a child that is no field; `undefined` passes over it. */
  other?(namespace: string, localName: string): ElementReader | undefined;
  /** The element ends: the texts of its fields, trimmed; a field that did not occur is absent. */
  end(values: Readonly<Partial<Record<Field, string>>>): void;
}

/** Reads an element whose children are texts, each at most once, in any order. */
export function createRecordReader<Field extends string>(options: RecordReaderOptions<Field>): ElementReader {
  const { path, fields } = options;
  const values: Partial<Record<Field, string>> = {};
  return {
    child(namespace, localName) {
      const field = namespace === baseNamespace ? fields.get(localName) : undefined;
      if (field === undefined) return options.other?.(namespace, localName);
      return {
        end(text) {
          if (values[field] !== undefined) throw new UnexpectedContent(`${path}/${localName} is given twice`);
          values[field] = text.trim();
        },
      };
    },
    end: () => options.end(values),
  };
}
