import type { Command } from "commander";
import { BackupError, backUpDatabase, restoreDatabase } from "../../store/back-up-database.ts";
import { type Cli, Refused } from "../cli.ts";

/** `ringright backup FILE` and `restore FILE`: all accounts with their calls, from any PostgreSQL to any other. */
export function addBackupCommands(program: Command, cli: Cli): void {
  program
    .command("backup <file>")
    .description("save everything (settings, secrets, leads, calls) to a file; the server may go on running")
    .action(async (file: string) => {
      await backUpDatabase((await cli.database()).pool, cli.near(file));
      await cli.out(`Saved to ${file}. It holds secrets: keep it private.\n`);
    });
  program
    .command("restore <file>")
    .description("put a backup into an installation that has no accounts yet")
    .action(async (file: string) => {
      try {
        await restoreDatabase((await cli.database()).pool, cli.near(file));
      } catch (error) {
        if (error instanceof BackupError) throw new Refused(`${file}: ${error.message}.`);
        if (error instanceof Error && "code" in error && error.code === "ENOENT") {
          throw new Refused(`${file}: there is no such file.`);
        }
        throw error;
      }
      await cli.out("Restored. Start the server anew: it keeps its old signing secret until then.\n");
    });
}
