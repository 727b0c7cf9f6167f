import type pg from "pg";
import type { Alert, CallRecord } from "../calls/call-record.ts";
import type { CallState } from "../calls/call-state.ts";
import type { CallEvent } from "../calls/events.ts";
import { type CallStore, StoreUnavailable } from "../calls/ports.ts";
import type { Script } from "../calls/script.ts";
import type { AccountId, CallId } from "../routing/values.ts";
import { isUnavailable } from "./is-unavailable.ts";
import { CALL_COLUMNS, type CallRow, recordFromRow } from "./read-call-row.ts";

/**
 * Calls in PostgreSQL: one statement a step, each of them named, so that it is planned once for a
 * connection (three to five times faster, docs/decisions/004).
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

  return {
    async open(record: CallRecord, raw: Record<string, string>): Promise<CallRecord | null> {
      const { script, state } = record;
      const [created] = await run<{ created: boolean }>("open-call", OPEN_CALL, [
        script.accountId,
        script.callId,
        record.carrierId || null,
        record.carrierCallId || null,
        record.direction,
        record.from,
        record.fromAsGiven,
        record.to,
        record.lead?.id ?? null,
        record.lead?.name ?? null,
        record.decision === null ? null : JSON.stringify(record.decision),
        JSON.stringify(script),
        state.phase,
        state.outcome,
        JSON.stringify(state),
        state.version,
        iso(script.startedAt),
        iso(state.endedAt),
        JSON.stringify(raw),
      ]);
      if (created?.created) return null;
      return this.load(script.accountId, script.callId);
    },

    async load(accountId: AccountId, callId: CallId): Promise<CallRecord | null> {
      const [row] = await run<CallRow>("load-call", LOAD_CALL, [accountId, callId]);
      return row === undefined ? null : recordFromRow(row);
    },

    async save(script: Script, state: CallState, event: CallEvent): Promise<boolean> {
      const saved = await run("save-call", SAVE_CALL, [
        script.accountId,
        script.callId,
        state.version,
        state.phase,
        state.outcome,
        JSON.stringify(state),
        iso(state.answeredAt),
        iso(state.endedAt),
        iso(state.lastEventAt),
        event.kind,
        JSON.stringify(event),
      ]);
      return saved.length === 1;
    },

    async alert(alert: Alert): Promise<void> {
      const { accountId, callId, at, code, text } = alert;
      await run("write-alert", WRITE_ALERT, [accountId, callId, new Date(at), code, text]);
    },
  };
}

/**
 * A call that is there already stays as it is; only what a node without the arrival could not know
 * is filled in. The last column tells a new row from one that was there (xmax is 0 on insert).
 */
const OPEN_CALL = `
  INSERT INTO call AS c (account_id, id, carrier_id, carrier_call_id, direction, caller, caller_as_given, called,
    lead_id, lead_name, decision, script, phase, outcome, state, version, started_at, ended_at, arrival, last_event_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $17)
  ON CONFLICT (account_id, id) DO UPDATE SET carrier_id = excluded.carrier_id,
    carrier_call_id = excluded.carrier_call_id, caller_as_given = excluded.caller_as_given,
    lead_id = excluded.lead_id, lead_name = excluded.lead_name, decision = excluded.decision,
    arrival = excluded.arrival
    WHERE c.carrier_call_id IS NULL AND excluded.carrier_call_id IS NOT NULL
  RETURNING xmax = 0 AS created`;

const LOAD_CALL = `SELECT ${CALL_COLUMNS} FROM call WHERE account_id = $1 AND id = $2`;

/** Only the next version is written, and never over an outcome: terminal is final. */
const SAVE_CALL = `
  WITH changed AS (
    UPDATE call SET version = $3, phase = $4, outcome = $5, state = $6, answered_at = $7, ended_at = $8,
      last_event_at = $9
    WHERE account_id = $1 AND id = $2 AND version = $3 - 1 AND outcome IS NULL
    RETURNING 1
  )
  INSERT INTO call_event (account_id, call_id, version, at, kind, data)
  SELECT $1, $2, $3, $9, $10, $11 FROM changed RETURNING 1`;

const WRITE_ALERT = `
  INSERT INTO alert (account_id, call_id, at, code, text) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (account_id, call_id, code) WHERE call_id IS NOT NULL DO NOTHING`;

/** The driver writes a Date in local time with much arithmetic; a text in UTC costs a fifth. */
function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
