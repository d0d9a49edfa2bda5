/**
 * Translates a pattern of XML Schema part 2 (appendix F) to an anchored regular expression. Only what the schema set uses
 * is translated; an escape beyond that throws, so that a newer set cannot be misread silently.
 */
export function translatePattern(pattern: string): RegExp {
  let source = "";
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === "\\") {
      at += 1;
      source += translateEscape(pattern.charAt(at), inClass);
    } else if (character === "." && !inClass) {
      source += "[^\\n\\r]";
    } else {
      if (character === "[") inClass = true;
      if (character === "]") inClass = false;
      source += character;
    }
  }
  return new RegExp(`^(?:${source})$`, "u");
}

function translateEscape(character: string, inClass: boolean): string {
  // \d is any decimal digit of Unicode, not only 0 to 9; \s is the white space of XML.
  if (character === "d") return "\\p{Nd}";
  if (character === "s") return inClass ? " \\t\\n\\r" : "[ \\t\\n\\r]";
  if (".\\?*+()[]{}|^$-".includes(character) && character !== "") return `\\${character}`;
  throw new TypeError(`The escape \\${character} of a schema pattern is not supported`);
}
