import type pg from "pg";
import { AREA_SIZE, AREAS, FIRST, type Population } from "./population.ts";

/**
 * Where the carrier's API would be: nobody listens there. Calls that only arrive are looked after by the
 * sweep, which must not ask a real carrier about them.
 */
const NO_CARRIER = "http://127.0.0.1:9";

/**
 * Fills a migrated, empty database, in whole sets. Every lead has one phone and one salesperson, every
 * number a user and a forwarding number, so that each call has three or four phones to ring, whoever talks meanwhile.
 */
export async function loadPopulation(pool: pg.Pool, population: Population): Promise<void> {
  if (population.leads > AREA_SIZE) throw new RangeError(`at most ${AREA_SIZE} leads have a phone`);
  const client = await pool.connect();
  try {
    // The rows fit together by how they are made: checking five million references would take minutes.
    await client.query("SET session_replication_role = replica");
    const indexes = await dropIndexes(client);
    for (const statement of statements(population)) await client.query(statement);
    await client.query("SET maintenance_work_mem = '256MB'");
    for (const index of indexes) await client.query(index);
    await client.query("RESET maintenance_work_mem");
    await client.query("RESET session_replication_role");
    // What autovacuum would otherwise do in the middle of a measurement.
    await client.query("VACUUM (ANALYZE)");
    await client.query("CHECKPOINT");
  } finally {
    client.release();
  }
}

/** Takes the indexes of leads away, and gives what makes them again: built at once they take a fifth of the time. */
async function dropIndexes(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    SELECT indexname AS name, indexdef AS definition FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename = 'lead' AND indexname <> 'lead_pkey'`);
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`);
  return rows.map(({ definition }) => definition);
}

/** Names as common and as rare as people's: forty first names, a thousand last ones, and some with a second. */
const NAME = `initcap((ARRAY['anna','bo','carla','dev','elena','femi','gita','hugo','ines','jonas','kira','luca','maya',
  'nils','olga','paul','quinn','rosa','sven','tara','udo','vera','wim','xenia','yara','zoe','amir','bela','cleo','dino',
  'emil','flora','gus','hana','ivo','jade','karl','lena','milo','nora'])[i / 3 % 40 + 1])
  || ' ' || initcap(translate(substr(md5((i * 7 % 1000)::text), 1, 7), '0123456789', 'aeioulnrst'))`;

function statements({ accounts, staff, numbers, leads }: Population): string[] {
  const each = (count: number) => `generate_series(0, ${count - 1}) AS i`;
  const phone = (area: keyof typeof AREAS) => `'+1${AREAS[area]}' || (${FIRST} + i)`;
  const account = `i % ${accounts} + 1`;
  const user = `i % ${staff} + 1`;
  return [
    `INSERT INTO account (id, slug, name, country, timezone, company_phone, ladder, ring_budget_seconds,
       if_nobody_answers, screening_staff, screening_forwarding, screening_company, caller_id, reject_withheld,
       allowed_countries, skip_busy)
     OVERRIDING SYSTEM VALUE
     SELECT i + 1, 'business-' || i, 'Business ' || i, 'US', 'America/Chicago', ${phone("company")},
       ARRAY['leadUser', 'numberUser', 'forwarding', 'company'], 60, 'next', true, true, false, 'caller', false,
       ARRAY['US', 'CA'], false FROM ${each(accounts)}`,
    `INSERT INTO carrier (account_id, id, kind, account_sid, auth_token, api_base_url)
     SELECT i + 1, 'bench-' || i, 'twilio', 'AC' || lpad(i::text, 32, '0'), md5('token of ' || i), '${NO_CARRIER}'
     FROM ${each(accounts)}`,
    `INSERT INTO staff (account_id, id, email, name, phone, role, active, ring_seconds)
     OVERRIDING SYSTEM VALUE
     SELECT ${account}, i + 1, 'person-' || i || '@example.com', 'Person ' || i, ${phone("staff")}, 'member', true, 15
     FROM ${each(staff)}`,
    `INSERT INTO number (account_id, number, label, carrier_id, forwarding_number, user_id)
     SELECT ${account}, ${phone("number")}, 'Line ' || i, 'bench-' || i % ${accounts}, ${phone("forwarding")}, ${user}
     FROM ${each(numbers)}`,
    `INSERT INTO lead (account_id, id, name, search, user_id, blocked, last_contacted_at, changed_at)
     OVERRIDING SYSTEM VALUE
     SELECT ${account}, i + 1, ${NAME}, lower(${NAME}) || E'\\n' || ${phone("lead")}, ${user}, false,
       CASE WHEN i % 3 = 0 THEN now() - i * interval '7 seconds' END, now() - i * interval '11 seconds'
     FROM ${each(leads)}`,
    `INSERT INTO lead_phone (account_id, phone, lead_id, position)
     SELECT ${account}, ${phone("lead")}, i + 1, 0 FROM ${each(leads)}`,
  ];
}
