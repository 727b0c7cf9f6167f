import { type Kysely, sql } from "kysely";
import type { CarrierConnection } from "../../carriers/carrier-connection.ts";
import { CONNECTION_JSON } from "../connection-json.ts";
import type { Schema } from "../schema.ts";

/** The account's carrier connections, each with the numbers that are there. */
export async function readConnections(
  db: Kysely<Schema>,
  accountId: string,
): Promise<{ connection: CarrierConnection; numbers: string[] }[]> {
  const { rows } = await sql<{ connection: CarrierConnection; numbers: string[] }>`
    SELECT ${CONNECTION_JSON} AS connection,
      ARRAY(SELECT n.number FROM number n WHERE n.account_id = k.account_id AND n.carrier_id = k.id ORDER BY n.number) AS numbers
    FROM carrier k JOIN account a ON a.id = k.account_id WHERE k.account_id = ${accountId}::bigint ORDER BY k.id`.execute(
    db,
  );
  return rows;
}
