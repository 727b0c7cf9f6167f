import { type Kysely, sql } from "kysely";
import { isOpen } from "../../hours/is-open.ts";
import { readSchedule } from "../../hours/schedule.ts";
import type { Colleague } from "../../notify/choose-recipients.ts";
import { orderChoices } from "../../notify/notice-choices.ts";
import type { Schema } from "../schema.ts";

type StaffRow = Omit<Colleague, "on"> & { hours: string | null; daysOff: string; awayUntil: Date | null };

/** An account with its active staff and its webhooks, as far as telling them of something goes. */
export type AccountToTell = {
  id: string;
  slug: string;
  name: string;
  timezone: string;
  staff: StaffRow[];
  webhooks: { id: string; url: string; events: string[]; stopped: boolean }[];
};

/** The accounts that were read already, for things that are told of in one go. */
export type AccountsToTell = Map<string, AccountToTell | null>;

/** Reads an account, once for each `read`; null where it is gone. */
export async function readAccountToTell(
  db: Kysely<Schema>,
  accountId: string,
  read: AccountsToTell,
): Promise<AccountToTell | null> {
  const known = read.get(accountId);
  if (known !== undefined) return known;
  const { rows } = await sql<Omit<AccountToTell, "staff" | "webhooks">>`
    SELECT id::text, slug, name, timezone FROM account WHERE id = ${accountId}::bigint`.execute(db);
  const [account] = rows;
  const found =
    account === undefined
      ? null
      : { ...account, staff: await readStaff(db, accountId), webhooks: await readWebhooks(db, accountId) };
  read.set(accountId, found);
  return found;
}

async function readStaff(db: Kysely<Schema>, accountId: string): Promise<StaffRow[]> {
  const { rows } = await sql<StaffRow>`
    SELECT id::text, name, email, phone, role, active, notify AS choices, hours::text, days_off::text AS "daysOff",
      away_until AS "awayUntil"
    FROM staff WHERE account_id = ${accountId}::bigint AND active ORDER BY id`.execute(db);
  return rows.map((row) => ({ ...row, choices: row.choices && orderChoices(row.choices) }));
}

async function readWebhooks(db: Kysely<Schema>, accountId: string): Promise<AccountToTell["webhooks"]> {
  const { rows } = await sql<AccountToTell["webhooks"][number]>`
    SELECT id::text, url, events, stopped_at IS NOT NULL AS stopped FROM webhook
    WHERE account_id = ${accountId}::bigint AND active ORDER BY id`.execute(db);
  return rows;
}

/** The staff of an account, and whether they were there at that moment. */
export function colleaguesAt({ staff, timezone: zone }: AccountToTell, at: number): Colleague[] {
  return staff.map(({ hours, daysOff, awayUntil, ...colleague }) => ({
    ...colleague,
    on:
      (awayUntil === null || awayUntil.getTime() <= at) &&
      isOpen(readSchedule({ zone, hours, exceptions: daysOff }), at).open,
  }));
}
