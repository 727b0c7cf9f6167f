import type { Ending } from "../routing/decision.ts";
import { type AccountId, type CallId, type E164, type PlainRung, RUNGS, seconds } from "../routing/values.ts";
import type { BROWSER, LegRung, OutboundScript, Script, ScriptStep, Target } from "./script.ts";

/** Counts up when the packed form changes, so that a newer node does not misread an older one. */
const FORM = 2;

/** A script as a list, which is shorter than its fields with their names. */
export type Packed = [
  form: number,
  CallId,
  AccountId,
  business: E164,
  caller: E164 | null,
  startedAt: number,
  Ending,
  greeting: string,
  menu: [greeting: string, keys: string] | 0,
  PackedStep[],
  /** What is said to the people rung: the same sentence to many of them. */
  whispers: string[],
  /** Not there in calls that came before talks were recorded. */
  recordingNotice?: string | null,
  /** Only of calls from here. */
  outbound?: [staffId: string, maxSeconds: number, campaignId: string | 0, via?: typeof BROWSER],
];
type PackedStep = [rung: number | string, seconds: number, PackedTarget[]];
type PackedTarget = [
  Target["destination"],
  screening: 0 | 1,
  showsCaller: 0 | 1,
  who: string,
  whisper: number,
  staffId: string | 0,
];

export function packScript(script: Script): Packed {
  const { callId, accountId, business, caller, startedAt, ending, greeting, menu, recordingNotice } = script;
  const whispers: string[] = [];
  const placeOf = (whisper: string) => {
    const known = whispers.indexOf(whisper);
    return known >= 0 ? known : whispers.push(whisper) - 1;
  };
  const steps = script.steps.map(({ rung, seconds, targets }): PackedStep => {
    const packed = targets.map(
      (one): PackedTarget => [
        one.destination,
        one.screening ? 1 : 0,
        one.callerId === "caller" ? 1 : 0,
        one.who,
        placeOf(one.whisper),
        one.staffId ?? 0,
      ],
    );
    const place = RUNGS.indexOf(rung as PlainRung);
    return [place < 0 ? rung : place, seconds, packed];
  });
  const asked = menu === null ? 0 : ([menu.greeting, menu.keys] as [string, string]);
  const head = [FORM, callId, accountId, business, caller, startedAt, ending, greeting] as const;
  const { outbound } = script;
  const body = [asked, steps, whispers, recordingNotice] as const;
  if (outbound === undefined) return [...head, ...body];
  const { staffId, maxSeconds, campaignId, via } = outbound;
  const asOrdered = [staffId, maxSeconds, campaignId ?? 0] as const;
  return [...head, ...body, via === undefined ? [...asOrdered] : [...asOrdered, via]];
}

/** Reads this form and the one before it, which calls in progress may have; null for any other. */
export function unpackScript(packed: Packed | PackedBefore): Script | null {
  if (packed[0] === 1) return unpackBefore(packed as PackedBefore);
  return packed[0] === FORM ? unpackNow(packed as Packed) : null;
}

type StepBefore = [rung: number, E164, seconds: number, 0 | 1, 0 | 1, who: string, whisper: string];
/** Before several phones could ring together. */
type PackedBefore = [1, CallId, AccountId, E164, E164 | null, number, Ending, greeting: string, StepBefore[]];

function unpackBefore(packed: PackedBefore): Script {
  const [, callId, accountId, business, caller, startedAt, ending, greeting, steps] = packed;
  const unpackStep = ([rung, destination, time, screening, shows, who, whisper]: StepBefore): ScriptStep => ({
    rung: RUNGS[rung] ?? "company",
    seconds: seconds(time),
    targets: [
      {
        destination,
        screening: screening === 1,
        callerId: shows === 1 ? "caller" : "business",
        who,
        whisper,
        staffId: null,
      },
    ],
  });
  const now = { callId, accountId, business, caller, startedAt, ending, greeting };
  return { ...now, menu: null, steps: steps.map(unpackStep), recordingNotice: null };
}

function unpackNow(packed: Packed): Script {
  const [, callId, accountId, business, caller, startedAt, ending, greeting, ...body] = packed;
  const [asked, steps, whispers, notice, outbound] = body;
  const menu = asked === 0 ? null : { greeting: asked[0], keys: asked[1] };
  const unpackTarget = ([destination, screening, caller, who, whisper, staffId]: PackedTarget): Target => ({
    destination,
    screening: screening === 1,
    callerId: caller === 1 ? "caller" : "business",
    who,
    whisper: whispers[whisper] ?? "",
    staffId: staffId === 0 ? null : staffId,
  });
  const unpackStep = ([rung, ringSeconds, targets]: PackedStep): ScriptStep => ({
    rung: typeof rung === "string" ? (rung as LegRung) : (RUNGS[rung] ?? "company"),
    seconds: seconds(ringSeconds),
    targets: targets.map(unpackTarget),
  });
  return {
    callId,
    accountId,
    business,
    caller,
    startedAt,
    ending,
    greeting,
    menu,
    steps: steps.map(unpackStep),
    recordingNotice: notice ?? null,
    ...(outbound === undefined ? {} : { outbound: unpackOutbound(outbound) }),
  };
}

function unpackOutbound([staffId, maxSeconds, campaign, via]: NonNullable<Packed[12]>): OutboundScript {
  const ordered = { staffId, maxSeconds, campaignId: campaign === 0 ? null : campaign };
  return via === undefined ? ordered : { ...ordered, via };
}
