import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSampleRegisters, encodeSampleRegister } from "@opora/gis-sdk/testing";

/** The registers of the demonstration on disk. */
export interface DemoRegisters {
  readonly billing: string;
  readonly acquiring: string;
  /** Payment documents that exist at the other side: all but a few. */
  readonly known: ReadonlySet<string>;
}

const bills = 3000;
const unknownDocuments = 5;

/** Writes two registers in the two encodings in use, each with a few lines that are no rows. */
export async function writeDemoRegisters(folder: string): Promise<DemoRegisters> {
  const { billing, acquiring } = createSampleRegisters({ bills });
  const paths = { billing: join(folder, "billing.csv"), acquiring: join(folder, "acquiring.csv") };
  await writeFile(paths.billing, encodeSampleRegister(billing, { brokenLines: 2 }));
  await writeFile(
    paths.acquiring,
    encodeSampleRegister(acquiring, { encoding: "windows-1251", decimalMark: ",", brokenLines: 3 }),
  );
  const known = new Set(billing.map(({ billNumber }) => billNumber));
  for (const { billNumber } of billing.slice(0, unknownDocuments)) known.delete(billNumber);
  return { ...paths, known };
}
