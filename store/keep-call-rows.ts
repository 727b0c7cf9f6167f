import type pg from "pg";
import type { Alert, CallRecord } from "../calls/call-record.ts";
import type { CallState } from "../calls/call-state.ts";
import type { CallEvent } from "../calls/events.ts";
import { isSilentCall } from "../calls/is-silent-call.ts";
import { phoneUse } from "../calls/phone-use.ts";
import { type CallStore, type RecordedTalk, StoreUnavailable } from "../calls/ports.ts";
import type { Script } from "../calls/script.ts";
import type { AccountId, CallId } from "../routing/values.ts";
import { gatherWork } from "./gather-work.ts";
import { isUnavailable } from "./is-unavailable.ts";
import { CALL_COLUMNS, type CallRow, recordFromRow } from "./read-call-row.ts";

/**
 * Calls in PostgreSQL: one statement a step, each of them named, so that it is planned once for a
 * connection (three to five times faster, docs/decisions/004), and shared by the calls that take the
 * same step at the same moment (docs/decisions/013).
 */
export function keepCallRows(pool: Pick<pg.Pool, "query">): CallStore {
  async function run<Row extends pg.QueryResultRow>(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<Row[]> {
    try {
      return (await pool.query<Row>({ name, text, values })).rows;
    } catch (error) {
      if (isUnavailable(error)) throw new StoreUnavailable("the database can't be reached", { cause: error });
      throw error;
    }
  }

  const isShared = (error: unknown) => error instanceof StoreUnavailable;
  const openRow = gatherWork({ run: openRows, isShared, ...GATHERED });
  const saveRow = gatherWork({ run: saveRows, isShared, ...GATHERED });

  /** Gives for each row whether it was made; false: it was there. */
  async function openRows(opened: Opened[]): Promise<boolean[]> {
    assertDistinct(opened);
    const made = await run<Key & { created: boolean }>("open-call", OPEN_CALL, [asJson(opened)]);
    const created = new Set(made.filter((row) => row.created).map((row) => row.id));
    return opened.map(({ id }) => created.has(id));
  }

  /** Gives for each row whether it was written; false: another node was quicker. */
  async function saveRows(saved: Saved[]): Promise<boolean[]> {
    assertDistinct(saved);
    const written = new Set((await run<Key>("save-call", SAVE_CALL, [asJson(saved)])).map(({ id }) => id));
    return saved.map(({ id }) => written.has(id));
  }

  return {
    async open(record: CallRecord, raw: Record<string, string>): Promise<CallRecord | null> {
      const { script, state } = record;
      const created = await openRow({
        account_id: script.accountId,
        id: script.callId,
        carrier_id: record.carrierId || null,
        carrier_call_id: record.carrierCallId || null,
        direction: record.direction,
        caller: record.from,
        caller_as_given: record.fromAsGiven,
        called: record.to,
        lead_id: record.lead?.id ?? null,
        lead_name: record.lead?.name ?? null,
        decision: record.decision,
        script,
        phase: state.phase,
        outcome: state.outcome,
        state,
        version: state.version,
        started_at: iso(script.startedAt),
        ended_at: iso(state.endedAt),
        arrival: raw,
        attestation: record.attestation,
      });
      return created ? null : this.load(script.accountId, script.callId);
    },

    async load(accountId: AccountId, callId: CallId): Promise<CallRecord | null> {
      const [row] = await run<CallRow>("load-call", LOAD_CALL, [accountId, callId]);
      return row === undefined ? null : recordFromRow(row);
    },

    save(script: Script, state: CallState, event: CallEvent): Promise<boolean> {
      const { taken, released } = phoneUse(script, state, event);
      // A key of the menu makes another script and decision, which then stand for the call.
      const decision = event.kind === "menuKey" ? event.decision : null;
      return saveRow({
        script: decision === null ? null : script,
        decision,
        taken,
        released,
        account_id: script.accountId,
        id: script.callId,
        version: state.version,
        phase: state.phase,
        outcome: state.outcome,
        state,
        answered_at: iso(state.answeredAt),
        ended_at: iso(state.endedAt),
        last_event_at: iso(state.lastEventAt),
        kind: event.kind,
        data: event,
        silent: isSilentCall(script, state, event),
      });
    },

    async keepTalk(script: Script, talk: RecordedTalk): Promise<boolean> {
      const { accountId, callId } = script;
      const { at, step, seconds, url } = talk;
      return (await run("keep-talk", KEEP_TALK, [accountId, callId, step, seconds, iso(at), url])).length > 0;
    },

    async alert(alert: Alert): Promise<void> {
      const { accountId, callId, at, code, text } = alert;
      await run("write-alert", WRITE_ALERT, [accountId, callId, new Date(at), code, text]);
    },
  };
}

type Key = { id: string };
type Opened = Key & Record<string, unknown>;
type Saved = Key & Record<string, unknown>;

/** One statement of a kind at a time: while it is made durable, what comes gathers for the next. More would share less. */
const GATHERED = { lanes: 1, most: 64 };

/** One statement writes a row once: who comes second has to see what the first did. */
function assertDistinct(rows: Key[]): void {
  if (rows.length > 1 && new Set(rows.map(({ id }) => id)).size < rows.length) {
    throw new Error("one call stands twice in a statement");
  }
}

/**
 * In the order of their keys, so that two nodes that write the same calls wait for each other in one order. PostgreSQL reads
 * it as jsonb: of json it would read each decision and script twice, a quarter of what it takes to keep a call.
 */
function asJson(rows: Key[]): string {
  return JSON.stringify(
    rows.length === 1 ? rows : rows.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  );
}

/**
 * A call that is there already stays as it is; only what a node without the arrival could not know
 * is filled in. `created` tells a new row from one that was there (xmax is 0 on insert). A call that ends with its
 * arrival is followed up, as those are that end later.
 */
const OPEN_CALL = `
  WITH opened AS (INSERT INTO call AS c (account_id, id, carrier_id, carrier_call_id, direction, caller, caller_as_given,
    called, lead_id, lead_name, decision, script, phase, outcome, state, version, started_at, ended_at, arrival,
    attestation, last_event_at)
  SELECT account_id, id, carrier_id, carrier_call_id, direction, caller, caller_as_given, called,
    lead_id, lead_name, decision, script, phase, outcome, state, version, started_at, ended_at, arrival,
    attestation, started_at
  FROM jsonb_to_recordset($1::jsonb) AS opened (account_id bigint, id uuid, carrier_id text, carrier_call_id text,
    direction text, caller text, caller_as_given text, called text, lead_id bigint, lead_name text, decision jsonb,
    script jsonb, phase text, outcome text, state jsonb, version int, started_at timestamptz, ended_at timestamptz,
    arrival jsonb, attestation text)
  ON CONFLICT (account_id, id) DO UPDATE SET carrier_id = excluded.carrier_id,
    carrier_call_id = excluded.carrier_call_id, caller_as_given = excluded.caller_as_given,
    lead_id = excluded.lead_id, lead_name = excluded.lead_name, decision = excluded.decision,
    arrival = excluded.arrival, attestation = excluded.attestation
    WHERE c.carrier_call_id IS NULL AND excluded.carrier_call_id IS NOT NULL
  RETURNING account_id, id, outcome, ended_at, xmax = 0 AS created
  ), follow_up AS (
    INSERT INTO call_follow_up (account_id, call_id, outcome, ended_at, next_try_at)
    SELECT account_id, id, outcome, ended_at, ended_at FROM opened WHERE created AND outcome IS NOT NULL
    ON CONFLICT (account_id, call_id) DO NOTHING
  )
  SELECT id, created FROM opened`;

const LOAD_CALL = `SELECT ${CALL_COLUMNS} FROM call WHERE account_id = $1 AND id = $2`;

/**
 * A call that ends with a message makes it in the same statement: neither is ever there without the other. So it is with
 * what follows each call's end (jobs/follow-up-calls.ts), and with one that ends without a word: the account is alerted of
 * the one by which its caller is held off (directory/hold-off.ts). Whose phone is in use by a talk is written here too.
 * Only the next version is written, and never over an outcome: terminal is final. Said by coalesce, since by IS NULL the
 * planner would take the index of calls in progress and walk through all of them.
 */
export const SAVE_CALL = `
  WITH saved AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS saved (account_id bigint, id uuid, version int, phase text,
      outcome text, state jsonb, answered_at timestamptz, ended_at timestamptz, last_event_at timestamptz,
      kind text, data jsonb, script jsonb, decision jsonb, taken text, released text, silent boolean)
  ), changed AS (
    UPDATE call SET version = saved.version, phase = saved.phase, outcome = saved.outcome, state = saved.state,
      answered_at = saved.answered_at, ended_at = saved.ended_at, last_event_at = saved.last_event_at,
      script = coalesce(saved.script, call.script), decision = coalesce(saved.decision, call.decision)
    FROM saved
    WHERE call.account_id = saved.account_id AND call.id = saved.id AND call.version = saved.version - 1
      AND coalesce(call.outcome, '') = ''
    RETURNING saved.*, call.caller, call.lead_id
  ), message AS (
    INSERT INTO voicemail (account_id, call_id, seconds, left_at, recording_url)
    SELECT account_id, id, (state -> 'recording' ->> 'seconds')::int, ended_at, state -> 'recording' ->> 'url'
    FROM changed WHERE outcome = 'voicemail' AND state -> 'recording' ->> 'seconds' IS NOT NULL
    ON CONFLICT (account_id, call_id) DO NOTHING
  ), silent AS (
    INSERT INTO silent_call (account_id, phone, at, call_id)
    SELECT changed.account_id, changed.caller, changed.ended_at, changed.id
    FROM changed JOIN account a ON a.id = changed.account_id
    WHERE changed.silent AND changed.caller IS NOT NULL AND (a.silent_callers ->> 'holdOff')::boolean
      AND ((a.silent_callers ->> 'leadsToo')::boolean OR NOT EXISTS (SELECT FROM lead
        WHERE lead.account_id = changed.account_id AND lead.id = changed.lead_id AND lead.user_id IS NOT NULL))
    ON CONFLICT DO NOTHING RETURNING *
  ), held AS (
    INSERT INTO alert (account_id, call_id, at, code, text)
    SELECT counted.account_id, counted.call_id, counted.at, 'callerHeldOff', format(
      '%s called %s times within %s minutes without a word. Further calls are refused for %s minutes.', counted.phone,
      a.silent_callers ->> 'calls', a.silent_callers ->> 'withinMinutes', a.silent_callers ->> 'forMinutes')
    FROM (SELECT silent.*, row_number() OVER (PARTITION BY account_id, phone ORDER BY at) AS nth FROM silent) counted
    JOIN account a ON a.id = counted.account_id
    WHERE counted.nth + (SELECT count(*) FROM silent_call o
        WHERE o.account_id = counted.account_id AND o.phone = counted.phone AND o.at <= counted.at
          AND o.at >= counted.at - make_interval(mins => (a.silent_callers ->> 'withinMinutes')::int))
      = (a.silent_callers ->> 'calls')::int
    ON CONFLICT (account_id, call_id, code) WHERE call_id IS NOT NULL DO NOTHING
  ), follow_up AS (
    INSERT INTO call_follow_up (account_id, call_id, outcome, ended_at, next_try_at)
    SELECT account_id, id, outcome, ended_at, ended_at FROM changed WHERE outcome IS NOT NULL
    ON CONFLICT (account_id, call_id) DO NOTHING
  ), taken AS (
    INSERT INTO phone_use (account_id, phone, call_id, since)
    SELECT DISTINCT ON (account_id, taken) account_id, taken, id, last_event_at FROM changed
    WHERE taken IS NOT NULL ORDER BY account_id, taken
    ON CONFLICT (account_id, phone)
      DO UPDATE SET call_id = excluded.call_id, since = excluded.since, until = NULL
  ), released AS (
    UPDATE phone_use SET until = changed.last_event_at FROM changed
    WHERE changed.released IS NOT NULL AND phone_use.account_id = changed.account_id
      AND phone_use.phone = changed.released AND phone_use.call_id = changed.id
  )
  INSERT INTO call_event (account_id, call_id, version, at, kind, data)
  SELECT account_id, id, version, last_event_at, kind, data FROM changed RETURNING call_id AS id`;

/** A leg may have been recorded that nobody accepted: only the talk of the one that was connected is kept. */
const KEEP_TALK = `
  INSERT INTO call_recording (account_id, call_id, seconds, left_at, recording_url)
  SELECT account_id, id, $4::int, $5::timestamptz, $6::text FROM call WHERE account_id = $1 AND id = $2
    AND (state ->> 'step')::int = $3::int AND state ->> 'answeredAt' IS NOT NULL
  ON CONFLICT (account_id, call_id) DO NOTHING RETURNING call_id`;

const WRITE_ALERT = `
  INSERT INTO alert (account_id, call_id, at, code, text) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (account_id, call_id, code) WHERE call_id IS NOT NULL DO NOTHING`;

/** The driver writes a Date in local time with much arithmetic; a text in UTC costs a fifth. */
function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
