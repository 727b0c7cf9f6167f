import { stringify } from "yaml";
import { statedCarrier, statedFields, withoutSecrets } from "./present-settings.ts";
import type { CampaignEntry, LeadSettings } from "./settings-schema.ts";
import type { StoredAccount } from "./stored-settings.ts";

/** One account to write, with its campaigns that have not begun, and its leads as they come. */
export type WrittenAccount = {
  stored: StoredAccount;
  campaigns: readonly CampaignEntry[];
  leads: AsyncIterable<LeadSettings>;
};
export type FileOptions = { format: "yaml" | "json"; withSecrets: boolean };

/** Enough text at once that writing is not what takes the time. */
const CHUNK = 65_536;

/**
 * Writes settings as a file that `apply` takes: one account's sections, or a list of accounts.
 * Gives text in pieces, so that an account with many leads needs no more memory than a page of them.
 */
export async function* writeSettingsFile(
  accounts: AsyncIterable<WrittenAccount>,
  form: "one" | "list",
  options: FileOptions,
): AsyncGenerator<string> {
  let text = "";
  const pieces = options.format === "json" ? writeJson : writeYaml;
  for await (const piece of pieces(accounts, form, options.withSecrets)) {
    text += piece;
    if (text.length < CHUNK) continue;
    yield text;
    text = "";
  }
  yield text;
}

type Writer = (
  accounts: AsyncIterable<WrittenAccount>,
  form: "one" | "list",
  withSecrets: boolean,
) => AsyncGenerator<string>;

const writeJson: Writer = async function* (accounts, form, withSecrets) {
  if (form === "list") yield '{"accounts":[';
  let between = "";
  for await (const { leads, ...account } of accounts) {
    const head = JSON.stringify(sectionsOf(account, withSecrets), null, form === "one" ? 2 : undefined);
    yield `${between}${head.replace(/\s*\}$/, "")},\n"leads":[`;
    between = ",\n";
    let comma = "\n";
    for await (const lead of leads) {
      yield `${comma}${JSON.stringify(statedFields(lead))}`;
      comma = ",\n";
    }
    yield "]}";
  }
  yield form === "list" ? "]}\n" : "\n";
};

const writeYaml: Writer = async function* (accounts, form, withSecrets) {
  const indent = form === "list" ? "    " : "";
  if (form === "list") yield "accounts:\n";
  for await (const { leads, ...account } of accounts) {
    // No folding: every value stays on one line, so that lines may be indented as they are.
    const head = stringify(sectionsOf(account, withSecrets), { lineWidth: 0 });
    const lines = head.trimEnd().split("\n");
    yield `${lines.map((line, index) => `${form === "list" && index === 0 ? "  - " : indent}${line}\n`).join("")}`;
    let any = false;
    for await (const lead of leads) {
      if (!any) yield `${indent}leads:\n`;
      any = true;
      const fields = Object.entries(statedFields(lead)).map(
        ([key, value]) => `${key}: ${JSON.stringify(value)}`,
      );
      yield `${indent}  - ${fields.join(`\n${indent}    `)}\n`;
    }
  }
};

/** All but the leads; sections with nothing in them are left out. */
function sectionsOf(
  { stored, campaigns }: Omit<WrittenAccount, "leads">,
  withSecrets: boolean,
): Record<string, unknown> {
  const sections = {
    account: statedFields(stored.account),
    carriers: stored.carriers.map(({ settings }) => statedCarrier(settings, withSecrets)),
    staff: stored.staff.map(({ settings }) => statedFields(settings)),
    numbers: stored.numbers.map(({ settings }) => statedFields(settings)),
    webhooks: stored.webhooks.map(({ settings }) => {
      const fields = statedFields(settings);
      return withSecrets ? fields : withoutSecrets(fields);
    }),
    campaigns: campaigns.map((campaign) => statedFields(campaign)),
  };
  return Object.fromEntries(
    Object.entries(sections).filter(([, section]) => !Array.isArray(section) || section.length > 0),
  );
}
