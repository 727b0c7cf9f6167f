import { type Kysely, sql } from "kysely";

/**
 * Opening hours, holidays, days off, and where calls go while closed. Hours are JSON (hours/weekly-hours.ts): they are
 * read whole, by code, and never searched. `closed_ladder`: a number's null is its account's, empty is straight to
 * voicemail. The index finds whose own phone a forwarding number, company phone or on-call phone is, at every call.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `ALTER TABLE account ADD COLUMN on_call_phone text, ADD COLUMN hours jsonb,
      ADD COLUMN holidays jsonb NOT NULL DEFAULT '[]', ADD COLUMN closed_ladder text[] NOT NULL DEFAULT '{}'`,
    "ALTER TABLE number ADD COLUMN hours jsonb, ADD COLUMN closed_ladder text[]",
    `ALTER TABLE staff ADD COLUMN hours jsonb, ADD COLUMN days_off jsonb NOT NULL DEFAULT '[]',
      ADD COLUMN away_until timestamptz`,
    "CREATE INDEX staff_phone ON staff (account_id, phone)",
  ]) {
    await sql.raw(statement).execute(db);
  }
}
