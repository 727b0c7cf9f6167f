import type { Command } from "commander";
import type { Change, FieldChange } from "../../directory/compare-settings.ts";
import { fieldOf } from "../../directory/problem.ts";
import { readSettingsText } from "../../directory/read-settings-text.ts";
import { type AppliedAccount, applySettings } from "../../store/apply-settings.ts";
import { type Cli, Refused } from "../cli.ts";

type Options = { dryRun?: true; json?: true };
type Finding = { line: number; column: number; field: string; message: string };

/** `ringright apply FILE`: settings as data, all or nothing. */
export function addApplyCommand(program: Command, cli: Cli): void {
  program
    .command("apply")
    .description("apply a settings file (YAML or JSON), all or nothing")
    .argument("<file>", "the file; - for standard input")
    .option("--dry-run", "print what would change, and change nothing")
    .option("--json", "print as JSON")
    .action(async (file: string, options: Options) => apply(cli, file, options));
}

async function apply(cli: Cli, file: string, options: Options): Promise<void> {
  const read = readSettingsText(await readText(cli, file));
  if (!read.ok) {
    await refuse(
      cli,
      file,
      read.errors.map((error) => ({ ...error, field: "" })),
      options,
    );
    return;
  }
  const applied = await applySettings(await cli.database(), read.value, { dryRun: options.dryRun === true });
  if (applied.ok) {
    await cli.out(options.json ? printJson(applied.accounts, options) : printText(applied.accounts, options));
    return;
  }
  const findings = applied.problems.map(({ path, message }) => ({
    ...read.locate(path),
    field: fieldOf(path),
    message,
  }));
  await refuse(cli, file, findings, options);
}

async function readText(cli: Cli, file: string): Promise<string> {
  try {
    return await cli.readFile(file);
  } catch (error) {
    throw new Refused(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function refuse(cli: Cli, file: string, found: Finding[], options: Options): Promise<void> {
  cli.finish(1);
  const findings = found.toSorted((one, other) => one.line - other.line || one.column - other.column);
  if (options.json) {
    await cli.out(`${JSON.stringify({ errors: findings }, null, 2)}\n`);
    return;
  }
  for (const { line, field, message } of findings) {
    cli.err(`${file}:${line}: ${field === "" ? "" : `${field}: `}${message}\n`);
  }
  cli.err("Nothing was applied.\n");
}

function printJson(accounts: AppliedAccount[], options: Options): string {
  const shown = accounts.map(({ slug, changes, unchanged }) => ({
    slug,
    ...count(changes),
    unchanged,
    changes,
  }));
  return `${JSON.stringify({ dryRun: options.dryRun === true, accounts: shown }, null, 2)}\n`;
}

function count(changes: readonly Change[]): { created: number; changed: number } {
  const created = changes.filter(({ kind }) => kind === "created").length;
  return { created, changed: changes.length - created };
}

function printText(accounts: AppliedAccount[], { dryRun }: Options): string {
  const lines = accounts.flatMap(({ slug, changes, unchanged }) => {
    if (changes.length === 0)
      return [`${slug}: nothing ${dryRun ? "would change" : "changed"} (${unchanged} unchanged)`];
    const { created, changed } = count(changes);
    const would = dryRun ? "would be " : "";
    const summary = `${slug}: ${would}${created} created, ${changed} changed, ${unchanged} unchanged`;
    return dryRun ? [summary, ...changes.flatMap(printChange)] : [summary];
  });
  return lines.map((line) => `${line}\n`).join("");
}

function printChange({ section, name, kind, fields }: Change): string[] {
  const mark = kind === "created" ? "+" : "~";
  return [
    `  ${mark} ${section} ${name}`,
    ...fields.filter(isWorthShowing).map((change) => printField(change, kind)),
  ];
}

function isWorthShowing({ from, to }: FieldChange): boolean {
  return from !== null || to !== null;
}

function printField({ field, from, to }: FieldChange, kind: Change["kind"]): string {
  return kind === "created" ? `      ${field}: ${show(to)}` : `      ${field}: ${show(from)} -> ${show(to)}`;
}

function show(value: unknown): string {
  if (value === null) return "not set";
  return typeof value === "string" ? value : JSON.stringify(value);
}
