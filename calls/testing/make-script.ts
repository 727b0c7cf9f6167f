import type { AccountId, CallId, E164, Rung, Seconds } from "../../routing/values.ts";
import type { Script, ScriptStep, Target } from "../script.ts";

export const START = Date.UTC(2026, 2, 2, 14, 0, 0);

/** Dana's phone, screened unless said otherwise. */
export function makeTarget(change: Partial<Target> = {}): Target {
  return {
    destination: "+13125550101" as E164,
    screening: true,
    callerId: "caller",
    who: "Dana",
    whisper: "Anna Berg, your lead, is calling the Leeds line.",
    staffId: null,
    ...change,
  };
}

/** A step that rings one phone: Dana's, as her lead's user, unless said otherwise. */
export function makeStep({
  rung = "leadUser",
  ...target
}: Partial<Target> & { rung?: Rung } = {}): ScriptStep {
  return { rung, seconds: 20 as Seconds, targets: [makeTarget(target)] };
}

/** A step that rings three phones at once. */
export function makeTogether(screening = true): ScriptStep {
  const names = { Dana: "+13125550101", Leo: "+13125550104", Ida: "+13125550106" };
  const targets = Object.entries(names).map(([who, phone]) =>
    makeTarget({ who, destination: phone as E164, screening }),
  );
  return { rung: "group:sales", seconds: 20 as Seconds, targets };
}

/** Dana first, then the company phone without screening, then voicemail. */
export function makeScript(change: Partial<Script> = {}): Script {
  return {
    callId: "11111111-1111-8111-8111-111111111111" as CallId,
    accountId: "1" as AccountId,
    business: "+13125550111" as E164,
    caller: "+13125550123" as E164,
    startedAt: START,
    menu: null,
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
