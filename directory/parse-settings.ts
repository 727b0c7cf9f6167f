import { z } from "zod";
import { explainIssue, problemsOf } from "./explain-issue.ts";
import { isCountry } from "./normalise-phone.ts";
import type { Path, Problem } from "./problem.ts";
import type { PhoneRules } from "./settings-fields.ts";
import {
  type AccountSettings,
  type CampaignEntry,
  type CarrierSettings,
  type LeadSettings,
  type NumberSettings,
  type StaffSettings,
  settingsSchemas,
  type WebhookSettings,
} from "./settings-schema.ts";
import { stripUnset } from "./strip-unset.ts";

/** What a file says of one account. A section that is null is absent, and stays as it is stored. */
export type ListedAccount = {
  /** Where it stands in the file, for problems. */
  path: Path;
  slug: string;
  account: AccountSettings | null;
  carriers: CarrierSettings[] | null;
  staff: StaffSettings[] | null;
  numbers: NumberSettings[] | null;
  webhooks: WebhookSettings[] | null;
  /** Those that have not begun. */
  campaigns: CampaignEntry[] | null;
  leads: LeadSettings[] | null;
  /** Sections that are there but have problems: nothing is known of what they name. */
  unreadable: ReadonlySet<string>;
};

const SECTIONS = ["account", "carriers", "staff", "numbers", "webhooks", "campaigns", "leads"] as const;
type Given = { path: Path; sections: Record<string, unknown> };

/** The slugs that a settings value names, for looking up what is stored of them. */
export function namedSlugs(value: unknown): string[] {
  return givenAccounts(stripUnset(value), []).flatMap(({ sections }) => slugOf(sections) ?? []);
}

/**
 * Reads a settings value: either the sections of one account, or `accounts`, a list of those.
 * `rulesOf` gives the phone rules of a stored account, or null. All problems are found at once.
 */
export function parseSettings(
  value: unknown,
  rulesOf: (slug: string) => PhoneRules | null,
): { accounts: ListedAccount[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const accounts = givenAccounts(stripUnset(value), problems).flatMap(
    (given) => parseAccount(given, rulesOf, problems) ?? [],
  );
  const seen = new Set<string>();
  for (const { slug, path } of accounts) {
    if (seen.has(slug))
      problems.push({ path: [...path, "account", "slug"], message: `${slug} stands twice` });
    seen.add(slug);
  }
  return { accounts, problems };
}

function givenAccounts(value: unknown, problems: Problem[]): Given[] {
  if (!isFields(value)) {
    problems.push({ path: [], message: `expected the sections ${SECTIONS.join(", ")}, or accounts` });
    return [];
  }
  if (!("accounts" in value)) return [{ path: [], sections: value }];
  const { accounts, ...others } = value;
  for (const key of Object.keys(others))
    problems.push({ path: [key], message: "is not a known field beside accounts" });
  if (!Array.isArray(accounts)) {
    problems.push({ path: ["accounts"], message: "expected a list of accounts" });
    return [];
  }
  return accounts.flatMap((sections: unknown, index) => {
    if (isFields(sections)) return { path: ["accounts", index], sections };
    problems.push({ path: ["accounts", index], message: `expected the sections ${SECTIONS.join(", ")}` });
    return [];
  });
}

function parseAccount(
  { path, sections }: Given,
  rulesOf: (slug: string) => PhoneRules | null,
  problems: Problem[],
): ListedAccount | null {
  for (const key of Object.keys(sections)) {
    if (!(SECTIONS as readonly string[]).includes(key))
      problems.push({ path: [...path, key], message: "is not a known section" });
  }
  const slug = slugOf(sections);
  const stored = slug === null ? null : rulesOf(slug);
  const rules = rulesIn(sections.account) ?? stored ?? { country: "US", allowedCountries: ["US"] };
  const schemas = settingsSchemas(rules);
  const unreadable = new Set<string>();
  const parse = <S extends z.ZodType>(name: string, schema: S): z.output<S> | null => {
    if (sections[name] === undefined) return null;
    const parsed = schema.safeParse(sections[name], { error: explainIssue });
    if (parsed.success) return parsed.data;
    problems.push(...problemsOf(parsed.error, [...path, name]));
    unreadable.add(name);
    return null;
  };
  // The slug alone only says which account is meant; its own settings stay.
  const only = isFields(sections.account) && Object.keys(sections.account).length === 1;
  const account = only && stored !== null ? null : parse("account", schemas.account);
  const listed = {
    carriers: parse("carriers", z.array(schemas.carriers)),
    staff: parse("staff", z.array(schemas.staff)),
    numbers: parse("numbers", z.array(schemas.numbers)),
    webhooks: parse("webhooks", z.array(schemas.webhooks)),
    campaigns: parse("campaigns", z.array(schemas.campaigns)),
    leads: parse("leads", z.array(schemas.leads)),
  };
  if (slug !== null) return { path, slug, account, ...listed, unreadable };
  if (sections.account === undefined)
    problems.push({ path: [...path, "account"], message: "is required: expected at least its slug" });
  return null;
}

function slugOf(sections: Record<string, unknown>): string | null {
  const { account } = sections;
  return isFields(account) && typeof account.slug === "string" ? account.slug : null;
}

/** The phone rules as the file itself states them; null where it doesn't, or not rightly. */
function rulesIn(account: unknown): PhoneRules | null {
  if (!isFields(account) || typeof account.country !== "string") return null;
  const country = account.country.trim().toUpperCase();
  if (!isCountry(country)) return null;
  const { allowedCountries: allowed } = account;
  const stated = Array.isArray(allowed)
    ? allowed.map((code) => String(code).trim().toUpperCase())
    : [country];
  return { country, allowedCountries: stated };
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
