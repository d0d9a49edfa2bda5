import { constants } from "node:fs";
import { access } from "node:fs/promises";
import type { ColumnNames, CsvFormat, RegisterSource } from "@opora/gis-sdk/csv";
import { type Command, Option } from "commander";
import { type CommandContext, pathOf } from "../command-context.js";
import { UsageError } from "../usage-error.js";

/** Options that name the two registers and say how they are written. */
export interface RegisterArguments {
  readonly billing: string;
  readonly acquiring: string;
  readonly encoding?: NonNullable<CsvFormat["encoding"]>;
  readonly delimiter?: NonNullable<CsvFormat["delimiter"]>;
  readonly columns?: string;
  readonly zonelessTimes: NonNullable<CsvFormat["zonelessTimes"]>;
}

/** Fields of a row by the name that their column has unless `--columns` says otherwise. */
const fieldByColumn: Readonly<Record<string, keyof ColumnNames>> = {
  bill_number: "billNumber",
  supp_id: "supplierId",
  serv_id: "serviceId",
  date: "date",
  main_sum: "mainMinor",
  fine_sum: "fineMinor",
};

/** Adds the options of {@link RegisterArguments} to a command. */
export function addRegisterOptions(command: Command): Command {
  return command
    .requiredOption("--billing <file>", "register of what was charged, CSV")
    .requiredOption("--acquiring <file>", "register of what was paid, CSV")
    .addOption(new Option("--encoding <name>", "detected when not given").choices(["utf-8", "windows-1251"]))
    .addOption(new Option("--delimiter <character>", "detected when not given").choices([";", ",", "\t"]))
    .option("--columns <names>", `names in the header, like bill_number=Счёт,date=Дата`)
    .addOption(
      new Option("--zoneless-times <rule>", "what a time without an offset is taken for")
        .choices(["moscow", "reject"])
        .default("moscow"),
    );
}

/** The register that an option names. */
export async function openRegister(
  context: CommandContext,
  side: "billing" | "acquiring",
  options: RegisterArguments,
): Promise<RegisterSource> {
  const file = pathOf(context, options[side]);
  try {
    await access(file, constants.R_OK);
  } catch (cause) {
    throw new UsageError(`--${side}: cannot read ${options[side]}`, { cause });
  }
  const { encoding, delimiter, columns, zonelessTimes } = options;
  return {
    file,
    format: {
      zonelessTimes,
      ...(encoding === undefined ? {} : { encoding }),
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(columns === undefined ? {} : { columns: parseColumns(columns) }),
    },
  };
}

function parseColumns(text: string): Partial<ColumnNames> {
  return Object.fromEntries(
    text.split(",").map((pair) => {
      const [column = "", name] = pair.split("=");
      const field = fieldByColumn[column.trim()];
      if (field === undefined || name === undefined || name.trim() === "") {
        throw new UsageError(`--columns: "${pair}" is not like bill_number=Name; there are ${knownColumns}`);
      }
      return [field, name.trim()];
    }),
  );
}

const knownColumns = Object.keys(fieldByColumn).join(", ");
