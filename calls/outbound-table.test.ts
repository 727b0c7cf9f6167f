import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AccountId, CallId, E164, Seconds } from "../routing/values.ts";
import { applyEvent, eventKey } from "./apply-event.ts";
import { beginCall, type CallState } from "./call-state.ts";
import { readContinuation, writeContinuation } from "./continuation.ts";
import type { CallEvent } from "./events.ts";
import { stageOf } from "./outbound-table.ts";
import { recordOutbound } from "./record-outbound.ts";
import { BROWSER, type Script } from "./script.ts";
import { tellStory } from "./tell-story.ts";
import { anyEvent } from "./testing/any-event.ts";
import { START } from "./testing/make-script.ts";

const own = {
  destination: "+13125550101" as E164,
  screening: true,
  callerId: "business" as const,
  who: "Dana",
  whisper: "Calling Anna Berg for you.",
  staffId: "7",
};
const SCRIPT: Script = {
  callId: "11111111-1111-8111-8111-111111111111" as CallId,
  accountId: "1" as AccountId,
  business: "+13125550111" as E164,
  caller: null,
  startedAt: START,
  menu: null,
  steps: [
    { rung: "staff", seconds: 30 as Seconds, targets: [own] },
    {
      rung: "lead",
      seconds: 45 as Seconds,
      targets: [
        {
          ...own,
          destination: "+13125550123" as E164,
          screening: false,
          who: "Anna Berg",
          whisper: "",
          staffId: null,
        },
      ],
    },
  ],
  ending: "hangup",
  greeting: "",
  recordingNotice: null,
  outbound: { staffId: "7", maxSeconds: 7_200, campaignId: null },
};

const FROM_BROWSER: Script = {
  ...SCRIPT,
  steps: SCRIPT.steps.map((step) =>
    step.rung === "staff" ? { ...step, targets: [{ ...own, destination: BROWSER, screening: false }] } : step,
  ),
  outbound: { staffId: "7", maxSeconds: 7_200, campaignId: null, via: BROWSER },
};

const at = (seconds: number) => START + seconds * 1000;
const placed: CallEvent = { kind: "legsPlaced", at: at(1), step: 0, legs: ["CA1"] };
const pickedUp: CallEvent = { kind: "pickedUp", at: at(5), step: 0 };
const accepted: CallEvent = { kind: "keyPressed", at: at(8), step: 0, key: "1" };
const leadPickedUp: CallEvent = { kind: "pickedUp", at: at(20), step: 1 };
const ownLegOver = (seconds: number): CallEvent => ({
  kind: "legEnded",
  at: at(seconds),
  step: 0,
  target: 0,
  result: "pickedUp",
});
const dialOver = (change: Partial<Extract<CallEvent, { kind: "ringEnded" }>> = {}): CallEvent => ({
  kind: "ringEnded",
  at: at(80),
  step: 1,
  result: "pickedUp",
  bridgedByCarrier: true,
  callerGone: false,
  carrierWord: "completed",
  ...change,
});

function run(...events: CallEvent[]) {
  return runWith(SCRIPT, ...events);
}

function runWith(script: Script, ...events: CallEvent[]) {
  let { state } = beginCall(script);
  const did: string[] = [];
  for (const event of events) {
    const applied = applyEvent(script, state, event);
    did.push(applied.instruction.do);
    state = applied.state;
  }
  const story = tellStory({
    ...recordOutbound(script, { carrierId: "main", lead: { id: "9", name: "Anna Berg" } }),
    state,
  }).map(({ text }) => text);
  return { state, did, story, stage: stageOf(state) };
}

const results = (state: CallState) => state.legs.map(({ result }) => result);

describe("a call from here", () => {
  test("the person's own phone, the key, the lead's phone, a talk", () => {
    const call = run(placed, pickedUp, accepted, leadPickedUp, dialOver(), ownLegOver(81));
    expect(call.did).toEqual(["nothing", "screen", "ring", "whisper", "hangUp", "nothing"]);
    expect(call.state.outcome).toBe("answered");
    expect(results(call.state)).toEqual(["connected", "connected"]);
    expect(call.story).toEqual([
      "Dana called Anna Berg (+13125550123) from +13125550111.",
      "Rang Dana on +13125550101 8 s: answered.",
      "Dana pressed 1.",
      "Rang Anna Berg on +13125550123 12 s: answered.",
      "The call ended: Dana and Anna Berg talked for 1 min 0 s.",
    ]);
  });

  test.each<[string, CallEvent[], string, string]>([
    [
      "nobody picks up the person's own phone",
      [placed, { kind: "legEnded", at: at(31), step: 0, target: 0, result: "noAnswer" }],
      "abandoned",
      "The call ended: Dana did not take it, so Anna Berg was not called.",
    ],
    [
      "the person's voicemail picks up, and presses nothing",
      [placed, pickedUp, { kind: "keyPressed", at: at(14), step: 0, key: null }, ownLegOver(14)],
      "abandoned",
      "The call ended: Dana did not take it, so Anna Berg was not called.",
    ],
    [
      "the lead does not answer",
      [placed, pickedUp, accepted, dialOver({ result: "noAnswer", bridgedByCarrier: false })],
      "missed",
      "The call ended: Anna Berg did not answer.",
    ],
    [
      "the person hangs up while the lead's phone rings",
      [placed, pickedUp, accepted, ownLegOver(15)],
      "abandoned",
      "The call ended: Dana hung up before Anna Berg answered.",
    ],
    [
      "the lead's network fails",
      [placed, pickedUp, accepted, dialOver({ result: "failed", bridgedByCarrier: null })],
      "failed",
      "The call failed.",
    ],
    [
      "the carrier would not place it",
      [{ ...placed, legs: [null], why: "The carrier would not place the call: no credit (20003)." }],
      "failed",
      "The call failed: The carrier would not place the call: no credit (20003).",
    ],
    [
      "it was never placed, as the sweep finds out",
      [{ kind: "callEnded", at: at(120), carrierWord: "failed", by: "sweep" }],
      "failed",
      "The call failed: The carrier knows of no such call: it was never placed.",
    ],
    [
      "we were not told that the lead picked up, but that they were connected",
      [placed, pickedUp, accepted, dialOver()],
      "answered",
      "The call ended: Dana and Anna Berg talked for 0 s.",
    ],
    [
      "it is ended in the app during the talk",
      [placed, pickedUp, accepted, leadPickedUp, { kind: "hungUp", at: at(50), who: "Dana" }, ownLegOver(51)],
      "answered",
      "The call ended: Dana and Anna Berg talked for 31 s.",
    ],
    [
      "it is ended in the app before anything happened",
      [{ kind: "hungUp", at: at(2), who: "Dana" }, placed, pickedUp, accepted],
      "abandoned",
      "The call ended: Dana did not take it, so Anna Berg was not called.",
    ],
  ])("%s", (_name, events, outcome, end) => {
    const { state, story } = run(...events);
    expect(state.outcome).toBe(outcome);
    expect(results(state)).not.toContain(null);
    expect(story.at(-1)).toBe(end);
  });

  test("ended here before the key: whoever picks up then hears nothing, and nobody is called", () => {
    expect(run({ kind: "hungUp", at: at(2), who: "Dana" }, pickedUp, accepted).did).toEqual([
      "nothing",
      "hangUp",
      "hangUp",
    ]);
  });

  test("whoever placed it died before they were told its id: it is learnt when the phone is picked up", () => {
    const { state } = run({ ...pickedUp, legId: "CA7" } as CallEvent);
    expect(state.legs[0]?.carrierLegId).toBe("CA7");
  });

  test("another node had the lead called, and could not say so: the carrier's own URL does", () => {
    const { state, stage } = run(placed, leadPickedUp);
    expect(stage).toBe("connected");
    expect(state.legs.map(({ acceptedAt }) => acceptedAt !== null)).toEqual([true, false]);
  });

  test("any events in any order: one outcome, final; the lead is rung once, and never without the key or the browser", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(anyEvent, { maxLength: 25 }), (isPhone, sequence) => {
        const script = isPhone ? SCRIPT : FROM_BROWSER;
        let { state } = beginCall(script);
        let rang = 0;
        const answers = new Map<string, string>();
        for (const event of sequence) {
          const before = state;
          const applied = applyEvent(script, before, event);
          state = applied.state;
          const given = JSON.stringify(applied.instruction);
          if (applied.note === "duplicate") expect(given).toBe(answers.get(eventKey(event)));
          if (applied.note === "applied") answers.set(eventKey(event), given);
          if (applied.note !== "applied") expect(state).toBe(before);
          if (before.outcome !== null) expect(state).toBe(before);
          if (applied.instruction.do === "ring" && applied.note === "applied") {
            rang += 1;
            if (isPhone) expect(event).toMatchObject({ kind: "keyPressed", key: "1", step: 0 });
            else expect(event.kind).toBe("browserCame");
          }
          expect(["menu", "takeMessage", "reject", "join", "wait"]).not.toContain(applied.instruction.do);
        }
        expect(rang).toBeLessThanOrEqual(1);
        if (state.outcome !== null) {
          expect(["answered", "missed", "abandoned", "failed"]).toContain(state.outcome);
          expect(results(state)).not.toContain(null);
        }
      }),
    );
  });

  test.each([
    ["from a phone", SCRIPT],
    ["from a browser", FROM_BROWSER],
  ])("its script travels in a URL as others do: %s", (_name, script) => {
    const secret = Buffer.alloc(32, 1);
    expect(readContinuation(secret, "main", writeContinuation(secret, "main", script))).toEqual(script);
  });
});

describe("a call from the browser", () => {
  const came: CallEvent = { kind: "browserCame", at: at(3), legId: "CA1" };

  test("it comes, the lead's phone rings, a talk; nobody is asked for a key", () => {
    const call = runWith(FROM_BROWSER, came, leadPickedUp, dialOver(), ownLegOver(81));
    expect(call.did).toEqual(["ring", "whisper", "hangUp", "nothing"]);
    expect(call.state.outcome).toBe("answered");
    expect(call.state.legs[0]?.carrierLegId).toBe("CA1");
    expect(call.story.slice(1, 3)).toEqual([
      "Dana's browser connected.",
      "Rang Anna Berg on +13125550123 17 s: answered.",
    ]);
  });

  test("told twice: the same answer; another leg of the same order is hung up", () => {
    const call = runWith(FROM_BROWSER, came, came, { ...came, legId: "CA2" });
    expect(call.did).toEqual(["ring", "ring", "hangUp"]);
    expect(call.state.legs).toHaveLength(2);
    expect(call.state.legs[0]?.carrierLegId).toBe("CA1");
  });

  test.each<[string, CallEvent[], string]>([
    ["ended here before it came", [{ kind: "hungUp", at: at(2), who: "Dana" }, came], "failed"],
    [
      "never coming, as the sweep finds out",
      [{ kind: "callEnded", at: at(150), carrierWord: "failed", by: "sweep" }, came],
      "failed",
    ],
  ])("%s: the lead's phone does not ring", (_name, events, outcome) => {
    const call = runWith(FROM_BROWSER, ...events);
    expect(call.did.at(-1)).toBe("hangUp");
    expect(call.state.outcome).toBe(outcome);
    expect(call.story.at(-1)).toBe("The call failed: The browser never connected.");
  });

  test("a browser has no say in a call that rings a phone", () => {
    expect(run(placed, came).did).toEqual(["nothing", "hangUp"]);
  });
});
