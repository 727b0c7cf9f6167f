import { expect, test } from "vitest";
import type { PhoneScript } from "../simulator/index.ts";
import { ANNA, COMPANY, DANA, FORWARDING, LINE, STRANGER, startHouse } from "./testing/start-house.ts";

const acceptsAfter = (seconds: number): PhoneScript => ({
  does: "answers",
  after: seconds,
  presses: [{ key: "1", after: 3 }],
  hangsUpAfter: 60,
});

test("Anna calls back, her salesperson Dana presses 1, and they talk", async () => {
  const house = await startHouse();
  house.carrier.phone(DANA, acceptsAfter(4));
  const { heard, kept } = await house.call({});
  expect(heard.connectedTo).toBe(DANA);
  expect(heard.heardByLegs[DANA]).toEqual([
    "Anna Berg, your lead, is calling the Leeds line. Press 1 to accept.",
  ]);
  expect(kept).toMatchObject({
    outcome: "answered",
    state: "ended",
    answeredBy: { rung: "leadUser", destination: DANA, name: "Dana" },
    legs: [{ rung: "leadUser", destination: DANA, result: "connected" }],
  });
  expect(kept.story.map((line) => line.text)).toEqual([
    "Anna Berg (+13125550123) called +13125550111.",
    "Skipped: This number has no user.",
    "Rang Dana on +13125550101 7 s: answered.",
    "Dana accepted the call.",
    "The call ended: answered by Dana.",
  ]);
  expect(house.carrier.violations).toEqual([]);
  expect(heard.errors).toEqual([]);
});

test("Dana does not answer: the forwarding number is rung, and answers", async () => {
  const house = await startHouse();
  house.carrier.phone(DANA, { does: "ringsOut" });
  house.carrier.phone(FORWARDING, acceptsAfter(2));
  const { heard, kept } = await house.call({});
  expect(heard.connectedTo).toBe(FORWARDING);
  expect(kept.outcome).toBe("answered");
  expect(kept.legs.map((leg) => [leg.rung, leg.result])).toEqual([
    ["leadUser", "noAnswer"],
    ["forwarding", "connected"],
  ]);
});

test("nobody answers at all: every phone rings in turn, then the caller leaves a message", async () => {
  const house = await startHouse();
  const { heard, kept } = await house.call({ caller: { leavesMessage: 9 } });
  expect(heard.legs.map((leg) => leg.to)).toEqual([DANA, FORWARDING, COMPANY]);
  expect(kept.outcome).toBe("voicemail");
  expect(kept.recording).toEqual({ seconds: 9 });
  expect(heard.heard[0]).toContain("You have reached Acme Roofing.");
});

test("a stranger goes to the forwarding number at once", async () => {
  const house = await startHouse();
  house.carrier.phone(FORWARDING, acceptsAfter(2));
  const { heard, kept } = await house.call({ from: STRANGER });
  expect(heard.legs.map((leg) => leg.to)).toEqual([FORWARDING]);
  expect(kept.lead).toBeNull();
  expect(kept.decision?.rungs[0]).toMatchObject({ rung: "leadUser", verdict: "skipped", reason: "noLead" });
});

test("the caller hangs up while Dana's phone rings: abandoned, and nobody else is rung", async () => {
  const house = await startHouse();
  const { heard, kept } = await house.call({ caller: { hangsUpAfter: 6 } });
  expect(heard.legs).toHaveLength(1);
  expect(kept).toMatchObject({ outcome: "abandoned", legs: [{ result: "canceled" }] });
});

test("a call to a number that is not the account's gets a polite document, and an alert", async () => {
  const house = await startHouse();
  const other = "+13125550177";
  const hooks = house.carrier.numbers.find((number) => number.number === LINE);
  house.carrier.addNumber({ number: other, voiceUrl: hooks?.voiceUrl ?? "" });
  const { heard, kept } = await house.call({ from: ANNA, to: other });
  expect(heard.heard[0]).toContain("not in service");
  expect(heard.errors).toEqual([]);
  expect(kept.outcome).toBe("failed");
  expect(await house.alerts()).toEqual(["numberUnknown"]);
});
