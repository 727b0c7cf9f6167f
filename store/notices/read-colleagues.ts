import { type Kysely, sql } from "kysely";
import { isOpen } from "../../hours/is-open.ts";
import { readSchedule } from "../../hours/schedule.ts";
import type { Colleague } from "../../notify/choose-recipients.ts";
import { orderChoices } from "../../notify/notice-choices.ts";
import type { Schema } from "../schema.ts";

type Row = Omit<Colleague, "on"> & { hours: string | null; daysOff: string; awayUntil: Date | null };

/** The active staff of an account, with what they want to be told, and whether they were there at that moment. */
export async function readColleagues(
  db: Kysely<Schema>,
  account: { id: string; timezone: string },
  at: number,
): Promise<Colleague[]> {
  const { rows } = await sql<Row>`
    SELECT id::text, name, email, phone, role, active, notify AS choices, hours::text, days_off::text AS "daysOff",
      away_until AS "awayUntil"
    FROM staff WHERE account_id = ${account.id}::bigint AND active ORDER BY id`.execute(db);
  return rows.map(({ hours, daysOff, awayUntil, ...colleague }) => ({
    ...colleague,
    choices: colleague.choices && orderChoices(colleague.choices),
    on:
      (awayUntil === null || awayUntil.getTime() <= at) &&
      isOpen(readSchedule({ zone: account.timezone, hours, exceptions: daysOff }), at).open,
  }));
}
