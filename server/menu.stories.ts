import { describe, expect, test } from "vitest";
import type { CarrierKind } from "../simulator/index.ts";
import { changeSettings, LEO } from "./testing/change-settings.ts";
import { COMPANY, DANA, FORWARDING, type House, STRANGER, startHouse } from "./testing/start-house.ts";

const MENU = {
  greeting: "For Sales, press 1. For a message, press 2.",
  choices: [
    { key: "1", label: "Sales", to: ["group:sales"] },
    { key: "2", label: "Messages", to: "voicemail" },
  ],
};

/** A house whose line asks first. Sales is Leo; without a choice the forwarding number rings, then the company. */
async function openWithMenu(kind: CarrierKind = "twilio"): Promise<House> {
  const house = await startHouse({}, { kind, signingKey: "space-signing-key" });
  await changeSettings(house, "staff", { name: "Leo", email: "leo@acme.test", phone: LEO });
  const groups = [{ id: "sales", name: "Sales", order: "fixed", members: ["leo@acme.test"] }];
  await changeSettings(house, "account", { groups });
  await changeSettings(house, "numbers", { menu: MENU });
  for (const phone of [LEO, FORWARDING])
    house.carrier.phone(phone, { does: "answers", after: 3, presses: [{ key: "1", after: 4 }] });
  return house;
}
const texts = (kept: { story: { text: string }[] }) => kept.story.map(({ text }) => text);

describe.each<CarrierKind>(["twilio", "signalwire", "telnyx"])("a menu at %s", (kind) => {
  test("a key leads to its own ladder, and the story says which", async () => {
    const house = await openWithMenu(kind);
    const { heard, kept } = await house.call({
      from: STRANGER,
      caller: { presses: [{ key: "1", after: 3 }] },
    });
    expect(heard.heard[0]).toBe(MENU.greeting);
    expect(heard.connectedTo).toBe(LEO);
    expect(kept.legs.map(({ destination }) => destination)).toEqual([LEO]);
    expect(kept.decision?.menuText).toBe("The caller pressed 1 in the menu, for Sales.");
    expect(texts(kept)).toContain("The caller pressed 1 in the menu, for Sales.");
    expect(heard.errors).toEqual([]);
  });

  test("without a key it is said once more, then the call goes on as without a menu: never in circles", async () => {
    const house = await openWithMenu(kind);
    const { heard, kept } = await house.call({ from: STRANGER });
    expect(heard.heard.filter((text) => text === MENU.greeting)).toHaveLength(2);
    expect(heard.connectedTo).toBe(FORWARDING);
    expect(texts(kept)).toContain("The caller made no choice, and the call went on.");
  });
});

describe("a menu", () => {
  test("a wrong key asks again, a second one goes on", async () => {
    const house = await openWithMenu();
    const presses = [
      { key: "9", after: 3 },
      { key: "8", after: 9 },
    ];
    const { heard, kept } = await house.call({ from: STRANGER, caller: { presses } });
    expect(heard.heard.filter((text) => text === MENU.greeting)).toHaveLength(2);
    expect(heard.connectedTo).toBe(FORWARDING);
    expect(kept.outcome).toBe("answered");
  });

  test("a wrong key, then a right one", async () => {
    const house = await openWithMenu();
    const presses = [
      { key: "9", after: 3 },
      { key: "1", after: 9 },
    ];
    const { heard } = await house.call({ from: STRANGER, caller: { presses } });
    expect(heard.connectedTo).toBe(LEO);
  });

  test("a key may lead straight to voicemail, which is no lack of phones: nobody is alerted", async () => {
    const house = await openWithMenu();
    const presses = [{ key: "2", after: 3 }];
    const { kept } = await house.call({ from: STRANGER, caller: { presses, leavesMessage: 7 } });
    expect(kept.outcome).toBe("voicemail");
    expect(kept.legs).toEqual([]);
    expect(await house.alerts()).toEqual([]);
  });

  test("the caller hangs up while choosing: abandoned, and nobody was rung", async () => {
    const house = await openWithMenu();
    const { kept } = await house.call({ from: STRANGER, caller: { hangsUpAfter: 2 } });
    expect(kept).toMatchObject({ outcome: "abandoned", legs: [] });
  });

  test("each request of the menu twice: the same answer, and one call", async () => {
    const house = await startHouse({}, { misbehave: { duplicate: 1 } });
    await changeSettings(house, "numbers", {
      menu: { choices: [{ key: "1", label: "Us", to: ["company"] }] },
    });
    house.carrier.phone(COMPANY, { does: "answers", after: 2 });
    const { heard, kept } = await house.call({
      from: STRANGER,
      caller: { presses: [{ key: "1", after: 2 }] },
    });
    expect(heard.heard[0]).toBe("For Us, press 1.");
    expect(heard.connectedTo).toBe(COMPANY);
    expect(kept.legs).toHaveLength(1);
  });

  test("while closed there is no menu", async () => {
    const house = await startHouse({ hours: { sat: ["10:00-12:00"] } });
    await changeSettings(house, "numbers", { menu: MENU_WITHOUT_GROUP });
    const { heard, kept } = await house.call({ from: STRANGER, caller: { leavesMessage: 5 } });
    expect(heard.heard.some((text) => text.includes("press 1"))).toBe(false);
    expect(kept.outcome).toBe("voicemail");
  });

  test("the lead's own salesperson can stand behind a key", async () => {
    const house = await startHouse();
    await changeSettings(house, "numbers", {
      menu: { choices: [{ key: "3", label: "My contact", to: ["leadUser", "company"] }] },
    });
    house.carrier.phone(DANA, { does: "answers", after: 2, presses: [{ key: "1", after: 4 }] });
    const { heard } = await house.call({ caller: { presses: [{ key: "3", after: 2 }] } });
    expect(heard.connectedTo).toBe(DANA);
  });
});

const MENU_WITHOUT_GROUP = { choices: [{ key: "1", label: "Us", to: ["company"] }] };
