import { describe, expect, test } from "vitest";
import { applyEvent } from "./apply-event.ts";
import { beginCall, type CallState, PHASES } from "./call-state.ts";
import type { CallEvent, EventKind, RingResult } from "./events.ts";
import type { Script } from "./script.ts";
import { STATE_TABLE } from "./state-table.ts";
import { makeScript, START } from "./testing/make-script.ts";

const at = START + 5_000;
const pickedUp = (step: number): CallEvent => ({ kind: "pickedUp", at, step });
const key = (step: number, pressed: string | null = "1"): CallEvent => ({
  kind: "keyPressed",
  at,
  step,
  key: pressed,
});
const rung = (
  step: number,
  result: RingResult,
  more: Partial<CallEvent & { kind: "ringEnded" }> = {},
): CallEvent => ({
  kind: "ringEnded",
  at,
  step,
  result,
  bridgedByCarrier: null,
  callerGone: false,
  carrierWord: "",
  ...more,
});
const over: CallEvent = { kind: "callEnded", at, carrierWord: "completed", by: "callback" };
const message = (seconds: number | null): CallEvent => ({
  kind: "recordingEnded",
  at,
  seconds,
  url: "https://x/r",
  callerGone: false,
});

function play(script: Script, ...events: CallEvent[]) {
  let state = beginCall(script).state;
  const did: string[] = [];
  let alert: string | null = null;
  for (const event of events) {
    const applied = applyEvent(script, state, event);
    state = applied.state;
    alert = applied.alert ?? alert;
    const { instruction } = applied;
    did.push("step" in instruction ? `${instruction.do} ${instruction.step}` : instruction.do);
  }
  return { state, did, alert, results: state.legs.map((leg) => leg.result) };
}

describe("the life of a call", () => {
  test.each<[story: string, events: CallEvent[], did: string[], results: unknown[], outcome: unknown]>([
    [
      "accepted and talked",
      [pickedUp(0), key(0), rung(0, "pickedUp", { bridgedByCarrier: true }), over],
      ["screen 0", "connect", "hangUp", "nothing"],
      ["connected"],
      "answered",
    ],
    [
      "accepted, at a carrier that does not tell of bridging",
      [pickedUp(0), key(0), rung(0, "pickedUp")],
      ["screen 0", "connect", "hangUp"],
      ["connected"],
      "answered",
    ],
    [
      "a machine picks up: not accepted, next rung",
      [pickedUp(0), rung(0, "pickedUp", { bridgedByCarrier: false })],
      ["screen 0", "ring 1"],
      ["notAccepted", null],
      null,
    ],
    [
      "a machine picks up, at a carrier that does not tell",
      [pickedUp(0), rung(0, "pickedUp")],
      ["screen 0", "ring 1"],
      ["notAccepted", null],
      null,
    ],
    [
      "a wrong key ends the leg",
      [pickedUp(0), key(0, "7"), rung(0, "pickedUp")],
      ["screen 0", "dropLeg", "ring 1"],
      ["notAccepted", null],
      null,
    ],
    [
      "no answer, then the company phone picks up",
      [rung(0, "noAnswer"), pickedUp(1), rung(1, "pickedUp")],
      ["ring 1", "whisper 1", "hangUp"],
      ["noAnswer", "connected"],
      "answered",
    ],
    [
      "busy, then failed: a message",
      [rung(0, "busy"), rung(1, "failed"), message(7)],
      ["ring 1", "takeMessage", "hangUp"],
      ["busy", "failed"],
      "voicemail",
    ],
    [
      "no message left",
      [rung(0, "declined"), rung(1, "noAnswer"), message(0)],
      ["ring 1", "takeMessage", "hangUp"],
      ["declined", "noAnswer"],
      "missed",
    ],
    [
      "the recording is told of later",
      [
        rung(0, "noAnswer"),
        rung(1, "noAnswer"),
        message(null),
        { kind: "recordingReady", at, seconds: 4, url: "https://x/r" },
      ],
      ["ring 1", "takeMessage", "hangUp", "nothing"],
      ["noAnswer", "noAnswer"],
      "voicemail",
    ],
    [
      "the caller leaves while speaking, the file comes after the end",
      [
        rung(0, "noAnswer"),
        rung(1, "noAnswer"),
        over,
        { kind: "recordingReady", at, seconds: 4, url: "https://x/r" },
      ],
      ["ring 1", "takeMessage", "nothing", "nothing"],
      ["noAnswer", "noAnswer"],
      "voicemail",
    ],
    [
      "the caller leaves at the greeting",
      [rung(0, "noAnswer"), rung(1, "noAnswer"), over, { kind: "recordingMissing", at }],
      ["ring 1", "takeMessage", "nothing", "nothing"],
      ["noAnswer", "noAnswer"],
      "missed",
    ],
    [
      "the caller hangs up while it rings",
      [rung(0, "canceled", { callerGone: true }), over],
      ["hangUp", "nothing"],
      ["canceled"],
      "abandoned",
    ],
    ["the caller hangs up, and only the callback says so", [over], ["nothing"], ["canceled"], "abandoned"],
    [
      "the carrier's end comes before the dial's",
      [pickedUp(0), key(0), over, rung(0, "pickedUp", { callerGone: true })],
      ["screen 0", "connect", "nothing", "hangUp"],
      ["connected"],
      "answered",
    ],
  ])("%s", (_story, events, did, results, outcome) => {
    const played = play(makeScript(), ...events);
    expect(played.did).toEqual(did);
    expect(played.results).toEqual(results);
    expect(played.state.outcome).toBe(outcome);
  });

  test("carrier and key press differ: not answered, next rung, and an alert", () => {
    const claimed = play(makeScript(), pickedUp(0), rung(0, "pickedUp", { bridgedByCarrier: true }));
    expect(claimed.did.at(-1)).toBe("ring 1");
    expect(claimed.alert).toContain("differ");
    const denied = play(makeScript(), pickedUp(0), key(0), rung(0, "pickedUp", { bridgedByCarrier: false }));
    expect(denied.results).toEqual(["failed", null]);
    expect(denied.state.answeredAt).toBeNull();
    expect(denied.alert).toContain("differ");
  });

  test("without screening, a caller who is gone before the sentence is over was not answered", () => {
    const toCompany = [rung(0, "busy"), pickedUp(1)];
    const early = play(makeScript(), ...toCompany, { ...over, at: at + 1_000 });
    expect(early.state).toMatchObject({ outcome: "abandoned", answeredAt: null });
    const late = play(makeScript(), ...toCompany, { ...over, at: at + 20_000 });
    expect(late.state).toMatchObject({ outcome: "answered", answeredAt: at });
  });

  test("a late key press hears that the call is taken, and changes nothing", () => {
    const played = play(makeScript(), pickedUp(0), rung(0, "noAnswer"), key(0));
    expect(played.did.at(-1)).toBe("tellTaken");
    expect(played.state.phase).toBe("ringing");
    expect(played.state.step).toBe(1);
  });

  test("after the end a late ring result never rings again", () => {
    const played = play(makeScript(), over, rung(0, "noAnswer"), pickedUp(1), message(5));
    expect(played.did).toEqual(["nothing", "hangUp", "tellTaken", "hangUp"]);
    expect(played.state.outcome).toBe("abandoned");
  });

  test("the same event again gets the same answer, and no new version", () => {
    const script = makeScript();
    const once = play(script, rung(0, "noAnswer"));
    const twice = play(script, rung(0, "noAnswer"), rung(0, "pickedUp", { bridgedByCarrier: true }));
    expect(twice.did).toEqual(["ring 1", "ring 1"]);
    expect(twice.state).toEqual(once.state);
  });

  test("a node that missed what came before trusts the step in the URL", () => {
    const played = play(makeScript(), pickedUp(1), rung(1, "pickedUp"));
    expect(played.did).toEqual(["whisper 1", "hangUp"]);
    expect(played.state.outcome).toBe("answered");
  });

  test("a node that saw nothing of the leg believes a carrier that connected it: nobody is rung after an answer", () => {
    const played = play(makeScript(), rung(0, "pickedUp", { bridgedByCarrier: true }));
    expect(played.did).toEqual(["hangUp"]);
    expect(played.state.outcome).toBe("answered");
  });

  test("something broke: the caller is asked for a message", () => {
    const played = play(makeScript(), { kind: "broke", at, what: "Something broke." }, message(3));
    expect(played.did).toEqual(["takeMessage", "hangUp"]);
    expect(played.state.outcome).toBe("voicemail");
    expect(played.alert).toBe("Something broke.");
  });

  test("an ending that hangs up: missed", () => {
    const played = play(makeScript({ ending: "hangup" }), rung(0, "noAnswer"), rung(1, "busy"));
    expect(played.did).toEqual(["ring 1", "hangUp"]);
    expect(played.state.outcome).toBe("missed");
  });

  test("a refused call is over at once", () => {
    const { state, instruction } = beginCall(makeScript({ ending: "reject", steps: [] }));
    expect(instruction).toEqual({ do: "reject" });
    expect(state).toMatchObject({ phase: "ended", outcome: "rejected", endedAt: START });
  });
});

test("every event in every phase has a rule", () => {
  const kinds: EventKind[] = [
    "pickedUp",
    "keyPressed",
    "legEnded",
    "legsPlaced",
    "menuKey",
    "ringEnded",
    "recordingEnded",
    "recordingReady",
    "recordingMissing",
    "hungUp",
    "callEnded",
    "broke",
    "browserCame",
  ];
  for (const phase of PHASES) expect(Object.keys(STATE_TABLE[phase]).sort()).toEqual([...kinds].sort());
});

test("an ended call is never changed: the guard throws before it could be written", () => {
  const script = makeScript();
  const ended: CallState = { ...beginCall(script).state, outcome: "answered" };
  expect(() => applyEvent(script, ended, over)).toThrow("was changed");
});
