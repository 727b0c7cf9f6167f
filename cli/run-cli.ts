import { Command, CommanderError } from "commander";
import { EnvironmentError } from "../server/environment.ts";
import { EmbeddedPostgresError } from "../store/embedded/embedded-postgres-error.ts";
import { isUnavailable } from "../store/is-unavailable.ts";
import { type Cli, type ExitCode, Refused } from "./cli.ts";
import { addApiKeyCommand } from "./commands/api-key.ts";
import { addApplyCommand } from "./commands/apply.ts";
import { addBackupCommands } from "./commands/backup.ts";
import { addCallCommands } from "./commands/calls.ts";
import { addCheckCommand } from "./commands/check.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addExportCommand } from "./commands/export.ts";
import { addFallbackDocumentCommand } from "./commands/fallback-document.ts";
import { addLeadsCommand } from "./commands/leads.ts";
import { addUserCommand } from "./commands/user.ts";
import { addWhoRingsCommand } from "./commands/who-rings.ts";

type Surroundings = Omit<Cli, "finish">;

const COMMANDS = [
  addApplyCommand,
  addExportCommand,
  addCheckCommand,
  addWhoRingsCommand,
  addApiKeyCommand,
  addUserCommand,
  addLeadsCommand,
  addDoctorCommand,
  addCallCommands,
  addBackupCommands,
  addFallbackDocumentCommand,
];

/** Runs one command line (without the program's name) and gives its exit code. */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let code: ExitCode = 0;
  const cli: Cli = {
    ...surroundings,
    finish: (given) => {
      code = given;
    },
  };
  const program = new Command("ringright")
    .description("Routes a business's inbound calls to the right phone, and explains every one.")
    .exitOverride()
    .configureOutput({ writeOut: (text) => void cli.out(text), writeErr: cli.err });
  for (const add of COMMANDS) add(program, cli);
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    cli.err(`${explain(error)}\n`);
    return error instanceof EnvironmentError ? 2 : 1;
  }
}

function explain(error: unknown): string {
  const plain = [Refused, EnvironmentError, EmbeddedPostgresError];
  if (error instanceof Error && plain.some((known) => error instanceof known)) return error.message;
  if (isUnavailable(error)) return `The database can't be reached: ${messageOf(error)}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
