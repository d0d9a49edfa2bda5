/** Characters with which a spreadsheet takes a field for a formula. */
const formulaStart = /^[=+\-@\t\r]/;
const needsQuotes = /[";\r\n]/;

/** One line of CSV, delimited by `;`, its fields guarded against being taken for formulas. */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(";")}\n`;
}

function csvField(field: string): string {
  const guarded = formulaStart.test(field) ? `'${field}` : field;
  return needsQuotes.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
