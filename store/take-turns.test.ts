import { expect, test } from "vitest";
import { openDatabase } from "./open-database.ts";
import { takeTurns } from "./take-turns.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";

test("calls of one moment, at two nodes: each has a turn of its own, and none is left out", async () => {
  const test = await createTestDatabase();
  const nodes = [openDatabase(test.connection, { max: 4 }), openDatabase(test.connection, { max: 4 })];
  try {
    const { pool } = nodes[0] as (typeof nodes)[number];
    await pool.query(
      "INSERT INTO account (slug, name, country, timezone, ladder, ring_budget_seconds, if_nobody_answers, screening_staff, screening_forwarding, screening_company, caller_id, reject_withheld, allowed_countries, blocked_callers) VALUES ('acme', 'Acme', 'US', 'UTC', '{}', 60, 'next', true, true, false, 'caller', false, '{US}', '{}')",
    );
    await pool.query(`INSERT INTO ring_group (account_id, id, position, name, ring_order, members)
      SELECT account.id, g.id, 0, g.id, 'inTurn', '{}' FROM account, (VALUES ('sales'), ('service')) AS g (id)`);
    const { rows } = await pool.query<{ id: string }>("SELECT id::text FROM account");
    const accountId = rows[0]?.id ?? "";
    const take = nodes.map((node) => takeTurns(node.pool, () => false));
    const asked = Array.from({ length: 300 }, (_, call) => {
      const groupId = call % 3 === 0 ? "service" : "sales";
      return take[call % 2]?.({ accountId, groupId }).then((turn) => ({ groupId, turn }));
    });
    const taken = await Promise.all(asked);
    const turnsOf = (groupId: string) =>
      taken
        .filter((one) => one?.groupId === groupId)
        .map((one) => one?.turn ?? -1)
        .sort((one, other) => one - other);
    expect(turnsOf("service")).toEqual(Array.from({ length: 100 }, (_, turn) => turn));
    expect(turnsOf("sales")).toEqual(Array.from({ length: 200 }, (_, turn) => turn));
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
    await test.drop();
  }
});
