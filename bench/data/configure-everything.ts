import { Client } from "pg";
import type { Population } from "./population.ts";

const GROUPS = 50;
const PATTERNS = 10_000;
const SPANS = ["00:00-12:00", "12:00-24:00"];

/**
 * Sets what businesses may set, everywhere, in a database that is populated: hours of every account, number and staff
 * member, holidays and days off, fifty ring groups in each account, one of them on every number's ladder, and ten
 * thousand patterns on each block list. All of them let the load's calls through: it is the looking that costs.
 */
export async function configureEverything(url: string, { accounts }: Population): Promise<void> {
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  const hours = JSON.stringify(Object.fromEntries(days.map((day) => [day, SPANS])));
  const holidays = JSON.stringify(
    Array.from({ length: 20 }, (_, year) => ({ date: `${2000 + year}-12-25`, name: "Christmas", hours: [] })),
  );
  const daysOff = JSON.stringify([{ from: "2001-01-01", to: "2001-01-14", name: null }]);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("UPDATE account SET hours = $1, holidays = $2, skip_busy = true", [hours, holidays]);
    await client.query("UPDATE number SET hours = $1", [hours]);
    await client.query("UPDATE staff SET hours = $1, days_off = $2", [hours, daysOff]);
    await client.query(
      `INSERT INTO ring_group (account_id, id, position, name, ring_order, members)
       SELECT a, 'group-' || g, g, 'Group ' || g, (ARRAY['together', 'inTurn', 'longestIdle', 'fixed'])[g % 4 + 1],
         ARRAY(SELECT s.id FROM staff s WHERE s.account_id = a ORDER BY (s.id * 7919 + g * 104729) % 1009 LIMIT 5)
       FROM generate_series(1, $1::int) AS a, generate_series(0, $2::int - 1) AS g`,
      [accounts, GROUPS],
    );
    await client.query(
      `UPDATE number SET ladder = ARRAY['leadUser', 'numberUser', 'group:group-' || id % $1::int, 'forwarding', 'company']`,
      [GROUPS],
    );
    await client.query(
      `INSERT INTO blocked_caller (account_id, caller)
       SELECT a, '+1900' || lpad(i::text, 5, '0') || '*'
       FROM generate_series(1, $1::int) AS a, generate_series(0, $2::int - 1) AS i`,
      [accounts, PATTERNS],
    );
    await client.query("VACUUM (ANALYZE)");
    await client.query("CHECKPOINT");
  } finally {
    await client.end();
  }
}
