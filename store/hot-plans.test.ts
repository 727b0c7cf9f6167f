import type { Pool } from "pg";
import { expect, test } from "vitest";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import { analyzeGrown } from "./analyze-grown.ts";
import { SAVE_CALL } from "./keep-call-rows.ts";
import { claimTexts } from "./messages/claim-texts.ts";
import { tellTexts } from "./messages/keep-told-texts.ts";
import { noteSent } from "./messages/note-text.ts";
import { readDueFacts } from "./messages/read-due-facts.ts";
import { openDatabase } from "./open-database.ts";
import { READ_FACTS } from "./read-facts.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";

const ACCOUNT = `INSERT INTO account (slug, name, country, timezone, ladder, ring_budget_seconds, if_nobody_answers,
    screening_staff, screening_forwarding, screening_company, caller_id, reject_withheld, allowed_countries)
  VALUES ('acme', 'Acme', 'US', 'UTC', '{}', 60, 'next', true, true, false, 'caller', false, '{US}')`;

async function explain(pool: Pool, statement: string): Promise<string> {
  const { rows } = await pool.query<{ "QUERY PLAN": string }>(`EXPLAIN ${statement}`);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

/**
 * What a call waits for has to find its rows by their keys, however many calls are in progress and whatever the planner
 * believes of the tables: it once walked through all calls in progress at each event.
 */
test("the statements that answer calls look up each row by its key", async () => {
  const made = await createTestDatabase();
  const database = openDatabase(made.connection, { max: 1, byKey: true });
  try {
    const { pool } = database;
    await pool.query(ACCOUNT);
    await pool.query(`INSERT INTO call (account_id, id, direction, caller_as_given, called, arrival, script, phase, state,
        version, started_at, last_event_at)
      SELECT 1, gen_random_uuid(), 'inbound', '', '', '{}', '{}', 'ringing', '{}', 1, now(), now()
      FROM generate_series(1, 500)`);
    await pool.query(`INSERT INTO staff (account_id, email, name, phone, role, active)
      SELECT 1, n || '@acme.test', 'Person ' || n, '+1313' || lpad(n::text, 7, '0'), 'member', true
      FROM generate_series(1, 500) AS n`);
    await pool.query(`INSERT INTO lead (account_id, name, blocked)
      SELECT 1, 'Lead ' || n, false FROM generate_series(1, 20000) AS n`);
    await pool.query(`INSERT INTO lead_phone (account_id, lead_id, phone, position)
      SELECT 1, id, '+1312' || lpad(id::text, 7, '0'), 0 FROM lead`);
    await pool.query(`INSERT INTO blocked_caller (account_id, caller)
      SELECT 1, '+1900' || lpad(n::text, 5, '0') || '*' FROM generate_series(1, 10000) AS n`);
    await pool.query(`INSERT INTO silent_call (account_id, phone, at, call_id)
      SELECT 1, '+1900' || row_number() OVER (), now(), id FROM call`);
    await pool.query(`INSERT INTO outreach (account_id, phone, number, at, kind)
      SELECT 1, phone, '+13125550111', now(), 'text' FROM lead_phone`);
    await pool.query("ANALYZE");
    await pool.query("SET plan_cache_mode = force_generic_plan");
    const planOf = async (types: string, statement: string, values: string) => {
      await pool.query(`PREPARE hot (${types}) AS ${statement}`);
      const plan = await explain(pool, `EXECUTE hot (${values})`);
      await pool.query("DEALLOCATE hot");
      return plan;
    };
    const save = await planOf("jsonb", SAVE_CALL, "'[]'");
    expect(save).toContain("using call_pkey on call");
    expect(save).not.toContain("call_open");
    const facts = await planOf(
      "bigint[], text[], text[], text[], text[]",
      READ_FACTS,
      "'{}', '{}', '{}', '{}', '{}'",
    );
    expect(facts).toContain("using number_number_key on number");
    expect(facts).toContain("using account_pkey on account");
    expect(facts).toContain("using staff_pkey on staff");
    expect(facts).toContain("using phone_use_pkey on phone_use");
    expect(facts).toMatch(/lead_phone\w* on lead_phone p.*\n\s*Index Cond: .*phone = /);
    expect(facts).toMatch(/blocked_caller_pkey on blocked_caller .*\n\s*Index Cond: .*caller = ANY/);
    expect(facts).toMatch(/silent_call_pkey on silent_call .*\n\s*Index Cond: .*phone = asked.caller/);
    expect(facts).toMatch(/outreach_pkey on outreach .*\n\s*Index Cond: .*phone = asked.caller/);
    expect(facts).not.toMatch(/Seq Scan|Hash Join|Join Filter/);
  } finally {
    await database.close();
    await made.drop();
  }
});

/**
 * A connection keeps the plans that it made when nobody had been texted yet; with them it read all texts of an account for
 * each that was claimed, sent or told of, until PostgreSQL counted the table, a minute later.
 */
test("what was planned for an empty table of texts is planned anew as soon as a campaign has filled it", async () => {
  const made = await createTestDatabase();
  const database = openDatabase(made.connection, { max: 1, byKey: true });
  try {
    const { pool } = database;
    await pool.query("SET plan_cache_mode = force_generic_plan");
    await pool.query("VACUUM (ANALYZE) text_message");
    const key = { accountId: "1", id: "1" };
    const told = { id: "SM1", state: "sent" as const, code: null, price: null, key };
    await claimTexts(database, { now: 0, most: 1 });
    await readDueFacts(database, [key]);
    await noteSent(database, [{ ...key, carrierId: "main", carrierMessageId: "SM1", now: 0 }]);
    const connection = { kind: "twilio", accountId: "1", id: "main" } as CarrierConnection;
    await tellTexts(pool, [{ connection, told, at: 0 }]);
    expect(await analyzeGrown(database, ["text_message"])).toEqual([]);

    await pool.query(ACCOUNT);
    await pool.query(`INSERT INTO text_message (account_id, direction, kind, number, phone, body, segments, state,
        dedupe_key, due_at, created_at, changed_at)
      SELECT id, 'out', 'campaign', '+13125550111', '+1312' || lpad(n::text, 7, '0'), 'Hi', 1, 'queued', n::text,
        now(), now(), now() FROM account CROSS JOIN generate_series(1, 5000) AS n`);
    expect(await analyzeGrown(database, ["text_message"])).toEqual(["text_message"]);
    for (const name of ["claim-texts", "due-facts", "note-sent", "tell-texts"]) {
      const { rows } = await pool.query<{ count: number }>(
        "SELECT cardinality(parameter_types) AS count FROM pg_prepared_statements WHERE name = $1",
        [name],
      );
      const values = Array.from({ length: rows[0]?.count ?? 0 }, () => "NULL").join(", ");
      const plan = await explain(pool, `EXECUTE "${name}" (${values})`);
      expect(plan).toMatch(/text_message_pkey on text_message .*\n\s*Index Cond: .*\bid = /);
      expect(plan).not.toMatch(/text_message_(day|phone) on/);
    }
  } finally {
    await database.close();
    await made.drop();
  }
});
