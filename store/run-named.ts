import type { RawBuilder } from "kysely";
import type { QueryResultRow } from "pg";
import type { Database } from "./open-database.ts";

/**
 * Asks a statement under a name, so that each connection makes its plan once: for what is asked many times a second, where to
 * plan takes longer than to do (decision 004). The plan is kept while tables grow: use connections that look up by keys
 * (`byKey` of open-database.ts).
 */
export async function runNamed<Row extends QueryResultRow>(
  { pool, query }: Pick<Database, "pool" | "query">,
  name: string,
  statement: RawBuilder<Row>,
): Promise<Row[]> {
  const { sql: text, parameters } = statement.compile(query);
  const { rows } = await pool.query<Row>({ name, text, values: [...parameters] });
  return rows;
}
