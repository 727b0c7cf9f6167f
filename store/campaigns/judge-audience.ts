import { type Kysely, sql } from "kysely";
import { chooseCampaignNumber, type SenderNumbers } from "../../campaigns/choose-campaign-number.ts";
import { judgeRecipient, type LeftOutReason } from "../../campaigns/judge-recipient.ts";
import { phoneLooks, zonesOf } from "../../directory/judge-texting.ts";
import { judgeDialing } from "../../directory/normalise-phone.ts";
import type { E164 } from "../../routing/values.ts";
import type { Schema } from "../schema.ts";
import { isOnBlockList } from "../unwanted/is-on-block-list.ts";
import type { DueCampaign } from "./due-campaign.ts";
import { readSenderNumbers } from "./gather-audience.ts";

type Db = Kysely<Schema>;

/** Judged in one transaction, and of these before the process does something else: reading a phone takes 0.1 ms. */
const CHUNK = 1_000;
const SLICE = 10;

type NewPhone = { phone: E164; blocked: boolean; lastNumber: string | null };
/** Somebody who is still to be judged, with their phones in order. */
type NewRow = { id: string; userId: string | null; phones: NewPhone[] };
type JudgedPhone = { phone: E164; number: string | null; reason: LeftOutReason | null };

/**
 * Judges some of those on the list that are still to be judged, and gives each the first of their phones that can be
 * reached; gives how many.
 */
export async function judgeSome(db: Db, campaign: DueCampaign, now: number): Promise<number> {
  const { accountId, id, plan } = campaign;
  const { rows } = await sql<NewRow>`
    SELECT r.id::text, r.user_id::text AS "userId", p.phones
    FROM (SELECT * FROM campaign_recipient r WHERE r.account_id = ${accountId}::bigint AND r.campaign_id = ${id}::bigint
        AND r.state = 'new' ORDER BY r.id LIMIT ${CHUNK}) r
      CROSS JOIN LATERAL (SELECT json_agg(json_build_object('phone', p.phone,
        'blocked', ${isOnBlockList("r.account_id", "p.phone")},
        'lastNumber', (SELECT o.number FROM outreach o WHERE o.account_id = r.account_id AND o.phone = p.phone
          ORDER BY o.number = ANY (${plan.sender.pool}::text[]) DESC, o.at DESC LIMIT 1)) ORDER BY p.place) AS phones
        FROM unnest(coalesce(r.phones, ARRAY[r.phone])) WITH ORDINALITY p (phone, place)) p
    ORDER BY r.id`.execute(db);
  if (rows.length === 0) return 0;
  const numbers = await readSenderNumbers(db, campaign);
  const judged: object[] = [];
  for (const [at, row] of rows.entries()) {
    if (at % SLICE === SLICE - 1) await new Promise((resolve) => setImmediate(resolve));
    judged.push(await judgeOne(campaign, row, numbers));
  }
  await sql`UPDATE campaign_recipient r SET state = g.state, reason = g.reason, zones = g.zones, number = g.number,
      phone = g.phone, phones = g.phones, due_at = CASE WHEN g.state = 'waiting' THEN ${new Date(now)}::timestamptz END
    FROM json_to_recordset(${JSON.stringify(judged)}::json)
      AS g (id bigint, state text, reason text, zones text, number text, phone text, phones text[])
    WHERE r.account_id = ${accountId}::bigint AND r.campaign_id = ${id}::bigint AND r.id = g.id`.execute(db);
  return rows.length;
}

async function judgeOne(campaign: DueCampaign, row: NewRow, numbers: SenderNumbers): Promise<object> {
  const { id, userId } = row;
  const judged: JudgedPhone[] = [];
  for (const phone of row.phones) {
    judged.push(judgePhone(campaign, { ...phone, userId }, numbers));
    // One is enough for a text; a list to call goes on to the next where nobody answers.
    if (campaign.kind === "text" && judged.at(-1)?.reason === null) break;
  }
  const reached = judged.filter(({ reason }) => reason === null);
  const [first] = reached;
  if (first === undefined) {
    // The reason is that of the phone they are known by.
    const { phone = null, reason = null } = judged[0] ?? {};
    return { id, state: "leftOut", reason, phone, zones: null, number: null, phones: null };
  }
  const zones = (await zonesOf(first.phone, campaign.timezone)).join(" ");
  const phones = campaign.kind === "call" && reached.length > 1 ? reached.map(({ phone }) => phone) : null;
  return { id, state: "waiting", reason: null, phone: first.phone, zones, number: first.number, phones };
}

function judgePhone(
  { kind, plan, allowedCountries }: DueCampaign,
  { phone, blocked, lastNumber, userId }: NewPhone & { userId: string | null },
  numbers: SenderNumbers,
): JudgedPhone {
  const number = chooseCampaignNumber(plan.sender, numbers, { phone, userId, lastNumber });
  const reason = judgeRecipient({
    kind,
    ...phoneLooks(phone),
    allowedCountries,
    dialing: judgeDialing(phone, allowedCountries),
    blocked,
    number,
  });
  return { phone, number, reason };
}
