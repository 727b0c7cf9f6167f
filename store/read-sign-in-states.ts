import { type Kysely, sql } from "kysely";
import type { StaffSettings } from "../directory/settings-schema.ts";
import type { Versioned } from "../directory/stored-settings.ts";
import { readStaff } from "./read-settings.ts";
import type { Schema } from "./schema.ts";
import type { Page } from "./take-page.ts";

type Db = Kysely<Schema>;

export const SIGN_IN_STATES = ["none", "invited", "active"] as const;
/** Whether a staff member can sign in: not yet, invited by a link that is still good, or yes. */
export type SignInState = (typeof SIGN_IN_STATES)[number];

/** Staff as lists show them: with what is known of their sign-in, at `now`. */
export async function readStaffWithSignIn(
  db: Db,
  accountId: string,
  page: Page,
  now: Date,
): Promise<Versioned<StaffSettings & { signIn: SignInState }>[]> {
  const staff = await readStaff(db, accountId, page);
  const ids = staff.map(({ id }) => id);
  const { rows } = await sql<{ id: string; state: SignInState }>`
    SELECT s.id::text, CASE WHEN u.id IS NOT NULL THEN 'active' WHEN i.staff_id IS NOT NULL THEN 'invited'
      ELSE 'none' END AS state
    FROM staff s
    LEFT JOIN staff_person p ON p.account_id = s.account_id AND p.staff_id = s.id
    LEFT JOIN auth_user u ON u.id = p.person_id AND u.email = lower(s.email)
    LEFT JOIN staff_invitation i ON i.account_id = s.account_id AND i.staff_id = s.id
      AND i.expires_at > ${now} AND i.email = lower(s.email)
    WHERE s.account_id = ${accountId} AND s.id = ANY (${ids}::bigint[])`.execute(db);
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  return staff.map(({ id, version, settings }) => ({
    id,
    version,
    settings: { ...settings, signIn: states.get(id) ?? "none" },
  }));
}
