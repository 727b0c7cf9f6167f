import { type Kysely, sql } from "kysely";
import type { TemplateSettings } from "../../directory/text-fields.ts";
import type { Schema } from "../schema.ts";

/** The account's templates in their order, each with whose own it is. */
export async function readTemplates(db: Kysely<Schema>, accountId: string): Promise<TemplateSettings[]> {
  const { rows } = await sql<TemplateSettings>`SELECT t.id, t.name, t.body AS text, s.email AS staff
    FROM text_template t LEFT JOIN staff s ON s.account_id = t.account_id AND s.id = t.staff_id
    WHERE t.account_id = ${accountId} ORDER BY t.position, t.id`.execute(db);
  return rows.map(({ id, name, text, staff }) => ({ id, name, text, staff }));
}

/** Writes an account's templates, in their order; those not among them go. Whose they are must be staff members already written. */
export async function writeTemplates(
  db: Kysely<Schema>,
  accountId: string,
  templates: readonly TemplateSettings[],
): Promise<void> {
  const ids = templates.map(({ id }) => id);
  await sql`DELETE FROM text_template WHERE account_id = ${accountId} AND id <> ALL (${ids}::text[])`.execute(
    db,
  );
  const rows = templates.map((template, position) => ({ ...template, position }));
  await sql`INSERT INTO text_template (account_id, id, position, name, body, staff_id)
    SELECT ${accountId}, given.id, position, given.name, text, s.id
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given (id text, position int, name text, text text, staff text)
      LEFT JOIN staff s ON s.account_id = ${accountId} AND s.email = given.staff
    ON CONFLICT (account_id, id) DO UPDATE SET position = excluded.position, name = excluded.name,
      body = excluded.body, staff_id = excluded.staff_id`.execute(db);
}
