import { type Command, Option } from "commander";
import { STAFF_ROLES } from "../../directory/settings-schema.ts";
import { applySettings } from "../../store/apply-settings.ts";
import { readStaff } from "../../store/read-settings.ts";
import { type Cli, Refused } from "../cli.ts";
import { findAccount } from "../find-account.ts";

type Options = {
  account: string;
  email: string;
  name: string;
  phone?: string;
  role: string;
  ringSeconds?: string;
};

/** `ringright user create`: one new staff member. */
export function addUserCommand(program: Command, cli: Cli): void {
  program
    .command("user")
    .description("staff members")
    .command("create")
    .description("add a staff member to an account")
    .requiredOption("--account <slug>", "the account")
    .requiredOption("--email <email>", "their e-mail")
    .requiredOption("--name <name>", "their name")
    .option("--phone <phone>", "the phone that rings for them")
    .addOption(new Option("--role <role>", "what they may do").choices([...STAFF_ROLES]).default("member"))
    .option("--ring-seconds <seconds>", "how long their phone rings")
    .action((options: Options) => createUser(cli, options));
}

async function createUser(cli: Cli, { account, ringSeconds, ...person }: Options): Promise<void> {
  const database = await cli.database();
  const email = person.email.trim().toLowerCase();
  const staff = await readStaff(database.query, await findAccount(database, account));
  if (staff.some(({ settings }) => settings.email === email))
    throw new Refused(`${account} has a staff member ${email} already.`);
  const seconds = ringSeconds === undefined ? {} : { ringSeconds: Number(ringSeconds) };
  const applied = await applySettings(database, {
    account: { slug: account },
    staff: [{ ...person, ...seconds }],
  });
  if (!applied.ok) {
    throw new Refused(applied.problems.map(({ path, message }) => `${path.at(-1)}: ${message}`).join("\n"));
  }
  await cli.out(`Added ${email} to ${account}.\n`);
}
