import type { Selectable } from "kysely";
import type { CallRecord } from "../calls/call-record.ts";
import { upgradeScript } from "../calls/upgrade-script.ts";
import type { E164 } from "../routing/values.ts";
import type { CallTable } from "./schema.ts";

export type CallRow = Pick<
  Selectable<CallTable>,
  | "script"
  | "carrier_id"
  | "carrier_call_id"
  | "direction"
  | "caller"
  | "caller_as_given"
  | "called"
  | "lead_id"
  | "lead_name"
  | "decision"
  | "state"
  | "attestation"
>;

/** The columns of a CallRow, by name: a `*` would break prepared statements when a column is added. */
export const CALL_COLUMNS = `script, carrier_id, carrier_call_id, direction, caller, caller_as_given, called,
  lead_id, lead_name, decision, state, attestation`;

/** A call as it was kept. What stands in our own tables was checked when it was written. */
export function recordFromRow(row: CallRow): CallRecord {
  return {
    script: upgradeScript(row.script),
    carrierId: row.carrier_id ?? "",
    carrierCallId: row.carrier_call_id ?? "",
    direction: row.direction,
    from: row.caller as E164 | null,
    fromAsGiven: row.caller_as_given,
    to: row.called as E164,
    lead: row.lead_id === null ? null : { id: row.lead_id, name: row.lead_name ?? "" },
    decision: row.decision,
    state: row.state,
    attestation: row.attestation,
  };
}
