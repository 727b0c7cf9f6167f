import { describe, expect, test } from "vitest";
import { LINE } from "./testing/start-house.ts";
import { HOUR, MINUTE, startTextHouse } from "./testing/start-text-house.ts";

type House = Awaited<ReturnType<typeof startTextHouse>>;

/** How often the carrier was asked after the text that it got. */
function timesAsked({ asked, carrier }: House): number {
  const sent = carrier.messages.find((one) => one.direction === "outbound-api");
  return asked.filter((one) => sent !== undefined && one.startsWith(`GET ${sent.sid}`)).length;
}

/** A missed caller is texted back by a carrier of which we hear nothing more. */
async function textIntoSilence(kind: "twilio" | "signalwire" | "telnyx") {
  const house = await startTextHouse({}, { kind, misbehave: { drop: 1 } });
  await house.missed();
  await house.later(MINUTE);
  return house;
}

const fate = async ({ kept }: House) =>
  (await kept()).map(({ state, error_code }) => ({ state, error_code }));

describe.each(["twilio", "signalwire", "telnyx"] as const)("at %s", (kind) => {
  test("it told that the text arrived while nobody was here: asked after ten minutes, it says so", async () => {
    const house = await textIntoSilence(kind);
    expect(await fate(house)).toEqual([{ state: "sent", error_code: null }]);
    await house.later(8 * MINUTE);
    expect(timesAsked(house)).toBe(0);
    await house.later(3 * MINUTE);
    expect(await fate(house)).toEqual([{ state: "delivered", error_code: null }]);
    // What it cost is asked for once more where it was not known by then; then it is left in peace.
    await house.later(HOUR);
    const asked = timesAsked(house);
    await house.later(48 * HOUR);
    expect(timesAsked(house)).toBe(asked);
    expect(house.gotten()).toHaveLength(1);
    const { price } = await house.node.database.query
      .selectFrom("text_message")
      .select("price")
      .executeTakeFirstOrThrow();
    expect(Number(price)).toBeGreaterThan(0);
    expect(house.broken).toEqual([]);
  });

  test("it told that it could not deliver: that is heard too, with what follows from it", async () => {
    const house = await startTextHouse({}, { kind, misbehave: { drop: 1 } });
    house.carrier.block(LINE);
    await house.missed();
    await house.later(MINUTE);
    expect(await fate(house)).toEqual([{ state: "sent", error_code: null }]);
    await house.later(11 * MINUTE);
    const code = kind === "telnyx" ? "40010" : "30034";
    expect(await fate(house)).toEqual([{ state: "undelivered", error_code: code }]);
    expect(await house.alerts()).toContain("textsNotRegistered");
  });
});

test("a carrier that is away is asked again an hour later", async () => {
  const house = await textIntoSilence("twilio");
  house.carrierIs("away");
  await house.later(10 * MINUTE);
  expect(timesAsked(house)).toBe(1);
  house.carrierIs("there");
  await house.later(30 * MINUTE);
  expect(timesAsked(house)).toBe(1);
  await house.later(40 * MINUTE);
  expect(await fate(house)).toEqual([{ state: "delivered", error_code: null }]);
});

test("a phone that is off: it is asked seldom, and after a day no more", async () => {
  const house = await textIntoSilence("twilio");
  const [text] = house.carrier.messages.filter((one) => one.direction === "outbound-api");
  if (text === undefined) throw new Error("nothing was sent");
  Object.assign(text, { status: "sent" });
  for (let hours = 0; hours < 72; hours += 1) await house.later(HOUR);
  expect(timesAsked(house)).toBe(3);
  expect(await fate(house)).toEqual([{ state: "sent", error_code: null }]);
});

test("a carrier that has deleted it does not know: it stays sent, and is asked after no more", async () => {
  const house = await textIntoSilence("twilio");
  const sent = house.carrier.messages.findIndex((one) => one.direction === "outbound-api");
  (house.carrier.messages as unknown[]).splice(sent, 1);
  for (let hours = 0; hours < 72; hours += 1) await house.later(HOUR);
  expect(await fate(house)).toEqual([{ state: "sent", error_code: null }]);
  expect(house.asked.filter((one) => one.startsWith("GET SM"))).toHaveLength(3);
});
