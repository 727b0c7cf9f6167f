import { expect, test } from "vitest";
import type { PhoneScript } from "../simulator/index.ts";
import { COMPANY, DANA, STRANGER, startHouse } from "./testing/start-house.ts";

// The clock of every house starts on Monday, 2 March 2026, at 08:00 in Chicago.
const OFFICE = { mon: ["09:00-18:00"], fri: ["09:00-18:00"] };
const ON_CALL = "+13125550105";
const HOUR = 3_600_000;
const accepts: PhoneScript = {
  does: "answers",
  after: 4,
  presses: [{ key: "1", after: 3 }],
  hangsUpAfter: 60,
};

test("Anna calls before the business opens: the on-call phone rings, and the story says why; at nine Dana's does", async () => {
  const house = await startHouse({ hours: OFFICE, closedLadder: ["onCall"], onCallPhone: ON_CALL });
  house.carrier.phone(ON_CALL, accepts);
  house.carrier.phone(DANA, accepts);
  const { heard, kept } = await house.call({});
  expect(heard.connectedTo).toBe(ON_CALL);
  expect(heard.legs.map((leg) => leg.to)).toEqual([ON_CALL]);
  expect(kept).toMatchObject({
    outcome: "answered",
    answeredBy: { rung: "onCall", destination: ON_CALL, name: "the on-call phone" },
    decision: { closedText: "The business has been closed since Fri 18:00; it opens at 09:00." },
  });
  expect(kept.story.map((line) => line.text)).toEqual([
    "Anna Berg (+13125550123) called +13125550111.",
    "The business has been closed since Fri 18:00; it opens at 09:00.",
    "Rang the on-call phone on +13125550105 7 s: answered.",
    "The on-call phone accepted the call.",
    "The call ended: answered by the on-call phone.",
  ]);

  await house.clock.sleep(HOUR);
  const open = await house.call({});
  expect(open.heard.connectedTo).toBe(DANA);
  expect(open.kept.decision?.closedText).toBe("");
  expect(await house.alerts()).toEqual([]);
});

test("closed, with nobody on call: straight to voicemail, and nobody is alerted", async () => {
  const house = await startHouse({ hours: OFFICE });
  const { heard, kept } = await house.call({ caller: { leavesMessage: 9 } });
  expect(heard.legs).toEqual([]);
  expect(kept).toMatchObject({ outcome: "voicemail", recording: { seconds: 9 } });
  expect(kept.story.map((line) => line.text)).toContain(
    "While closed, the caller is asked for a message at once.",
  );
  expect(await house.alerts()).toEqual([]);
});

test("closed, with an on-call phone that was never set: voicemail too, but that was not meant", async () => {
  const house = await startHouse({ hours: OFFICE, closedLadder: ["onCall"] });
  await house.call({ caller: { leavesMessage: 9 } });
  expect(await house.alerts()).toEqual(["nobodyToRing"]);
});

test("Dana works from ten: before, neither her phone rings nor the forwarding number that is her phone too", async () => {
  const house = await startHouse({ dana: { hours: { mon: ["10:00-18:00"] } }, forwardingNumber: DANA });
  house.carrier.phone(COMPANY, { does: "answers", after: 2, hangsUpAfter: 20 });
  // For her own lead, and for a stranger, who meets her phone as the forwarding number alone.
  for (const from of [undefined, STRANGER]) {
    const { heard } = await house.call(from === undefined ? {} : { from });
    expect(heard.legs.map((leg) => leg.to)).toEqual([COMPANY]);
  }
  const [, stranger] = await house.calls();
  expect(stranger?.story.map((line) => line.text)).toContain(
    "Skipped: The forwarding number +13125550101 is the phone of Dana, who is outside working hours until 10:00.",
  );
  await house.clock.sleep(2 * HOUR);
  house.carrier.phone(DANA, accepts);
  expect((await house.call({})).heard.connectedTo).toBe(DANA);
});
