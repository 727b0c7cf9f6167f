import { createReadStream } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Command, Option } from "commander";
import { COMMAND_LINE } from "../../access/actor.ts";
import type { LeadColumns } from "../../directory/csv/lead-columns.ts";
import { isCountry } from "../../directory/normalise-phone.ts";
import { findImport, type LeadImport, readRefused, startImport } from "../../store/imports/keep-imports.ts";
import { refusedLines } from "../../store/imports/refused-lines.ts";
import { runImport } from "../../store/imports/run-import.ts";
import { takeFile } from "../../store/imports/take-file.ts";
import type { Database } from "../../store/open-database.ts";
import { type Cli, Refused } from "../cli.ts";
import { findAccount } from "../find-account.ts";

type Options = {
  account: string;
  name?: string;
  phone?: string[];
  assignedTo?: string;
  blocked?: string;
  consent?: string;
  consentAt?: string;
  skipExisting?: true;
  refused?: string;
  json?: true;
};

/** `ringright leads import FILE`: leads from a CSV file, as the app imports them. */
export function addLeadsCommand(program: Command, cli: Cli): void {
  program
    .command("leads")
    .description("leads")
    .command("import")
    .description("import leads from a CSV file; the same file again changes nothing")
    .argument("<file>", "the file")
    .requiredOption("--account <slug>", "the account")
    .option("--name <column>", "the column with names")
    .option("--phone <column...>", "the columns with phones")
    .option("--assigned-to <column>", "the column with the staff member's e-mail or name")
    .option("--blocked <column>", "the column that says yes for blocked leads")
    .option("--consent <column>", "the column that says how we know that they agreed to be texted")
    .option("--consent-at <column>", "the column with the date on which they agreed")
    .addOption(new Option("--skip-existing", "leave leads that are there already as they are"))
    .option("--refused <file>", "write the rows that were refused to this file, with reasons")
    .option("--json", "print as JSON")
    .action((file: string, options: Options) => importFile(cli, file, options));
}

async function importFile(cli: Cli, file: string, options: Options): Promise<void> {
  const database = await cli.database();
  const accountId = await findAccount(database, options.account);
  const path = cli.near(file);
  await access(path).catch(() => {
    throw new Refused(`${file} can't be read: there is no such file, or it may not be read.`);
  });
  const taken = await takeFile(
    database,
    { id: accountId, country: await countryOf(database, accountId) },
    { name: basename(file), actor: COMMAND_LINE, bytes: createReadStream(path) },
  );
  if (!taken.ok)
    throw new Refused(`${file} ${taken.why === "empty" ? "has no rows" : "is larger than 100 MB"}.`);
  const columns = chooseColumns(taken.head.columns, taken.head.suggested, options);
  await startImport(database.query, accountId, taken.id, columns, options.skipExisting ? "skip" : "update");
  await runImport(database, accountId, taken.id);
  const done = await findImport(database.query, accountId, taken.id);
  if (done !== null) await report(cli, database, done, options);
}

async function countryOf({ query }: Database, id: string) {
  const { country } = await query
    .selectFrom("account")
    .select("country")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return isCountry(country) ? country : "US";
}

/** The columns as said, else as they seem to be. */
function chooseColumns(known: readonly string[], suggested: LeadColumns, options: Options): LeadColumns {
  const columns: LeadColumns = {
    name: options.name ?? suggested.name,
    phones: options.phone ?? suggested.phones,
    assignedTo: options.assignedTo ?? suggested.assignedTo,
    blocked: options.blocked ?? suggested.blocked,
    consentSource: options.consent ?? suggested.consentSource ?? null,
    consentAt: options.consentAt ?? suggested.consentAt ?? null,
  };
  const listed = `The columns are ${known.join(", ")}.`;
  if (columns.phones.length === 0)
    throw new Refused(`No column seems to hold phones: say which with --phone. ${listed}`);
  const { name, phone = [], assignedTo, blocked, consent, consentAt } = options;
  const said = [name, ...phone, assignedTo, blocked, consent, consentAt];
  const unknown = said.find((column) => column !== undefined && !known.includes(column));
  if (unknown !== undefined) throw new Refused(`There is no column ${unknown}. ${listed}`);
  return columns;
}

async function report(cli: Cli, database: Database, done: LeadImport, options: Options): Promise<void> {
  const { rows, created, updated, unchanged, refused } = done;
  if (refused > 0) cli.finish(1);
  if (options.json)
    await cli.out(`${JSON.stringify({ rows, created, updated, unchanged, refused }, null, 2)}\n`);
  else
    await cli.out(
      `${rows} rows: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused\n`,
    );
  if (refused === 0) return;
  if (options.refused !== undefined) {
    await writeFile(cli.near(options.refused), refusedLines(database.query, done.account_id, done));
    cli.err(`The refused rows are in ${options.refused}, each with its reason.\n`);
    return;
  }
  for await (const rows of readRefused(database.query, done.account_id, done.id)) {
    for (const { row, reason } of rows) cli.err(`row ${row + 1}: ${reason}\n`);
  }
}
