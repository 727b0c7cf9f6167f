import type { Command } from "commander";
import { checkSettings, type SettingsFinding } from "../../directory/check-settings.ts";
import { readCheckSnapshots } from "../../store/read-check-snapshots.ts";
import type { Cli } from "../cli.ts";
import { findAccount } from "../find-account.ts";

/** `ringright check`: callers who would reach nobody, loop, or be rung twice. */
export function addCheckCommand(program: Command, cli: Cli): void {
  program
    .command("check")
    .description("look for numbers, leads and staff whose callers would reach nobody, loop, or ring twice")
    .option("--account <slug>", "this account only")
    .option("--json", "print as JSON")
    .action(async ({ account, json }: { account?: string; json?: true }) => {
      const database = await cli.database();
      if (account !== undefined) await findAccount(database, account);
      const findings: SettingsFinding[] = [];
      for await (const snapshot of readCheckSnapshots(database.query, account ?? null, Date.now())) {
        findings.push(...checkSettings(snapshot));
      }
      if (findings.length > 0) cli.finish(1);
      if (json) {
        await cli.out(`${JSON.stringify({ findings }, null, 2)}\n`);
        return;
      }
      if (findings.length === 0) await cli.out("Nothing found.\n");
      for (const { account: slug, about, code, text } of findings)
        await cli.out(`${slug}: ${about}: ${text} [${code}]\n`);
    });
}
