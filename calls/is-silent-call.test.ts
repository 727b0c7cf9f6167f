import { expect, test } from "vitest";
import type { E164 } from "../routing/values.ts";
import { applyEvent } from "./apply-event.ts";
import { beginCall } from "./call-state.ts";
import type { CallEvent } from "./events.ts";
import { isSilentCall } from "./is-silent-call.ts";
import { makeScript } from "./testing/make-script.ts";

const S = 1000;
const script = makeScript();
const began = script.startedAt;
const at = (seconds: number) => began + seconds * S;

const pickedUp = (seconds: number): CallEvent => ({ kind: "pickedUp", at: at(seconds), step: 0 });
const accepted = (seconds: number): CallEvent => ({ kind: "keyPressed", at: at(seconds), step: 0, key: "1" });
const over = (seconds: number, by: "callback" | "sweep" = "callback"): CallEvent => ({
  kind: "callEnded",
  at: at(seconds),
  carrierWord: "completed",
  by,
});
const rung = (seconds: number, change: Partial<Extract<CallEvent, { kind: "ringEnded" }>>): CallEvent => ({
  kind: "ringEnded",
  at: at(seconds),
  step: 0,
  result: "noAnswer",
  bridgedByCarrier: null,
  callerGone: false,
  carrierWord: "",
  ...change,
});
const message = (seconds: number, long: number | null, callerGone = false): CallEvent => ({
  kind: "recordingEnded",
  at: at(seconds),
  seconds: long,
  url: null,
  callerGone,
});
const straightToVoicemail = { ...script, steps: [] };

test.each<[string, typeof script, CallEvent[], boolean]>([
  ["gone two seconds after arriving", script, [over(2)], true],
  ["gone while it rang, after three", script, [over(3)], false],
  [
    "a lead who let it ring for 20 s and gave up",
    script,
    [rung(20, { result: "canceled", callerGone: true })],
    false,
  ],
  ["connected, and gone in two seconds", script, [pickedUp(4), accepted(7), over(9)], true],
  [
    "connected, and gone in two seconds, as the end of the ringing tells",
    script,
    [pickedUp(4), accepted(7), rung(9, { result: "pickedUp", callerGone: true })],
    true,
  ],
  [
    "connected, and the person rung hung up",
    script,
    [pickedUp(4), accepted(7), rung(8, { result: "pickedUp" })],
    false,
  ],
  ["connected, and the sweep found it over", script, [pickedUp(4), accepted(7), over(8, "sweep")], false],
  ["a talk of a minute", script, [pickedUp(4), accepted(7), over(67)], false],
  ["a message of two seconds", straightToVoicemail, [message(12, 2)], true],
  ["a message of three", straightToVoicemail, [message(12, 3)], false],
  ["silent on the line after the tone", straightToVoicemail, [message(15, 0)], true],
  ["hung up at the greeting", straightToVoicemail, [over(6), { kind: "recordingMissing", at: at(7) }], false],
  ["hung up after the tone", straightToVoicemail, [message(15, 0, true)], false],
  ["a withheld caller is nobody to hold off", { ...script, caller: null }, [over(1)], false],
  ["refused: that was us", { ...script, ending: "reject" }, [], false],
])("%s", (_call, given, events, silent) => {
  let { state } = beginCall(given);
  let last: CallEvent = over(0);
  for (const event of events) {
    state = applyEvent(given, state, event).state;
    last = event;
  }
  expect(state.phase).toBe("ended");
  expect(isSilentCall(given, state, last)).toBe(silent);
});

test("a call that goes on is none yet, whatever happened", () => {
  const { state } = beginCall({ ...script, caller: "+13125550123" as E164 });
  expect(isSilentCall(script, state, pickedUp(1))).toBe(false);
});
