import { type Kysely, sql } from "kysely";
import { type CallbackSettings, DEFAULT_CALLBACKS } from "../../callbacks/callback-settings.ts";
import { addOpenTime } from "../../hours/add-open-time.ts";
import { readSchedule } from "../../hours/schedule.ts";
import type { Schema } from "../schema.ts";

const MINUTE_MS = 60_000;

/**
 * When a callback that came by a number goes to the next person if nobody takes care of it from now on: only the time
 * counts in which the business is open. Null where it stays.
 */
export async function planEscalation(
  db: Kysely<Schema>,
  { accountId, number }: { accountId: string; number: string },
  now: number,
): Promise<Date | null> {
  const { rows } = await sql<{
    callbacks: CallbackSettings | null;
    zone: string;
    hours: string | null;
    exceptions: string;
  }>`SELECT a.callbacks, a.timezone AS zone, coalesce(n.hours, a.hours)::text AS hours, a.holidays::text AS exceptions
    FROM account a LEFT JOIN number n ON n.account_id = a.id AND n.number = ${number}
    WHERE a.id = ${accountId}::bigint`.execute(db);
  const [row] = rows;
  const { escalateAfterMinutes: minutes } = { ...DEFAULT_CALLBACKS, ...row?.callbacks };
  if (row === undefined || minutes === null) return null;
  const moment = addOpenTime(readSchedule(row), now, minutes * MINUTE_MS);
  return moment === null ? null : new Date(moment);
}
