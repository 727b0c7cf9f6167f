import { type Command, Option } from "commander";
import { STAFF_ROLES } from "../../directory/settings-schema.ts";
import { openSignIn } from "../../server/sign-in/open-sign-in.ts";
import { applySettings } from "../../store/apply-settings.ts";
import { invite } from "../../store/keep-invitations.ts";
import { dropSecondFactor, findPersonByEmail } from "../../store/keep-people.ts";
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
  invite?: true;
};

/** `ringright user create|invite|reset-link`: staff members, and how they sign in. */
export function addUserCommand(program: Command, cli: Cli): void {
  const command = program.command("user").description("staff members, and how they sign in");
  command
    .command("create")
    .description("add a staff member to an account")
    .requiredOption("--account <slug>", "the account")
    .requiredOption("--email <email>", "their e-mail")
    .requiredOption("--name <name>", "their name")
    .option("--phone <phone>", "the phone that rings for them")
    .addOption(new Option("--role <role>", "what they may do").choices([...STAFF_ROLES]).default("member"))
    .option("--ring-seconds <seconds>", "how long their phone rings")
    .option("--invite", "print a link by which they choose a password")
    .action((options: Options) => createUser(cli, options));
  command
    .command("invite")
    .description("print a link by which a staff member chooses a password; it works once, for seven days")
    .requiredOption("--account <slug>", "the account")
    .requiredOption("--email <email>", "their e-mail")
    .action((options: Pick<Options, "account" | "email">) => inviteUser(cli, options));
  command
    .command("reset-link")
    .description("print a link by which somebody chooses another password; it works once, for a day")
    .requiredOption("--email <email>", "their e-mail")
    .option("--drop-second-factor", "for somebody who lost it: sign-in takes the password alone again")
    .action((options: { email: string; dropSecondFactor?: true }) => resetUser(cli, options));
}

async function createUser(cli: Cli, options: Options): Promise<void> {
  const { account, ringSeconds, invite: wanted, ...person } = options;
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
  if (wanted) await inviteUser(cli, { account, email });
}

async function inviteUser(cli: Cli, options: { account: string; email: string }): Promise<void> {
  const { query } = await cli.database();
  const accountId = await findAccount(await cli.database(), options.account);
  const email = options.email.trim().toLowerCase();
  const found = (await readStaff(query, accountId)).find(({ settings }) => settings.email === email);
  if (found === undefined) throw new Refused(`${options.account} has no staff member ${email}.`);
  if (!found.settings.active) throw new Refused(`${email} is not active in ${options.account}.`);
  const { token } = await invite(query, { accountId, staffId: found.id, email }, Date.now());
  await cli.out(`${cli.environment().publicUrl}/accept-invitation#${token}\n`);
}

const DAY_MS = 24 * 60 * 60 * 1000;

async function resetUser(cli: Cli, options: { email: string; dropSecondFactor?: true }): Promise<void> {
  const database = await cli.database();
  const person = await findPersonByEmail(database.query, options.email.trim());
  if (person === null) throw new Refused(`Nobody signs in as ${options.email}.`);
  const { publicUrl } = cli.environment();
  const log = { error: (_: object, message: string) => cli.err(`${message}\n`) };
  const signIn = openSignIn({ database, publicUrl, sendMail: null, log });
  const token = await signIn.makeResetToken(person.id, new Date(Date.now() + DAY_MS));
  if (options.dropSecondFactor) await dropSecondFactor(database.query, person.id);
  await cli.out(`${publicUrl}/reset-password#${token}\n`);
}
