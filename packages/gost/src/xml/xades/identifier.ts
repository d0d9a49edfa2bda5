import { invalidOption } from "@opora/gost";

/**
 * Characters of an `Id`. XML wants an NCName; systems also use bare GUIDs, which may begin with a digit, so that is let
 * through. Everything that has a meaning in markup or in a URI is not.
 */
const identifierForm = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,127}$/u;

/** Whether the text can stand in an `Id` attribute and behind `#` in a reference. */
export function isIdentifier(text: string): boolean {
  return identifierForm.test(text);
}

/** Refuses an option that is no `Id`. */
export function requireIdentifier(option: string, text: string): void {
  if (isIdentifier(text)) return;
  throw invalidOption(option, "must be 1 to 128 letters, digits, '_', '.' or '-', beginning with none of the last two");
}
