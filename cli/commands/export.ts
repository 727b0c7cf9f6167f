import type { Command } from "commander";
import { exportSettings } from "../../store/export-settings.ts";
import { type Cli, Refused } from "../cli.ts";

type Options = { account?: string; withSecrets?: true; json?: true };

/** `ringright export`: a settings file that `apply` takes. */
export function addExportCommand(program: Command, cli: Cli): void {
  program
    .command("export")
    .description("print the settings as a file that apply takes")
    .option("--account <slug>", "this account only")
    .option("--with-secrets", "with the carriers' secrets; without them, apply keeps those stored")
    .option("--json", "JSON instead of YAML")
    .action(async ({ account, withSecrets, json }: Options) => {
      const found = await exportSettings(
        await cli.database(),
        account ?? null,
        { format: json ? "json" : "yaml", withSecrets: withSecrets === true },
        cli.out,
      );
      if (!found)
        throw new Refused(
          account === undefined ? "There is no account yet." : `There is no account ${account}.`,
        );
    });
}
