import type { AccountId, CallId, E164, Seconds } from "../../routing/values.ts";
import type { Script, ScriptStep } from "../script.ts";

export const START = Date.UTC(2026, 2, 2, 14, 0, 0);

/** A step that rings somebody, screened unless said otherwise. */
export function makeStep(change: Partial<ScriptStep> = {}): ScriptStep {
  return {
    rung: "leadUser",
    destination: "+13125550101" as E164,
    seconds: 20 as Seconds,
    screening: true,
    callerId: "caller",
    who: "Dana",
    whisper: "Anna Berg, your lead, is calling the Leeds line.",
    ...change,
  };
}

/** Dana first, then the company phone without screening, then voicemail. */
export function makeScript(change: Partial<Script> = {}): Script {
  return {
    callId: "11111111-1111-8111-8111-111111111111" as CallId,
    accountId: "1" as AccountId,
    business: "+13125550111" as E164,
    caller: "+13125550123" as E164,
    startedAt: START,
    steps: [
      makeStep(),
      makeStep({
        rung: "company",
        destination: "+13125550100" as E164,
        screening: false,
        who: "the company phone",
      }),
    ],
    ending: "voicemail",
    greeting: "Please leave a message.",
    recordingNotice: null,
    ...change,
  };
}
