import { type RawBuilder, sql } from "kysely";

/**
 * For a statement on `call`: whether a call is a staff member's own. Its lead is theirs now, or it rang
 * the phone that they have now, or they made it (whoever answered then is among those).
 */
export function isCallOf(staffId: string): RawBuilder<boolean> {
  return sql<boolean>`(EXISTS (SELECT FROM lead l WHERE l.account_id = call.account_id AND l.id = call.lead_id
      AND l.user_id = ${staffId}::bigint)
    OR call.script -> 'outbound' ->> 'staffId' = ${staffId}
    OR EXISTS (SELECT FROM staff s, jsonb_array_elements(call.state -> 'legs') AS leg
      WHERE s.account_id = call.account_id AND s.id = ${staffId}::bigint AND leg ->> 'destination' = s.phone))`;
}
