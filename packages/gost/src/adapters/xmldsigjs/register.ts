import { type GostBits, GostError } from "@opora/gost";
import { xmlAlgorithms } from "@opora/gost/xml";
import { DOMImplementation, DOMParser, XMLSerializer } from "@xmldom/xmldom";
import { getNodeDependency, setNodeDependencies } from "xml-core";
import { CryptoConfig } from "xmldsigjs";
import { digestAlgorithm, signatureAlgorithm } from "./algorithms.js";
import { canonicalizations } from "./transforms.js";

const keyLengths: readonly GostBits[] = [256, 512];

const digests = keyLengths.map((bits) => ({ uri: xmlAlgorithms[bits].digest, algorithm: digestAlgorithm(bits) }));

/** The spelling without the last dash is in circulation; the registered one comes first and so is what gets written. */
const signatures = keyLengths.flatMap((bits) => {
  const { signature } = xmlAlgorithms[bits];
  const spellings = [signature, signature.replace(/-(?=\d+$)/, "")];
  return spellings.map((uri) => ({ uri, algorithm: signatureAlgorithm(bits, uri) }));
});

/**
 * Teaches xmldsigjs and xadesjs GOST: Streebog, GOST R 34.10-2012 and canonicalizations that are right. Their registries
 * belong to the whole process, so this changes them for everybody in it: the new algorithms come beside the others, the
 * canonicalizations replace theirs, and a DOM implementation is provided only where none was set.
 *
 * The functions of this entry point call it themselves. Calling it again changes nothing.
 */
export function registerGost(): void {
  provideDom();
  for (const { uri, algorithm } of digests) CryptoConfig.RegisterHashAlgorithm(uri, algorithm);
  for (const { uri, algorithm } of signatures) CryptoConfig.RegisterSignatureAlgorithm(uri, algorithm);
  for (const [uri, transform] of Object.entries(canonicalizations)) CryptoConfig.RegisterTransform(uri, transform);
}

function provideDom(): void {
  const dependencies = { DOMImplementation, DOMParser: StrictDomParser, XMLSerializer };
  for (const [name, dependency] of Object.entries(dependencies)) {
    if (!hasDependency(name)) setNodeDependencies({ [name]: dependency });
  }
}

function hasDependency(name: string): boolean {
  try {
    getNodeDependency(name);
    return true;
  } catch {
    // xml-core has no other way to ask.
    return false;
  }
}

/** xmldom reports errors and goes on by default; what it cannot read must not be signed or verified. */
class StrictDomParser extends DOMParser {
  constructor() {
    super({
      onError(level, message) {
        if (level !== "warning")
          throw new GostError("GOST_XML_INVALID", `The XML document is not well-formed: ${message}`);
      },
    });
  }
}
