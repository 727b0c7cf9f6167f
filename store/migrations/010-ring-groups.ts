import { type Kysely, sql } from "kysely";

/**
 * Ring groups, menus, and what their decisions need. `members` are keys of staff: one who is removed stands in it still,
 * so that undoing the removal puts them back. `turn` counts the calls of a group that rings in turn. A phone's row in
 * `phone_use` has its last talk; it goes on while `until` is null. A lead's `talked_…` say who last talked to them, and
 * have no foreign key: a member who is removed would else be looked for in every lead.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `CREATE TABLE ring_group (
      account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
      id text NOT NULL,
      position int NOT NULL,
      name text NOT NULL,
      ring_order text NOT NULL,
      ring_seconds int,
      members bigint[] NOT NULL,
      turn bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (account_id, id)
    )`,
    `CREATE TABLE phone_use (
      account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
      phone text NOT NULL,
      call_id uuid NOT NULL,
      since timestamptz NOT NULL,
      until timestamptz,
      PRIMARY KEY (account_id, phone)
    )`,
    `ALTER TABLE account ADD COLUMN skip_busy boolean NOT NULL DEFAULT true,
      ADD COLUMN last_contact_days int NOT NULL DEFAULT 30`,
    // The rungs that a menu's keys lead to, so that the facts of a call have the groups among them.
    "ALTER TABLE number ADD COLUMN menu jsonb, ADD COLUMN menu_rungs text[]",
    "ALTER TABLE lead ADD COLUMN talked_at timestamptz, ADD COLUMN talked_user_id bigint",
  ]) {
    await sql.raw(statement).execute(db);
  }
}
