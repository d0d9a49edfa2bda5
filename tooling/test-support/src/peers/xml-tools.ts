import { type Availability, absent, available } from "../availability.js";
import { type Command, createCommand, succeeds } from "../command.js";

/** Finds xmllint (libxml2): schema validation and canonicalisation. */
export async function findXmllint(): Promise<Availability<Command>> {
  const xmllint = createCommand({ file: "xmllint" });
  if (await succeeds(xmllint, ["--version"])) return available(xmllint);
  return absent("no xmllint: install the package libxml2-utils");
}

/** Finds the Python of the system with lxml: run scripts with `["-c", script, …]`. */
export async function findLxml(): Promise<Availability<Command>> {
  // The interpreter of Debian's package; another python3 may stand before it in the PATH.
  const python = createCommand({ file: "/usr/bin/python3" });
  if (await succeeds(python, ["-c", "import lxml.etree"])) return available(python);
  return absent("no lxml: install the package python3-lxml");
}

/** Finds certtool (GnuTLS): an independent reader of CMS signatures. */
export async function findCerttool(): Promise<Availability<Command>> {
  const certtool = createCommand({ file: "certtool" });
  if (await succeeds(certtool, ["--version"])) return available(certtool);
  return absent("no certtool: install the package gnutls-bin");
}
