import { type Kysely, type RawBuilder, sql } from "kysely";
import { type DueDigest, digestDue } from "../../notify/digest-due.ts";
import type { NoticeChoices } from "../../notify/notice-choices.ts";
import { DIGEST_EVENT } from "../../notify/notice-events.ts";
import { type DigestContent, isQuiet, writeDigest } from "../../notify/write-digest.ts";
import { OWNER_OF } from "../conversations/conversation-parts.ts";
import { unansweredOf } from "../conversations/unanswered-of.ts";
import { isCallOf } from "../is-call-of.ts";
import type { Database } from "../open-database.ts";
import type { Schema } from "../schema.ts";
import { insertNotices } from "./make-notices.ts";

type Person = {
  accountId: string;
  account: string;
  slug: string;
  zone: string;
  id: string;
  email: string;
  role: string;
  choices: NoticeChoices;
  lastDay: string | null;
};

/** Named in a digest; the others are counted. */
const SHOWN = 10;

/** Makes the digests that are due. Each person gets one a day, whatever the number of processes. Gives how many. */
export async function makeDigests({ query }: Database, now: number): Promise<number> {
  const { rows } = await sql<Person>`
    SELECT a.id::text AS "accountId", a.name AS account, a.slug, a.timezone AS zone, s.id::text, s.email, s.role,
      s.notify AS choices, s.digest_day::text AS "lastDay"
    FROM staff s JOIN account a ON a.id = s.account_id
    WHERE s.active AND s.notify ->> 'digestAt' IS NOT NULL`.execute(query);
  let made = 0;
  for (const person of rows) {
    const { zone, choices, lastDay } = person;
    const due = digestDue({ zone, digestAt: choices.digestAt ?? "", lastDay }, now);
    if (due !== null && (await makeDigest(query, person, due, now))) made += 1;
  }
  return made;
}

/** False where another process was quicker, or there is nothing to say. */
async function makeDigest(
  query: Kysely<Schema>,
  person: Person,
  due: DueDigest,
  now: number,
): Promise<boolean> {
  return query.transaction().execute(async (db) => {
    const claimed = await sql`UPDATE staff SET digest_day = ${due.day}::date
      WHERE account_id = ${person.accountId}::bigint AND id = ${person.id}::bigint
        AND (digest_day IS NULL OR digest_day < ${due.day}::date) RETURNING id`.execute(db);
    if (claimed.rows.length === 0) return false;
    const digest = await sumUp(db, person, { since: due.since, now });
    if (isQuiet(digest)) return false;
    const { account, slug, zone: timezone } = person;
    const notice = {
      key: `${DIGEST_EVENT}:${due.day}:mail:${person.id}`,
      event: DIGEST_EVENT,
      channel: "mail",
      recipient: person.email,
      staffId: person.id,
      subject: writeDigest(digest, { account, slug, timezone, appUrl: "" }).subject,
      content: { digest },
    };
    await insertNotices(db, person.accountId, [notice], now);
    return true;
  });
}

async function sumUp(
  db: Kysely<Schema>,
  person: Person,
  { since, now }: { since: number; now: number },
): Promise<DigestContent> {
  const { accountId } = person;
  const leads = person.role === "owner" || person.role === "admin";
  const mine = whoseCalls(person, leads);
  const from = new Date(since);
  const missed = await readCalls(
    db,
    sql`call WHERE call.account_id = ${accountId}::bigint AND call.started_at >= ${from}
      AND call.direction = 'inbound' AND call.outcome IN ('missed', 'abandoned', 'failed') AND ${mine}`,
    accountId,
  );
  const messages = await readCalls(
    db,
    sql`voicemail v JOIN call ON call.account_id = v.account_id AND call.id = v.call_id
      WHERE v.account_id = ${accountId}::bigint AND v.state <> 'done' AND ${mine}`,
    accountId,
  );
  const texts = await readUnanswered(db, person, { leads, now });
  const callbacks = await readOpenCallbacks(db, person, leads);
  const alerts = leads
    ? await sql<{ at: Date; text: string; count: number }>`
        SELECT at, text, count(*) OVER ()::int AS count FROM alert
        WHERE account_id = ${accountId}::bigint AND at >= ${from} ORDER BY at DESC LIMIT ${SHOWN}`.execute(db)
    : { rows: [] };
  return {
    since: from.toISOString(),
    missed,
    messages,
    texts,
    callbacks,
    alerts: {
      count: alerts.rows[0]?.count ?? 0,
      newest: alerts.rows.map(({ at, text }) => ({ at: at.toISOString(), text })),
    },
  };
}

/** The calls that somebody is told of: theirs, and for owners and admins nobody's too, or all. */
function whoseCalls({ id, choices }: Person, leads: boolean): RawBuilder<boolean> {
  if (leads && choices.whose === "all") return sql<boolean>`true`;
  const own = sql<boolean>`(${isCallOf(id)} OR EXISTS (SELECT FROM number n WHERE n.account_id = call.account_id
    AND n.number = call.called AND n.user_id = ${id}::bigint))`;
  if (!leads) return own;
  return sql<boolean>`(${own} OR NOT EXISTS (
    SELECT FROM staff s WHERE s.account_id = call.account_id AND s.active AND (
      s.id = (SELECT user_id FROM lead l WHERE l.account_id = call.account_id AND l.id = call.lead_id)
      OR s.id = (SELECT user_id FROM number n WHERE n.account_id = call.account_id AND n.number = call.called)
      OR call.state -> 'legs' @> jsonb_build_array(jsonb_build_object('destination', s.phone)))))`;
}

/** What is theirs, by whose it is; for owners and admins what is nobody's too, or all. */
function isMine({ id, choices }: Person, leads: boolean, ownerId: RawBuilder<unknown>): RawBuilder<boolean> {
  const own = sql<boolean>`${ownerId} = ${id}::bigint`;
  if (!leads) return own;
  return choices.whose === "all" ? sql<boolean>`true` : sql<boolean>`(${own} OR ${ownerId} IS NULL)`;
}

/** Conversations in which somebody wrote last and nobody has answered. */
function readUnanswered(
  db: Kysely<Schema>,
  person: Person,
  { leads, now }: { leads: boolean; now: number },
): Promise<DigestContent["missed"]> {
  const { accountId, id } = person;
  const reader = { accountId, staffId: id, onlyStaff: leads ? undefined : id, now };
  return readLines(
    db,
    sql`coalesce(c.received_at, c.last_at) AS at, c.phone AS "from", l.id::text AS "leadId", l.name AS "leadName",
      c.number AS called`,
    unansweredOf(reader, isMine(person, leads, OWNER_OF)),
    accountId,
  );
}

function readOpenCallbacks(
  db: Kysely<Schema>,
  person: Person,
  leads: boolean,
): Promise<DigestContent["callbacks"]> {
  const { accountId } = person;
  return readLines(
    db,
    sql`c.opened_at AS at, c.phone AS "from", c.lead_id::text AS "leadId", l.name AS "leadName", c.number AS called`,
    sql`callback c LEFT JOIN lead l ON l.account_id = c.account_id AND l.id = c.lead_id
      WHERE c.account_id = ${accountId}::bigint AND c.state = 'open' AND ${isMine(person, leads, sql`c.owner_id`)}`,
    accountId,
  );
}

/** Calls for the list of a digest, the newest of them, and how many there are in all. */
function readCalls(
  db: Kysely<Schema>,
  from: RawBuilder<unknown>,
  accountId: string,
): Promise<DigestContent["missed"]> {
  return readLines(
    db,
    sql`call.started_at AS at, call.caller AS "from", call.lead_id::text AS "leadId", call.lead_name AS "leadName",
      call.called`,
    from,
    accountId,
  );
}

async function readLines(
  db: Kysely<Schema>,
  columns: RawBuilder<unknown>,
  from: RawBuilder<unknown>,
  accountId: string,
): Promise<DigestContent["missed"]> {
  const { rows } = await sql<{
    at: Date;
    from: string | null;
    leadId: string | null;
    leadName: string | null;
    line: string;
    count: number;
  }>`SELECT found.*, coalesce(n.label, found.called) AS line
    FROM (SELECT ${columns}, count(*) OVER ()::int AS count FROM ${from} ORDER BY 1 DESC LIMIT ${SHOWN}) found
    LEFT JOIN number n ON n.account_id = ${accountId}::bigint AND n.number = found.called
    ORDER BY found.at DESC`.execute(db);
  return {
    count: rows[0]?.count ?? 0,
    newest: rows.map(({ at, from: caller, leadId, leadName, line }) => ({
      at: at.toISOString(),
      from: caller,
      lead: leadId === null ? null : { id: leadId, name: leadName ?? "" },
      line,
    })),
  };
}
