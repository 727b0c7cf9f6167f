import { describe, expect, test } from "vitest";
import { sendTexts } from "../jobs/send-texts.ts";
import { ANNA, DANA, LINE, PUBLIC_URL, STRANGER } from "./testing/start-house.ts";
import { HOUR, MINUTE, SECOND, startTextHouse } from "./testing/start-text-house.ts";

const SORRY = "Sorry we missed your call to Acme Roofing. How can we help? Reply STOP for no more texts.";

describe.each(["twilio", "signalwire", "telnyx"] as const)("at %s", (kind) => {
  test("Anna calls, nobody answers: a minute later she gets one text, and we know that it arrived", async () => {
    const house = await startTextHouse({}, { kind });
    await house.missed();
    expect(house.gotten()).toEqual([]);
    await house.later(MINUTE);
    expect(house.gotten()).toEqual([SORRY]);
    expect(await house.kept()).toMatchObject([
      {
        kind: "textBack",
        phone: ANNA,
        state: "delivered",
        error: null,
        carrier_message_id: expect.any(String),
      },
    ]);
    await house.later(HOUR);
    expect(house.gotten()).toHaveLength(1);
    expect(house.broken).toEqual([]);
  });

  test("she texts STOP, and is texted no more; START lets her be texted again", async () => {
    const house = await startTextHouse({ textBack: { windowHours: 1 } }, { kind });
    await house.texts("Stop.");
    expect(await house.optOuts()).toEqual([{ phone: ANNA, source: "text", said: "Stop." }]);
    await house.missed();
    await house.later(2 * MINUTE);
    expect(await house.reasons()).toEqual(["optedOut"]);
    await house.texts("START");
    expect(await house.optOuts()).toEqual([]);
    await house.missed();
    await house.later(2 * MINUTE);
    expect(house.gotten()).toEqual([SORRY]);
    expect((await house.kept()).map(({ kind: what, body }) => `${what}: ${body}`)).toEqual([
      "inbound: Stop.",
      "inbound: START",
      `textBack: ${SORRY}`,
    ]);
  });
});

describe("manners", () => {
  test("she calls three times within the minute, and again in the evening: one text", async () => {
    const house = await startTextHouse();
    await house.missed();
    await house.missed();
    await house.missed();
    await house.later(2 * MINUTE);
    await house.clock.sleep(5 * HOUR);
    await house.missed();
    await house.later(2 * MINUTE);
    expect(house.gotten()).toEqual([SORRY]);
    expect(await house.reasons()).toEqual([null, "waiting", "waiting", "alreadyTexted"]);
    await house.clock.sleep(24 * HOUR);
    await house.missed();
    await house.later(2 * MINUTE);
    expect(house.gotten()).toEqual([SORRY, SORRY]);
  });

  test("she calls again and Dana answers before the text is due: none is sent, and the call says why", async () => {
    const house = await startTextHouse();
    const { id } = await house.missed();
    house.carrier.phone(DANA, {
      does: "answers",
      after: 3,
      presses: [{ key: "1", after: 2 }],
      hangsUpAfter: 5,
    });
    const { kept } = await house.call({});
    expect(kept.outcome).toBe("answered");
    await house.later(MINUTE);
    expect(house.gotten()).toEqual([]);
    expect(await house.kept()).toMatchObject([
      {
        state: "canceled",
        error_code: "talkedMeanwhile",
        error: "No text-back: Dana has talked to them since.",
      },
    ]);
    expect(id).not.toBe(kept.id);
  });

  test("she is on the line when the text is due: it waits, and goes only if nobody talks to her", async () => {
    const house = await startTextHouse();
    await house.missed();
    await house.clock.sleep(45 * SECOND);
    const again = house.carrier.call({ from: ANNA, to: LINE, caller: { hangsUpAfter: 40 } });
    await house.clock.sleep(20 * SECOND);
    // Time must not go on while the database is asked.
    const goOn = house.clock.hold();
    await sendTexts(house.node.database, { send: house.send, publicUrl: PUBLIC_URL }, house.parts);
    expect(again.status).not.toBe("completed");
    goOn();
    await again.ended;
    expect(house.gotten()).toEqual([]);
    await house.later(MINUTE);
    expect(house.gotten()).toEqual([SORRY]);
  });

  test("at half past nine in the evening her text waits for eight in the morning", async () => {
    const house = await startTextHouse();
    // It is 08:00 in Chicago.
    await house.clock.sleep(13.5 * HOUR);
    await house.missed();
    await house.later(2 * MINUTE);
    expect(house.gotten()).toEqual([]);
    await house.later(10 * HOUR);
    expect(house.gotten()).toEqual([]);
    await house.later(30 * MINUTE);
    expect(house.gotten()).toEqual([SORRY]);
  });

  test("she texts STOP while hers waits: it is not sent", async () => {
    const house = await startTextHouse();
    await house.missed();
    await house.texts("please stop texting me");
    await house.later(2 * MINUTE);
    expect(house.gotten()).toEqual([]);
    expect((await house.kept())[0]).toMatchObject({ state: "canceled", error_code: "optedOut" });
  });

  test("she is blocked while hers waits, by a pattern: it is not sent", async () => {
    const house = await startTextHouse();
    await house.missed();
    const { query } = house.node.database;
    const { id: account_id } = await query.selectFrom("account").select("id").executeTakeFirstOrThrow();
    await query.insertInto("blocked_caller").values({ account_id, caller: "+13125550*" }).execute();
    await house.later(2 * MINUTE);
    expect(house.gotten()).toEqual([]);
    expect(await house.kept()).toMatchObject([{ state: "canceled", error_code: "blocked" }]);
  });

  test.each([
    ["a phone abroad", "+442079460123", "countryNotAllowed"],
    ["free-phone", "+18005550123", "notTextable"],
    ["one of our own people", DANA, "staffPhone"],
    ["withheld", "anonymous", "withheld"],
  ])("%s: none", async (_who, from, reason) => {
    const house = await startTextHouse();
    await house.call({ from, caller: { hangsUpAfter: 12 } });
    await house.later(2 * MINUTE);
    expect(house.carrier.messages).toEqual([]);
    expect(await house.reasons()).toEqual([reason]);
  });

  test("a British landline is none either where Britain is allowed", async () => {
    const house = await startTextHouse();
    await house.node.database.query
      .updateTable("account")
      .set({ allowed_countries: ["US", "GB"] })
      .execute();
    await house.missed("+442079460123");
    expect(await house.reasons()).toEqual(["landline"]);
  });

  test("a number may be left out, or have words of its own with the caller's name", async () => {
    const house = await startTextHouse();
    const say = (textBack: object) =>
      house.node.database.query
        .updateTable("number")
        .set({ text_back: JSON.stringify(textBack) })
        .execute();
    await say({ on: false, text: null });
    await house.missed();
    await say({ on: null, text: "Hi {name}, you called the {line} of {business}." });
    await house.missed();
    await house.missed(STRANGER);
    await house.later(2 * MINUTE);
    expect(house.gotten()).toEqual(["Hi Anna Berg, you called the Leeds line of Acme Roofing."]);
    expect(house.gotten(STRANGER)).toEqual(["Hi, you called the Leeds line of Acme Roofing."]);
    expect(await house.reasons()).toEqual(["numberOff", null, null]);
  });

  test("nobody has asked for it: nothing is texted, and nothing is said about it", async () => {
    const house = await startTextHouse({ textBack: { on: false } });
    await house.missed();
    await house.later(2 * MINUTE);
    expect([house.carrier.messages.length, await house.reasons()]).toEqual([0, []]);
  });
});

describe("a carrier with troubles", () => {
  test("too many requests: the number waits as long as it is told, and then sends", async () => {
    const house = await startTextHouse();
    await house.missed();
    house.carrierIs("busy");
    await house.later(MINUTE);
    house.carrierIs("there");
    await house.later(10 * SECOND);
    expect(house.asked).toHaveLength(1);
    await house.later(10 * SECOND);
    expect(house.gotten()).toEqual([SORRY]);
  });

  test.each(["broken", "silent", "away"] as const)(
    "%s for a while: the text is sent later, once",
    async (mood) => {
      const house = await startTextHouse();
      await house.missed();
      house.carrierIs(mood);
      await house.later(MINUTE);
      await house.later(5 * SECOND);
      expect(house.gotten()).toEqual([]);
      house.carrierIs("there");
      await house.later(3 * MINUTE);
      expect(house.gotten()).toEqual([SORRY]);
      expect(await house.kept()).toMatchObject([{ state: "delivered", error: null }]);
      expect(house.broken).toEqual([]);
    },
  );

  test("it took the text, and its answer never came: it is asked, and the text is not sent twice", async () => {
    const house = await startTextHouse();
    await house.missed();
    await house.clock.sleep(MINUTE);
    house.carrierIs("swallows");
    await house.work();
    house.carrierIs("there");
    await house.later(3 * MINUTE);
    expect(house.gotten()).toEqual([SORRY]);
    expect(await house.kept()).toMatchObject([{ state: "delivered" }]);
  });

  test("broken for good: after two hours of asking the text is given up, and says that nobody knows", async () => {
    const house = await startTextHouse();
    await house.missed();
    house.carrierIs("silent");
    for (const wait of [60, 5, 30, 120, 600, 1_800, 5_400, 10_000]) await house.later(wait * SECOND);
    expect(await house.kept()).toMatchObject([
      {
        state: "failed",
        error_code: "unknown",
        error: expect.stringMatching(/not known whether it was sent/),
      },
    ]);
    const before = house.asked.length;
    await house.later(HOUR);
    expect(house.asked).toHaveLength(before);
  });

  test("she told the carrier before us that she wants no texts: its refusal is kept as hers", async () => {
    const house = await startTextHouse({ textBack: { windowHours: 1 } });
    const [line] = house.carrier.numbers;
    if (line) line.smsUrl = "";
    await house.texts("STOP");
    await house.missed();
    await house.later(2 * MINUTE);
    expect(await house.kept()).toMatchObject([{ state: "failed", error_code: "21610" }]);
    expect(await house.optOuts()).toEqual([{ phone: ANNA, source: "carrier", said: null }]);
  });
});
