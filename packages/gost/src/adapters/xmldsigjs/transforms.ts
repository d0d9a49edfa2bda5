import { canonicalize, transformUri } from "@opora/gost/xml";
import type { Element } from "@xmldom/xmldom";
import {
  XmlDsigC14NTransform,
  XmlDsigC14NWithCommentsTransform,
  XmlDsigExcC14NTransform,
  XmlDsigExcC14NWithCommentsTransform,
} from "xmldsigjs";
import { treeFromDom } from "./tree-from-dom.js";

/**
 * xmldsigjs canonicalizes wrongly where namespaces are undeclared, rebound or sorted with prefixes in capitals. These
 * classes stand in for its own; they inherit from them because xmldsigjs asks for its classes by `instanceof`.
 */
class ExclusiveTransform extends XmlDsigExcC14NTransform {
  override GetOutput(): string {
    return exclusive(this, "omit");
  }
}

class ExclusiveTransformWithComments extends XmlDsigExcC14NWithCommentsTransform {
  override GetOutput(): string {
    return exclusive(this, "keep");
  }
}

class InclusiveTransform extends XmlDsigC14NTransform {
  override GetOutput(): string {
    return decode(canonicalize(treeOf(this), { method: "inclusive" }));
  }
}

class InclusiveTransformWithComments extends XmlDsigC14NWithCommentsTransform {
  override GetOutput(): string {
    return decode(canonicalize(treeOf(this), { method: "inclusive", comments: "keep" }));
  }
}

/** The classes by the identifiers of their transforms. */
export const canonicalizations = {
  [transformUri.exclusive]: ExclusiveTransform,
  [`${transformUri.exclusive}WithComments`]: ExclusiveTransformWithComments,
  [transformUri.inclusive]: InclusiveTransform,
  [`${transformUri.inclusive}#WithComments`]: InclusiveTransformWithComments,
} as const;

function exclusive(transform: XmlDsigExcC14NTransform, comments: "omit" | "keep"): string {
  const prefixes = transform.InclusiveNamespacesPrefixList?.split(/[ \t\r\n]+/).filter((prefix) => prefix !== "") ?? [];
  const listed = prefixes.length === 0 ? {} : { inclusivePrefixes: prefixes };
  return decode(canonicalize(treeOf(transform), { method: "exclusive", comments, ...listed }));
}

function treeOf(transform: XmlDsigC14NTransform | XmlDsigExcC14NTransform) {
  const node = transform.GetInnerXml() as Element | null;
  if (node === null) throw new Error("A transform was asked for its output before it had an input.");
  return treeFromDom(node);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
