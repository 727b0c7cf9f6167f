import type { CallRecord } from "../calls/call-record.ts";
import { beginCall } from "../calls/call-state.ts";
import { composeSafeScript, composeScript } from "../calls/compose-script.ts";
import type { Instruction } from "../calls/instruction.ts";
import type { Script } from "../calls/script.ts";
import { readAttestation } from "../carriers/twiml/read-attestation.ts";
import { type Form, field } from "../carriers/twiml/read-form.ts";
import { isCountry, normaliseCaller, normalisePhone } from "../directory/normalise-phone.ts";
import type { SnapshotFacts } from "../directory/settings-snapshot.ts";
import { isMeantForVoicemail } from "../routing/decide-call.ts";
import type { Decision } from "../routing/decision.ts";
import type { AccountId, CallId, E164 } from "../routing/values.ts";
import { decideArrival } from "./decide-arrival.ts";
import type { HookParts, Proven } from "./hook-parts.ts";

/**
 * Decides a call that arrives and enters it in the book. The same arrival again finds the call that
 * is there, and gets the instruction that it got.
 */
export async function openArrival(
  parts: HookParts,
  proven: Proven,
  callId: CallId,
): Promise<{ instruction: Instruction; script: Script }> {
  const { connection, profile, form, proof, at } = proven;
  const country = isCountry(connection.country) ? connection.country : "US";
  const fromAsGiven = keepable(field(form, "From"));
  const from = normaliseCaller(fromAsGiven, country);
  const to = normalisePhone(field(form, "To"), country) ?? (keepable(field(form, "To")).slice(0, 40) as E164);
  const attestation = readAttestation(profile, form, proof);
  const found = await parts.findFacts({ from, to, attestation, at });
  const accountId = connection.accountId as AccountId;
  const arrival = {
    carrierId: connection.id,
    carrierCallId: field(form, "CallSid"),
    direction: "inbound" as const,
    from,
    fromAsGiven: fromAsGiven.slice(0, 100),
    to,
    attestation,
  };
  // A number of another account is as unknown here as one of nobody.
  const known =
    found !== null && found.carrierId === connection.id && found.accountId === accountId ? found : null;
  const record = known === null ? unknownNumber() : await decided(known);
  const kept = await parts.book.open(record, asArrived(form));
  if (kept === record) await alertIfNeeded(parts, record);
  if (kept.decision === null && kept.state.outcome === "failed") {
    return { instruction: { do: "apologise" }, script: kept.script };
  }
  const { instruction } = beginCall(kept.script);
  if (kept === record) parts.together.begin(proven, kept.script, instruction);
  return { instruction, script: kept.script };

  async function decided(found: SnapshotFacts): Promise<CallRecord> {
    const { facts, decision } = await decideArrival(parts, found);
    const script = composeScript({ callId, accountId, at }, facts, decision);
    return { ...arrival, script, lead: decision.lead, decision, state: beginCall(script).state };
  }

  function unknownNumber(): CallRecord {
    const script = composeSafeScript({ callId, accountId, business: to, caller: from, startedAt: at });
    const state = {
      ...beginCall(script).state,
      phase: "ended" as const,
      outcome: "failed" as const,
      endedAt: at,
    };
    return { ...arrival, script, lead: null, decision: null, state };
  }
}

/** The form as it is kept, a text for each field. */
function asArrived(form: Form): Record<string, string> {
  const fields: [string, string][] = [];
  form.forEach((values, name) => {
    fields.push([keepable(name), keepable(values.length === 1 ? (values[0] ?? "") : values.join(" "))]);
  });
  return Object.fromEntries(fields);
}

/** PostgreSQL's text and jsonb can't hold the character 0 (its manual, "Character Types" and "JSON Types"). */
function keepable(text: string): string {
  return text.replaceAll("\0", "");
}

function isForWantOfPhones(decision: Decision): boolean {
  const { plan, ending, rungs } = decision;
  if (plan.length > 0 || ending !== "voicemail") return false;
  // That everybody talks is no mistake of the settings.
  const isBusy = rungs.some(({ reason, members = [] }) =>
    [reason, ...members.map((one) => one.reason)].includes("onACall"),
  );
  return !isBusy && !isMeantForVoicemail(decision);
}

async function alertIfNeeded(parts: HookParts, record: CallRecord): Promise<void> {
  const { accountId, callId, startedAt } = record.script;
  const alert = { accountId, callId, at: startedAt };
  if (record.decision === null) {
    const text = `${record.to} was called, but is not one of your numbers on this carrier connection.`;
    await parts.book.alert({ ...alert, code: "numberUnknown", text });
  } else if (isForWantOfPhones(record.decision)) {
    const text = `A call to ${record.to} reached nobody: no phone could be rung. Ask "who rings?" for the reasons.`;
    await parts.book.alert({ ...alert, code: "nobodyToRing", text });
  }
}
