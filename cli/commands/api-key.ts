import { type Command, Option } from "commander";
import { makeApiKey } from "../../access/api-key.ts";
import { ROLES } from "../../access/roles.ts";
import { insertApiKey, listApiKeys, revokeApiKey } from "../../store/keep-api-keys.ts";
import { type Cli, Refused } from "../cli.ts";
import { findAccount } from "../find-account.ts";

/** `ringright api-key create|list|revoke`. */
export function addApiKeyCommand(program: Command, cli: Cli): void {
  const command = program.command("api-key").description("keys for the API");
  command
    .command("create")
    .description("make a key and print it alone; it is not shown again")
    .requiredOption("--account <slug>", "the account it opens")
    .addOption(new Option("--role <role>", "what it may do").choices([...ROLES]).default("owner"))
    .option("--label <text>", "what it is for")
    .action(async ({ account, role, label }: { account: string; role: string; label?: string }) => {
      const { query, accountId } = await open(cli, account);
      const made = makeApiKey();
      await insertApiKey(query, accountId, made, { role, label: label?.trim() || null });
      await cli.out(`${made.key}\n`);
    });
  command
    .command("list")
    .description("list the keys of an account")
    .requiredOption("--account <slug>", "the account")
    .option("--json", "print as JSON")
    .action(async ({ account, json }: { account: string; json?: true }) => {
      const { query, accountId } = await open(cli, account);
      const keys = await listApiKeys(query, accountId);
      if (json) {
        await cli.out(`${JSON.stringify(keys, null, 2)}\n`);
        return;
      }
      for (const { id, hint, role, label, createdAt } of keys)
        await cli.out(
          `${id}  ${hint}  ${role}  ${createdAt.toISOString()}  ${label ?? ""}`.trimEnd().concat("\n"),
        );
    });
  command
    .command("revoke")
    .description("take a key back; it opens nothing from then on")
    .argument("<id>", "its id, as list shows it")
    .requiredOption("--account <slug>", "the account")
    .action(async (id: string, { account }: { account: string }) => {
      const { query, accountId } = await open(cli, account);
      if (!(await revokeApiKey(query, accountId, id)))
        throw new Refused(`${account} has no key with the id ${id}.`);
      await cli.out(`The key ${id} is revoked.\n`);
    });
}

async function open(cli: Cli, slug: string) {
  const database = await cli.database();
  return { query: database.query, accountId: await findAccount(database, slug) };
}
