import { takenLeg } from "../calls/call-state.ts";
import { noteContact } from "../store/note-contact.ts";
import type { FollowUpStep } from "./follow-up-step.ts";

/** After an answered call of a lead: who talked to them, for the rung of the last contact. */
export const rememberContact: FollowUpStep["run"] = async ({ accountId, outcome, record }, { database }) => {
  const { lead, script, state } = record;
  const leg = takenLeg(state);
  if (outcome !== "answered" || lead === null || leg === null) return;
  if (script.outbound !== undefined) {
    const made = { at: state.answeredAt ?? leg.startedAt, staffId: script.outbound.staffId };
    return noteContact(database.query, { accountId, leadId: lead.id }, made);
  }
  const target = script.steps[leg.step]?.targets[leg.target ?? 0];
  const contact = { at: state.answeredAt ?? leg.startedAt, staffId: target?.staffId ?? null };
  await noteContact(database.query, { accountId, leadId: lead.id }, contact);
};
