import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import { PROFILES } from "../carriers/twiml/profile.ts";
import { fillFields } from "../messages/fill-fields.ts";
import { DEFAULT_HELP, readHelp } from "../messages/help-settings.ts";
import type { ReceivedText } from "../store/messages/keep-told-texts.ts";
import { planText } from "../store/messages/plan-text.ts";
import { readHelpFacts } from "../store/messages/read-help-facts.ts";
import type { Database } from "../store/open-database.ts";

/** Two systems that answer each other's HELP stop after one. */
const DAY_MS = 86_400_000;

/**
 * Whoever texts HELP is told who writes to them, unless the carrier tells them. Planned once for each text that came, so
 * a carrier that brings it again changes nothing.
 */
export async function answerHelp(
  { query }: Pick<Database, "query">,
  connection: CarrierConnection,
  text: ReceivedText & { id: string },
  now: number,
): Promise<void> {
  const { accountId, phone, number, body } = text;
  const asked = readHelp(body);
  if (asked === null) return;
  const known = await readHelpFacts(query, { accountId, phone, number, since: now - DAY_MS });
  if (known === null || known.optedOut || known.isOurs || known.answered) return;
  const { answer, text: words } = { ...DEFAULT_HELP, ...known.help };
  if (answer === "never") return;
  if (answer === "ifCarrierDoesNot" && asked === "carriers" && PROFILES[connection.kind].answersHelp) return;
  const filled = fillFields(words, { business: known.business, line: known.label ?? number });
  const key = `help ${connection.id} ${text.id}`;
  await planText(query, {
    accountId,
    kind: "help",
    number,
    phone,
    body: filled,
    leadId: known.leadId,
    now,
    key,
  });
}
