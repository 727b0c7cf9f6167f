import { describe, expect, test } from "vitest";
import { applyEvent } from "./apply-event.ts";
import { beginCall, type CallState } from "./call-state.ts";
import type { CallEvent } from "./events.ts";
import { judgeWait } from "./judge-wait.ts";
import { makeScript, makeStep, makeTogether, START } from "./testing/make-script.ts";

const script = makeScript({ steps: [makeTogether(), makeStep({ rung: "company", screening: false })] });
const at = (seconds: number) => START + seconds * 1000;
const apply = (state: CallState, ...events: CallEvent[]) =>
  events.reduce((so, event) => applyEvent(script, so, event).state, state);
const begun = beginCall(script).state;
const ask = (state: CallState | null, seconds: number, round = 1) =>
  judgeWait(script, state, { step: 0, round, roundSeconds: 6, at: at(seconds) }).do;

describe("a caller who waits while phones are called", () => {
  test("waits as long as they ring", () => {
    expect(ask(begun, 19.9)).toBe("wait");
    expect(ask(begun, 20)).toBe("leave");
  });

  test("goes on as soon as none rings any more", () => {
    const none = apply(begun, { kind: "legsPlaced", at: at(1), step: 0, legs: [null, null, null] });
    expect(none.legs.map(({ result }) => result)).toEqual(["failed", "failed", "failed"]);
    expect(ask(none, 2)).toBe("leave");
  });

  test("is given to whoever picked up in the last moment, if they accept in time", () => {
    const late = apply(begun, { kind: "pickedUp", at: at(19), step: 0, target: 2 });
    expect(ask(late, 30)).toBe("wait");
    expect(ask(late, 40)).toBe("leave");
  });

  test("is not left with one who accepted and was lost: the claim lapses, and the next rung rings", () => {
    const accepted = apply(
      begun,
      { kind: "pickedUp", at: at(5), step: 0, target: 1 },
      { kind: "keyPressed", at: at(9), step: 0, target: 1, key: "1" },
    );
    expect(ask(accepted, 15)).toBe("wait");
    expect(ask(accepted, 21.5)).toBe("leave");
    const left = applyEvent(script, accepted, {
      kind: "ringEnded",
      at: at(22),
      step: 0,
      result: "noAnswer",
      bridgedByCarrier: false,
      callerGone: false,
      carrierWord: "leave",
    });
    expect(left.instruction).toEqual({ do: "ring", step: 1 });
    expect(left.state.legs.map(({ result }) => result)).toEqual(["canceled", "failed", "canceled", null]);
    expect(left.alert).toContain("differ on whether Leo was connected");
  });

  test("of whom nothing is known here, waits by the rounds", () => {
    expect(ask(null, 0, 3)).toBe("wait");
    expect(ask(null, 0, 4)).toBe("leave");
  });

  test("whose call has gone on by another node leaves", () => {
    const ended = apply(begun, { kind: "callEnded", at: at(3), carrierWord: "completed", by: "callback" });
    expect(ended.outcome).toBe("abandoned");
    expect(ask(ended, 4)).toBe("leave");
  });
});

describe("the accept key", () => {
  test("of the second who presses it: the call is taken", () => {
    const two = apply(
      begun,
      { kind: "pickedUp", at: at(2), step: 0, target: 0 },
      { kind: "pickedUp", at: at(3), step: 0, target: 2 },
      { kind: "keyPressed", at: at(6), step: 0, target: 2, key: "1" },
    );
    const second = applyEvent(script, two, { kind: "keyPressed", at: at(7), step: 0, target: 0, key: "1" });
    expect(second.instruction).toEqual({ do: "tellTaken" });
    expect(two.legs.filter(({ acceptedAt }) => acceptedAt !== null).map(({ who }) => who)).toEqual(["Ida"]);
  });
});
