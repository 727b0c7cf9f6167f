import { describe, expect, test } from "vitest";
import type { PhoneScript } from "../simulator/index.ts";
import { recovered, startBadDayWithNode } from "./testing/start-bad-day.ts";
import { ANNA, FORWARDING, type House, STRANGER, startHouse } from "./testing/start-house.ts";

const PREMIUM = "+19005550142";
const MINUTE = 60_000;
const accepts: PhoneScript = {
  does: "answers",
  after: 3,
  presses: [{ key: "1", after: 2 }],
  hangsUpAfter: 40,
};
/** The caller is gone as soon as the call is there. */
const silent = { from: STRANGER, caller: { hangsUpAfter: 1 } };
const HELD =
  "The caller hung up at once or stayed silent 3 times within 60 minutes and is held off until 09:00: the caller hears a busy tone.";
const threeTimes = { silentCallers: { calls: 3 } };

async function callSilently(house: Pick<House, "call">, times: number): Promise<void> {
  for (let call = 0; call < times; call += 1) await house.call(silent);
}

describe("the block list", () => {
  test("a caller whose number begins as a pattern says hears a busy tone, and the story names the pattern", async () => {
    const house = await startHouse({ blockedCallers: ["+1900*", "+4490*"] });
    const { heard, kept } = await house.call({ from: PREMIUM });
    expect(heard).toMatchObject({ status: "busy", legs: [] });
    expect(kept).toMatchObject({ outcome: "rejected", decision: { ending: "reject", plan: [] } });
    expect(kept.story.at(-1)?.text).toBe(
      "The caller is on your block list (+1900*): the caller hears a busy tone.",
    );
    house.carrier.phone(FORWARDING, accepts);
    expect((await house.call({ from: STRANGER })).heard.connectedTo).toBe(FORWARDING);
  });

  test("with the database away too", async () => {
    const day = await startBadDayWithNode({ blockedCallers: ["+1900*", STRANGER] });
    await day.postgres.stop();
    for (const from of [PREMIUM, STRANGER]) {
      expect(await day.call({ from })).toMatchObject({ status: "busy", legs: [] });
    }
    await day.postgres.start();
    await recovered(day.node);
    const texts = (await day.calls()).map(({ decision }) => decision?.endingText);
    expect(texts).toEqual([
      "The caller is on your block list (+1900*): the caller hears a busy tone.",
      "The caller is on your block list: the caller hears a busy tone.",
    ]);
  });
});

describe("attestation", () => {
  const FAILED = { from: STRANGER, extra: { StirVerstat: "TN-Validation-Failed-C" } };
  const strict = { unverifiedCallers: { failed: "voicemail", C: "reject", none: "reject" } as const };

  test("a number that failed its check goes straight to voicemail, one that nobody vouches for is refused", async () => {
    const house = await startHouse(strict);
    const { heard, kept } = await house.call({ ...FAILED, caller: { leavesMessage: 9 } });
    expect(heard.legs).toEqual([]);
    expect(kept).toMatchObject({ attestation: "failed", outcome: "voicemail" });
    expect(kept.story.map(({ text }) => text).slice(0, 3)).toEqual([
      "+13125550199 called +13125550111.",
      "The caller's number failed its check (STIR/SHAKEN): it may be somebody else's.",
      "The caller's number failed its check (STIR/SHAKEN): the caller is asked for a message at once.",
    ]);
    const other = await house.call({
      from: STRANGER,
      extra: { StirVerstat: "TN-Validation-Passed-C-Diverted" },
    });
    expect(other.kept).toMatchObject({ attestation: "C", outcome: "rejected" });
    // Somebody was sent to voicemail on purpose: nobody need be alerted.
    expect(await house.alerts()).toEqual([]);
  });

  test("what the signature does not cover is not believed: neither the failure nor its want counts", async () => {
    const house = await startHouse(strict, { unsignedParams: ["CallToken", "StirVerstat"] });
    house.carrier.phone(FORWARDING, accepts);
    for (const StirVerstat of ["TN-Validation-Failed-C", "TN-Validation-Passed-A"]) {
      const { heard, kept } = await house.call({ from: STRANGER, extra: { StirVerstat } });
      expect(heard.connectedTo).toBe(FORWARDING);
      expect(kept.attestation).toBeNull();
    }
  });

  test("Telnyx says it in words of its own, SignalWire says nothing", async () => {
    const telnyx = await startHouse(strict, { kind: "telnyx" });
    const extra = { ShakenStirAttestation: "C", ShakenStirValidated: "true" };
    expect((await telnyx.call({ from: STRANGER, extra })).kept).toMatchObject({
      attestation: "C",
      outcome: "rejected",
    });
    const signalwire = await startHouse(strict, { kind: "signalwire" });
    signalwire.carrier.phone(FORWARDING, accepts);
    const { heard, kept } = await signalwire.call({ from: STRANGER });
    expect([heard.connectedTo, kept.attestation]).toEqual([FORWARDING, null]);
  });

  test("with the database away it counts as well, and is kept when the database is back", async () => {
    const day = await startBadDayWithNode(strict);
    await day.postgres.stop();
    await day.call({ ...FAILED, caller: { leavesMessage: 9 } });
    await day.postgres.start();
    await recovered(day.node);
    expect(await day.calls()).toMatchObject([{ attestation: "failed", legs: [], outcome: "voicemail" }]);
  });
});

describe("calls without a word", () => {
  test("after the third the caller is held off, the account is alerted once, and later they get through", async () => {
    const house = await startHouse(threeTimes);
    await callSilently(house, 3);
    expect(await house.alerts()).toEqual(["callerHeldOff"]);
    const { heard, kept } = await house.call(silent);
    expect(heard).toMatchObject({ status: "busy", legs: [] });
    expect(kept).toMatchObject({ outcome: "rejected", decision: { endingText: HELD } });
    await callSilently(house, 2);
    expect(await house.alerts()).toEqual(["callerHeldOff"]);

    // Others are not held off with them, and after an hour nor are they.
    house.carrier.phone(FORWARDING, accepts);
    expect((await house.call({ from: "+13125550198" })).heard.connectedTo).toBe(FORWARDING);
    await house.clock.sleep(60 * MINUTE);
    expect((await house.call({ from: STRANGER })).heard.connectedTo).toBe(FORWARDING);
  });

  test("Dana's lead who hangs up again and again still rings her phone, and nobody is alerted", async () => {
    const house = await startHouse(threeTimes);
    for (let call = 0; call < 4; call += 1) await house.call({ ...silent, from: ANNA });
    expect((await house.call({ caller: { hangsUpAfter: 8 } })).heard.legs).toHaveLength(1);
    expect(await house.alerts()).toEqual([]);
  });

  test("switched off, nobody is held off", async () => {
    const house = await startHouse({ silentCallers: { calls: 3, holdOff: false } });
    await callSilently(house, 4);
    expect((await house.calls()).map(({ outcome }) => outcome)).toEqual(Array(4).fill("abandoned"));
    expect(await house.alerts()).toEqual([]);
  });

  test("with the database away they count too, and it knows of them when it is back", async () => {
    const day = await startBadDayWithNode(threeTimes);
    await day.call(silent);
    await day.postgres.stop();
    await day.call(silent);
    await day.call(silent);
    expect(await day.call(silent)).toMatchObject({ status: "busy", legs: [] });
    await day.postgres.start();
    await recovered(day.node);
    expect(await day.alerts()).toEqual(["callerHeldOff"]);
    expect(await day.call(silent)).toMatchObject({ status: "busy", legs: [] });
    expect((await day.calls()).map(({ outcome }) => outcome)).toEqual([
      ...Array(3).fill("abandoned"),
      ...Array(2).fill("rejected"),
    ]);
  });
});
