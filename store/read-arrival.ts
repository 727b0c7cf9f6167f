import type pg from "pg";
import type { AccountId, CallId } from "../routing/values.ts";

type ArrivalFields = { callToken: string | null; applicationId: string | null };

/** What a call's arrival brought that its carrier wants back for each call that is placed for it; null: it did not. */
export async function readArrival(
  pool: Pick<pg.Pool, "query">,
  accountId: AccountId,
  callId: CallId,
): Promise<ArrivalFields> {
  const { rows } = await pool.query<ArrivalFields>({
    name: "read-arrival",
    text: READ_ARRIVAL,
    values: [accountId, callId],
  });
  return rows[0] ?? { callToken: null, applicationId: null };
}

const READ_ARRIVAL = `SELECT arrival ->> 'CallToken' AS "callToken", arrival ->> 'ConnectionId' AS "applicationId"
  FROM call WHERE account_id = $1 AND id = $2`;
