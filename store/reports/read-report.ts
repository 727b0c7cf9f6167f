import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Outcome } from "../../calls/call-state.ts";
import type { Schema } from "../schema.ts";

/** Calls that began in a time, `until` not included; of one number only where asked. */
export type ReportPeriod = { since: Date; until: Date; number: string | null; timezone: string };

export type Outcomes = Record<Outcome, number>;
export type Report = {
  totals: Outcomes & { calls: number };
  byDay: ({ day: string } & Outcomes)[];
  /** Calls by weekday, from Monday, and hour, in the account's zone. */
  byHour: number[][];
  byNumber: ({ number: string; label: string | null; calls: number } & Outcomes)[];
  byStaff: { name: string; rang: number; answered: number; secondsToAnswer: number | null }[];
  timeToAnswer: {
    median: number | null;
    p90: number | null;
    histogram: { upTo: number | null; calls: number }[];
  };
  notCalledBack: {
    lead: { id: string; name: string };
    phone: string;
    lastCallAt: string;
    calls: number;
  }[];
};

type Db = Kysely<Schema>;

const OUTCOME_COUNTS = sql`count(*) FILTER (WHERE outcome = 'answered')::int AS answered,
  count(*) FILTER (WHERE outcome = 'missed')::int AS missed,
  count(*) FILTER (WHERE outcome = 'voicemail')::int AS voicemail,
  count(*) FILTER (WHERE outcome = 'abandoned')::int AS abandoned,
  count(*) FILTER (WHERE outcome = 'rejected')::int AS rejected,
  count(*) FILTER (WHERE outcome = 'failed')::int AS failed`;
/** Seconds up to which waiting times are counted together; the last: all that are longer. */
const STEPS = [5, 10, 15, 20, 30, 45, 60] as const;
const LISTED = 500;

/** The figures of a time, from one moment of the database. Days and hours are those of the account's zone. */
export async function readReport(db: Db, accountId: string, period: ReportPeriod): Promise<Report> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (transaction) => {
      const calls = callsOf(accountId, period);
      return {
        totals: await readTotals(transaction, calls),
        byDay: await readDays(transaction, calls, period),
        byHour: await readHours(transaction, calls, period),
        byNumber: await readNumbers(transaction, calls, accountId),
        byStaff: await readStaff(transaction, calls),
        timeToAnswer: await readTimes(transaction, calls),
        notCalledBack: await readNotCalledBack(transaction, calls, accountId),
      };
    });
}

/** The finished calls of the time that came in: calls from here are no part of these figures. */
function callsOf(accountId: string, { since, until, number }: ReportPeriod): RawBuilder<unknown> {
  const one = number === null ? sql`true` : sql`c.called = ${number}`;
  return sql`(SELECT c.* FROM call c WHERE c.account_id = ${accountId} AND c.direction = 'inbound' AND c.started_at >= ${since}
    AND c.started_at < ${until} AND c.outcome IS NOT NULL AND ${one}) c`;
}

type Calls = RawBuilder<unknown>;

async function readTotals(db: Db, calls: Calls): Promise<Report["totals"]> {
  const { rows } = await sql<Report["totals"]>`
    SELECT count(*)::int AS calls, ${OUTCOME_COUNTS} FROM ${calls}`.execute(db);
  return rows[0] ?? { calls: 0, answered: 0, missed: 0, voicemail: 0, abandoned: 0, rejected: 0, failed: 0 };
}

/** Every day of the time, also those without calls; a day may have 23 or 25 hours. */
async function readDays(db: Db, calls: Calls, { since, until, timezone }: ReportPeriod) {
  const { rows } = await sql<Report["byDay"][number]>`
    SELECT to_char(d.day, 'YYYY-MM-DD') AS day, ${OUTCOME_COUNTS}
    FROM generate_series((${since}::timestamptz AT TIME ZONE ${timezone})::date,
      ((${until}::timestamptz - interval '1 microsecond') AT TIME ZONE ${timezone})::date, interval '1 day') AS d (day)
    LEFT JOIN ${calls} ON (c.started_at AT TIME ZONE ${timezone})::date = d.day::date
    GROUP BY d.day ORDER BY d.day`.execute(db);
  return rows;
}

async function readHours(db: Db, calls: Calls, { timezone }: ReportPeriod): Promise<number[][]> {
  const { rows } = await sql<{ weekday: number; hour: number; calls: number }>`
    SELECT extract(isodow FROM c.started_at AT TIME ZONE ${timezone})::int AS weekday,
      extract(hour FROM c.started_at AT TIME ZONE ${timezone})::int AS hour, count(*)::int AS calls
    FROM ${calls} GROUP BY 1, 2`.execute(db);
  const table = Array.from({ length: 7 }, () => Array<number>(24).fill(0));
  for (const { weekday, hour, calls: count } of rows) {
    const day = table[weekday - 1];
    if (day !== undefined) day[hour] = count;
  }
  return table;
}

async function readNumbers(db: Db, calls: Calls, accountId: string): Promise<Report["byNumber"]> {
  const { rows } = await sql<Report["byNumber"][number]>`
    SELECT c.called AS number, n.label, count(*)::int AS calls, ${OUTCOME_COUNTS} FROM ${calls}
    LEFT JOIN number n ON n.account_id = ${accountId} AND n.number = c.called
    GROUP BY c.called, n.label ORDER BY calls DESC, c.called`.execute(db);
  return rows;
}

/** By whom was rung as a lead's or a number's user: how often, and how often they were the one who answered. */
async function readStaff(db: Db, calls: Calls): Promise<Report["byStaff"]> {
  const { rows } = await sql<Report["byStaff"][number]>`
    SELECT leg ->> 'who' AS name, count(*)::int AS rang,
      count(*) FILTER (WHERE leg ->> 'result' = 'connected')::int AS answered,
      round(avg(((leg ->> 'acceptedAt')::numeric - (leg ->> 'startedAt')::numeric) / 1000)
        FILTER (WHERE leg ->> 'result' = 'connected'), 1)::float8 AS "secondsToAnswer"
    FROM ${calls}, jsonb_array_elements(c.state -> 'legs') AS leg
    WHERE leg ->> 'rung' IN ('leadUser', 'numberUser')
    GROUP BY 1 ORDER BY rang DESC, name`.execute(db);
  return rows;
}

/** How long callers waited who were answered: from the call's arrival on. */
async function readTimes(db: Db, calls: Calls): Promise<Report["timeToAnswer"]> {
  const { rows } = await sql<{ median: number | null; p90: number | null; counts: number[] }>`
    WITH waited AS (SELECT extract(epoch FROM c.answered_at - c.started_at)::float8 AS seconds FROM ${calls}
      WHERE c.outcome = 'answered' AND c.answered_at IS NOT NULL)
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median,
      percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds) AS p90,
      ARRAY(SELECT count(seconds)::int FROM generate_series(0, ${STEPS.length}) AS step
        LEFT JOIN waited ON width_bucket(seconds, ${[...STEPS]}::float8[]) = step
        GROUP BY step ORDER BY step) AS counts
    FROM waited`.execute(db);
  const [row] = rows;
  const histogram = [...STEPS, null].map((upTo, step) => ({ upTo, calls: row?.counts[step] ?? 0 }));
  const round = (seconds: number | null | undefined) =>
    seconds == null ? null : Math.round(seconds * 10) / 10;
  return { median: round(row?.median), p90: round(row?.p90), histogram };
}

/**
 * Leads who called and reached nobody, and whom nobody has contacted since: neither did a later call of theirs
 * reach somebody, nor was their lead contacted after it.
 */
async function readNotCalledBack(db: Db, calls: Calls, accountId: string): Promise<Report["notCalledBack"]> {
  const { rows } = await sql<{ id: string; name: string; phone: string; last: Date; calls: number }>`
    SELECT l.id::text AS id, l.name, missed.phone, missed.last, missed.calls
    FROM (SELECT c.lead_id, max(c.started_at) AS last, count(*)::int AS calls,
        (array_agg(c.caller ORDER BY c.started_at DESC))[1] AS phone
      FROM ${calls} WHERE c.lead_id IS NOT NULL AND c.outcome IN ('missed', 'voicemail', 'abandoned', 'failed')
      GROUP BY c.lead_id) missed
    JOIN lead l ON l.account_id = ${accountId} AND l.id = missed.lead_id
    WHERE NOT l.blocked AND (l.last_contacted_at IS NULL OR l.last_contacted_at < missed.last)
      AND NOT EXISTS (SELECT 1 FROM call later WHERE later.account_id = ${accountId}
        AND later.started_at > missed.last AND later.lead_id = l.id AND later.outcome = 'answered')
    ORDER BY missed.last DESC LIMIT ${LISTED}`.execute(db);
  return rows.map(({ id, name, phone, last, calls: count }) => ({
    lead: { id, name },
    phone,
    lastCallAt: last.toISOString(),
    calls: count,
  }));
}
