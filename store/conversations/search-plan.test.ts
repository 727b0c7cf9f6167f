import { type CompiledQuery, Kysely, PostgresDialect } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../open-database.ts";
import type { Schema } from "../schema.ts";
import { createTestDatabase } from "../testing/create-test-database.ts";
import { listConversations, type Reader } from "./list-conversations.ts";
import { readConversationSearch } from "./search-conversations.ts";

/**
 * What hardly anybody has written must be found by the index of words, whatever the planner believes: read through, a
 * million texts take seconds.
 */
test("what is rare is looked up by the index of words, by a phone at once; texts are never read through", async () => {
  const made = await createTestDatabase();
  const database = openDatabase(made.connection, { max: 1 });
  try {
    const { pool } = database;
    await pool.query(`INSERT INTO account (slug, name, country, timezone, ladder, ring_budget_seconds, if_nobody_answers,
        screening_staff, screening_forwarding, screening_company, caller_id, reject_withheld, allowed_countries)
      VALUES ('acme', 'Acme', 'US', 'UTC', '{}', 60, 'next', true, true, false, 'caller', false, '{US}')`);
    await pool.query(`INSERT INTO lead (account_id, name, blocked, search)
      SELECT 1, 'Lead ' || n, false, 'lead ' || n FROM generate_series(1, 2000) AS n`);
    await pool.query(`INSERT INTO lead_phone (account_id, lead_id, phone, position)
      SELECT 1, id, '+1312' || lpad(id::text, 7, '0'), 0 FROM lead`);
    await pool.query(`INSERT INTO conversation (account_id, phone, number, last_at)
      SELECT 1, phone, '+13125550111', now() - lead_id * interval '1 minute' FROM lead_phone`);
    await pool.query(`INSERT INTO text_message (account_id, direction, kind, number, phone, body, segments, state, due_at,
        created_at, changed_at)
      SELECT 1, 'in', 'inbound', '+13125550111', phone,
        CASE WHEN lead_id = 1900 AND n = 2 THEN 'the chimney smokes' ELSE 'thanks, until then ' || lead_id * 7 + n END,
        1, 'received', now(), now(), now() FROM lead_phone CROSS JOIN generate_series(1, 4) AS n`);
    await pool.query("ANALYZE");
    const sent: CompiledQuery[] = [];
    const query = new Kysely<Schema>({
      dialect: new PostgresDialect({ pool }),
      log: ({ query: one }) => void sent.push(one),
    });
    const reader: Reader = { accountId: "1", staffId: null, onlyStaff: undefined, now: Date.now() };
    const planOf = async (words: string) => {
      sent.length = 0;
      const search = readConversationSearch(words, { id: "1", country: "US" });
      const found = await listConversations(query, reader, { search }, { limit: 30, after: null });
      // What is newest is looked through, then the rest is looked up.
      expect(sent).toHaveLength(search?.exact ? 1 : 2);
      const { sql, parameters } = sent.at(-1) ?? { sql: "", parameters: [] };
      const { rows } = await pool.query<{ "QUERY PLAN": string }>(`EXPLAIN ${sql}`, [...parameters]);
      return { found, plan: rows.map((row) => row["QUERY PLAN"]).join("\n") };
    };
    for (const words of ["chimney", "smokes the chimney", "Lead 1900", "0001900", "+1 312 000 1900"]) {
      const { found, plan } = await planOf(words);
      expect(found).toMatchObject([{ leadName: "Lead 1900" }]);
      expect(plan).not.toContain("Seq Scan on text_message");
      if (!words.startsWith("+"))
        expect(plan).toMatch(
          /Index Scan on text_message_words .*\n\s*Index Cond: \(\(account_id = '1'::bigint\) AND \(body ~~\*/,
        );
    }
  } finally {
    await database.close();
    await made.drop();
  }
});
