import { readGreeting } from "../voicemail/greeting.ts";
import { type CarrierSettings, keepSecrets, missingForBrowsers, REQUIRED_SECRETS } from "./carrier-schema.ts";
import { checkGroups } from "./check-groups.ts";
import type { ListedAccount } from "./parse-settings.ts";
import type { Path, Problem } from "./problem.ts";
import type { Elsewhere, StoredAccount } from "./stored-settings.ts";

/**
 * Checks what no field can tell by itself: that everything named exists, in the file or stored, that
 * nothing stands twice, and that a new carrier has its secrets. Pure; gives every problem.
 */
export function checkReferences(
  listed: ListedAccount,
  stored: StoredAccount | null,
  elsewhere: Elsewhere,
): Problem[] {
  const problems: Problem[] = [];
  const report = (path: Path, message: string) => {
    problems.push({ path: [...listed.path, ...path], message });
  };
  const known = (section: string) => !listed.unreadable.has(section);
  if (stored === null && listed.account === null && known("account"))
    report(["account"], `there is no account ${listed.slug}: expected its name, country and timezone`);
  checkTwice(listed, report);
  checkCarriers(listed, stored, elsewhere, report);
  checkNumbers(listed, stored, elsewhere, report);
  const staff = new Set(namesIn(listed.staff, stored?.staff, (one) => one.email));
  listed.leads?.forEach(({ assignedTo }, index) => {
    if (assignedTo !== null && known("staff") && !staff.has(assignedTo))
      report(["leads", index, "assignedTo"], noStaff(assignedTo));
  });
  listed.numbers?.forEach(({ user }, index) => {
    if (user !== null && known("staff") && !staff.has(user))
      report(["numbers", index, "user"], noStaff(user));
  });
  checkGroups(listed, stored, report);
  listed.account?.templates.forEach(({ staff: own }, index) => {
    if (own !== null && known("staff") && !staff.has(own))
      report(["account", "templates", index, "staff"], noStaff(own));
  });
  checkGreetings(listed, stored?.greetings ?? new Set(), report);
  return problems;
}

function checkGreetings(listed: ListedAccount, uploaded: ReadonlySet<string>, report: Report): void {
  const check = (path: Path, written: string | null | undefined) => {
    const greeting = readGreeting(written ?? "");
    if ("play" in greeting && !uploaded.has(greeting.play))
      report([...path, "greeting"], `there is no uploaded greeting ${greeting.play} here: upload it first`);
  };
  check(["account"], listed.account?.greeting);
  listed.numbers?.forEach(({ greeting, menu }, index) => {
    check(["numbers", index], greeting);
    check(["numbers", index, "menu"], menu?.greeting);
  });
  listed.staff?.forEach(({ greeting }, index) => {
    check(["staff", index], greeting);
  });
}

/** What may be held by one account only, but stands in two of the accounts listed. */
export function checkSharing(accounts: readonly ListedAccount[]): Problem[] {
  const problems: Problem[] = [];
  const holders = new Map<string, string>();
  const claim = (what: string, name: string, slug: string, path: Path) => {
    const holder = holders.get(`${what} ${name}`);
    if (holder !== undefined && holder !== slug)
      problems.push({
        path,
        message: `${name} also stands in the account ${holder}: expected it in one only`,
      });
    holders.set(`${what} ${name}`, holder ?? slug);
  };
  for (const { path, slug, carriers, numbers } of accounts) {
    carriers?.forEach(({ id }, index) => {
      claim("carrier", id, slug, [...path, "carriers", index, "id"]);
    });
    numbers?.forEach(({ number }, index) => {
      claim("number", number, slug, [...path, "numbers", index, "number"]);
    });
  }
  return problems;
}

type Report = (path: Path, message: string) => void;

function checkTwice(listed: ListedAccount, report: Report): void {
  const twice = (section: string, field: string, names: readonly string[] | undefined) => {
    const seen = new Set<string>();
    names?.forEach((name, index) => {
      if (seen.has(name)) report([section, index, field], `${name} stands twice in ${section}`);
      seen.add(name);
    });
  };
  twice(
    "carriers",
    "id",
    listed.carriers?.map(({ id }) => id),
  );
  twice(
    "staff",
    "email",
    listed.staff?.map(({ email }) => email),
  );
  twice(
    "numbers",
    "number",
    listed.numbers?.map(({ number }) => number),
  );
  twice(
    "webhooks",
    "url",
    listed.webhooks?.map(({ url }) => url),
  );
}

function checkCarriers(
  listed: ListedAccount,
  stored: StoredAccount | null,
  elsewhere: Elsewhere,
  report: Report,
): void {
  listed.carriers?.forEach((carrier, index) => {
    if (elsewhere.carriers.has(carrier.id))
      report(
        ["carriers", index, "id"],
        `${carrier.id} is taken: a carrier's id is unique in the installation`,
      );
    const before = stored?.carriers.find(({ id }) => id === carrier.id)?.settings ?? null;
    for (const secret of missingSecrets(carrier, before)) {
      report(
        ["carriers", index, secret],
        `is required for a new ${carrier.kind} carrier: expected ${wordsFor(carrier, secret)}`,
      );
    }
    for (const field of missingForBrowsers(keepSecrets(carrier, before))) {
      report(
        ["carriers", index, field],
        "is required for calls from browsers: expected apiKeySid, apiKeySecret and applicationSid, or none of them",
      );
    }
  });
}

function missingSecrets(listed: CarrierSettings, stored: CarrierSettings | null) {
  const whole = keepSecrets(listed, stored);
  return REQUIRED_SECRETS[listed.kind]
    .filter((secret) => whole[secret] === null)
    .map((secret) => (listed.kind === "telnyx" ? ("apiKey" as const) : secret));
}

function wordsFor({ kind }: CarrierSettings, secret: string): string {
  if (kind === "telnyx") return "your API key";
  if (secret === "signingKey") return "your project's signing key";
  return kind === "signalwire" ? "your API token" : "your account's auth token";
}

function checkNumbers(
  listed: ListedAccount,
  stored: StoredAccount | null,
  elsewhere: Elsewhere,
  report: Report,
): void {
  const carriers = new Set(namesIn(listed.carriers, stored?.carriers, ({ id }) => id));
  listed.numbers?.forEach(({ number, carrier }, index) => {
    if (elsewhere.numbers.has(number))
      report(["numbers", index, "number"], `${number} is taken: a number belongs to one account only`);
    if (!listed.unreadable.has("carriers") && !carriers.has(carrier))
      report(["numbers", index, "carrier"], `there is no carrier ${JSON.stringify(carrier)} in this account`);
  });
  const numbers = new Set<string>(namesIn(listed.numbers, stored?.numbers, ({ number }) => number));
  const outbound = listed.account?.defaultOutboundNumber ?? null;
  if (outbound !== null && !listed.unreadable.has("numbers") && !numbers.has(outbound)) {
    report(
      ["account", "defaultOutboundNumber"],
      `${outbound} is not a number of this account: expected one listed under numbers`,
    );
  }
}

function namesIn<T>(
  listed: readonly T[] | null,
  stored: readonly { settings: T }[] | undefined,
  nameOf: (one: T) => string,
): string[] {
  return [...(listed ?? []).map(nameOf), ...(stored ?? []).map(({ settings }) => nameOf(settings))];
}

function noStaff(email: string): string {
  return `there is no staff member ${email} in this account: expected the e-mail of one`;
}
