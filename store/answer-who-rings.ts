import { isCountry, normaliseCaller, normalisePhone } from "../directory/normalise-phone.ts";
import { readWallTime } from "../hours/say-time.ts";
import { decideCall } from "../routing/decide-call.ts";
import type { Decision } from "../routing/decision.ts";
import type { Attestation, E164 } from "../routing/values.ts";
import type { Database } from "./open-database.ts";
import { readFacts } from "./read-facts.ts";

export type WhoRingsAnswer =
  | { ok: true; decision: Decision; from: E164 | null; to: E164 }
  | { ok: false; field: "from" | "to" | "at" | "menuKey"; message: string };

/** Words that stand for a caller who withholds the number. */
const WITHHELD = /^(withheld|anonymous)$/i;

/**
 * Says who would ring, by the very same facts and decision as a real call at that time: milliseconds since 1970,
 * or what the clock on the account's wall shows ("2026-03-02T14:05").
 * `menuKey` is what the caller pressed in the number's menu.
 * `from` is null or a word for a withheld caller. Of one account only where `accountId` is given: then others' numbers are unknown.
 */
export async function answerWhoRings(
  database: Database,
  question: {
    from: string | null;
    to: string;
    at: number | string;
    menuKey?: string | undefined;
    attestation?: Attestation | null | undefined;
  },
  accountId: string | null,
): Promise<WhoRingsAnswer> {
  const numbers = await readNumbers(database, accountId);
  const called = numbers.find(({ number, country }) => {
    return (
      number === question.to.trim() || (isCountry(country) && number === normalisePhone(question.to, country))
    );
  });
  if (called === undefined) return { ok: false, field: "to", message: unknown(question.to, numbers) };
  const to = called.number as E164;
  const withheld = question.from === null || WITHHELD.test(question.from.trim());
  const from =
    withheld || !isCountry(called.country) ? null : normaliseCaller(question.from ?? "", called.country);
  if (from === null && !withheld) {
    const message = `${JSON.stringify(question.from)} is no phone number: expected one such as "+13125550123", or withheld`;
    return { ok: false, field: "from", message };
  }
  const at = typeof question.at === "number" ? question.at : readWallTime(question.at, called.timezone);
  if (at === null) return { ok: false, field: "at", message: "expected a time such as 2026-05-04T13:00:00Z" };
  const { menuKey = null, attestation = null } = question;
  const found = await readFacts(database.pool, { from, to, at, menuKey, attestation });
  if (found === null) return { ok: false, field: "to", message: unknown(question.to, numbers) };
  const keys = found.facts.number.menu?.choices.map(({ key }) => key) ?? [];
  if (menuKey !== null && !keys.includes(menuKey)) {
    const known = keys.length === 0 ? "it has no menu" : `its keys are ${keys.join(", ")}`;
    return { ok: false, field: "menuKey", message: `${menuKey} leads nowhere on this number: ${known}` };
  }
  return { ok: true, decision: decideCall(found.facts), from, to };
}

type Known = { number: string; country: string; timezone: string };

async function readNumbers({ query }: Database, accountId: string | null): Promise<Known[]> {
  let known = query
    .selectFrom("number as n")
    .innerJoin("account as a", "a.id", "n.account_id")
    .select(["n.number", "a.country", "a.timezone"])
    .orderBy("n.number");
  if (accountId !== null) known = known.where("n.account_id", "=", accountId);
  return known.execute();
}

const SHOWN = 20;

function unknown(to: string, numbers: readonly Known[]): string {
  const listed = numbers.slice(0, SHOWN).map(({ number }) => number);
  const more = numbers.length > SHOWN ? ` and ${numbers.length - SHOWN} more` : "";
  const hint =
    listed.length === 0 ? "there are no numbers yet" : `the numbers are ${listed.join(", ")}${more}`;
  return `${JSON.stringify(to)} is none of the numbers here: ${hint}`;
}
