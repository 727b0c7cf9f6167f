import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sendTexts } from "../jobs/send-texts.ts";
import { markRead } from "../store/conversations/change-conversation.ts";
import { findConversation } from "../store/conversations/find-conversation.ts";
import { countUnread, listConversations, type Reader } from "../store/conversations/list-conversations.ts";
import { listItems } from "../store/conversations/list-items.ts";
import { claimMedia } from "../store/messages/keep-media.ts";
import { keepRegistered, listRegistrations } from "../store/messages/keep-registration.ts";
import { readTextReport } from "../store/reports/read-text-report.ts";
import { ANNA, LINE, PUBLIC_URL, STRANGER } from "./testing/start-house.ts";
import { HOUR, MINUTE, SECOND, startTextHouse } from "./testing/start-text-house.ts";
import { type WrittenText, writeText } from "./write-text.ts";

type House = Awaited<ReturnType<typeof startTextHouse>>;

/** Dana's desk: what she does in the app, and what she sees there. */
async function sitDown(house: House) {
  const { query } = house.node.database;
  const { accountId, staffId } = await query
    .selectFrom("staff")
    .select(["account_id as accountId", "id as staffId"])
    .executeTakeFirstOrThrow();
  await query.updateTable("account").set({ default_outbound_number: LINE }).execute();
  const reader = (): Reader => ({ accountId, staffId, onlyStaff: undefined, now: house.clock.now() });
  let keys = 0;
  const find = async (phone: string) => {
    const found = await findConversation(query, accountId, { phone }, undefined);
    if (found === null) throw new Error(`no conversation with ${phone}`);
    return found;
  };
  return {
    accountId,
    staffId,
    find,
    async writes(body: string, more: Partial<WrittenText> & { phone?: string } = {}) {
      const { phone = ANNA, ...rest } = more;
      return writeText(house.node.database, {
        ...{ accountId, staffId, country: "US" as const, conversation: await find(phone), body, media: [] },
        ...{ despite: [], key: `k${keys++}`, now: house.clock.now(), ...rest },
      });
    },
    async sees(phone = ANNA): Promise<string[]> {
      const { leadId, phones } = await find(phone);
      const items = await listItems(query, { accountId, leadId, phones }, { limit: 50, after: null });
      return items
        .toReversed()
        .map((item) =>
          item.kind === "text"
            ? `${item.direction === "in" ? "they" : (item.by ?? "we")}: ${item.body} (${item.state})`
            : item.kind === "call"
              ? `call ${item.outcome}`
              : item.kind,
        );
    },
    list: () => listConversations(query, reader(), {}, { limit: 50, after: null }),
    unread: () => countUnread(query, reader()),
    reads: async (phone = ANNA) =>
      markRead(query, { accountId, phones: (await find(phone)).phones, now: house.clock.now() }, staffId),
    items: async (phone = ANNA) => {
      const { leadId, phones } = await find(phone);
      return listItems(query, { accountId, leadId, phones }, { limit: 50, after: null });
    },
  };
}

describe.each(["twilio", "signalwire", "telnyx"] as const)("at %s", (kind) => {
  test("Anna calls in vain, writes with a picture, Dana answers: one thread in order, with its pictures and prices", async () => {
    const house = await startTextHouse({ textBack: { on: false } }, { kind });
    const dana = await sitDown(house);
    await house.missed();
    await house.clock.sleep(MINUTE);
    await house.texts("My roof leaks", ANNA, 1);
    await house.work();
    expect(await dana.unread()).toBe(1);
    expect(await dana.list()).toMatchObject([{ leadName: "Anna Berg", unread: true, needsAnswer: true }]);
    await house.clock.sleep(MINUTE);
    expect(await dana.writes("On my way, Anna")).toMatchObject({ ok: true });
    await house.work();
    await dana.reads();
    expect(house.gotten()).toEqual(["On my way, Anna"]);
    expect(await dana.sees()).toEqual([
      "call abandoned",
      "they: My roof leaks (received)",
      "Dana: On my way, Anna (delivered)",
    ]);
    expect(await dana.list()).toMatchObject([{ unread: false, needsAnswer: false }]);
    await house.later(2 * HOUR);
    const [answer, text] = await dana.items();
    expect(text).toMatchObject({ media: [{ contentType: "image/png", state: "kept", error: null }] });
    expect(answer).toMatchObject({ price: expect.stringMatching(/^0\.00/), priceUnit: "USD" });
    expect(house.broken).toEqual([]);
  });

  test("a number that is not registered: the first text says so, the others wait, and go when it is", async () => {
    const house = await startTextHouse({ textBack: { on: false } }, { kind });
    const dana = await sitDown(house);
    const { query } = house.node.database;
    house.carrier.block(LINE);
    await house.texts("Hello?");
    await dana.writes("Hello Anna");
    await house.work();
    expect(await dana.sees()).toEqual(["they: Hello? (received)", "Dana: Hello Anna (undelivered)"]);
    expect(await listRegistrations(query, dana.accountId)).toMatchObject([
      { number: LINE, state: "blocked" },
    ]);
    expect(await house.alerts()).toEqual(["textsNotRegistered"]);
    expect(await dana.writes("Are you there?")).toMatchObject({
      ok: false,
      text: expect.stringContaining("Register your business"),
    });
    expect(await keepRegistered(query, { accountId: dana.accountId, number: LINE }, house.clock.now())).toBe(
      true,
    );
    expect(await dana.writes("Are you there?")).toMatchObject({ ok: true });
  });

  test("HELP is answered once, unless the carrier does", async () => {
    const house = await startTextHouse({ textBack: { on: false } }, { kind });
    await house.texts("Help");
    await house.texts("HELP!", ANNA);
    await house.later(5 * SECOND);
    expect(house.gotten()).toHaveLength(kind === "twilio" ? 0 : 1);
    if (kind !== "twilio") expect(house.gotten()[0]).toContain("Reply STOP");
  });
});

test("the same text sent twice, by a double click or after a lost answer, is one", async () => {
  const house = await startTextHouse({ textBack: { on: false } });
  const dana = await sitDown(house);
  await house.texts("Hi");
  const [one, other] = await Promise.all([
    dana.writes("Hi Anna", { key: "a" }),
    dana.writes("Hi Anna", { key: "a" }),
  ]);
  house.carrierIs("swallows");
  await house.work();
  house.carrierIs("there");
  await house.later(3 * MINUTE);
  expect(one).toEqual(other);
  expect(house.gotten()).toEqual(["Hi Anna"]);
});

test("the process that began to fetch a picture died: another one fetches it, once", async () => {
  const house = await startTextHouse({ textBack: { on: false } });
  const dana = await sitDown(house);
  await house.texts("Look", ANNA, 1);
  const died = await claimMedia(house.node.database.query, { now: house.clock.now(), most: 4 });
  expect(died).toHaveLength(1);
  const pictures = async () =>
    (await dana.items()).flatMap((item) => (item.kind === "text" ? item.media : []));
  await house.work();
  expect(await pictures()).toMatchObject([{ state: "waiting" }]);
  await house.later(3 * MINUTE);
  expect(await pictures()).toMatchObject([{ state: "kept" }]);
});

test("a picture from a host that is not the carrier's is not fetched", async () => {
  const house = await startTextHouse({ textBack: { on: false } });
  const dana = await sitDown(house);
  const media = [
    { url: "http://169.254.169.254/latest/meta-data/", type: "image/png" },
    { url: "https://twilio.com.evil.example/x.png", type: "image/png" },
    { url: "", type: "video/mp4" },
  ];
  house.carrier.text({ from: ANNA, to: LINE, body: "Look", media });
  await house.carrier.idle();
  await house.work();
  const [item] = await dana.items();
  expect(item).toMatchObject({
    media: [
      { state: "failed", error: expect.stringContaining("not one of the carrier's own hosts") },
      { state: "failed", error: expect.stringContaining("not one of the carrier's own hosts") },
      { state: "failed", error: expect.stringContaining("only pictures are fetched") },
    ],
  });
  expect(house.asked).toEqual([]);
});

test("an unknown phone has a conversation of its own; made a lead, it is the lead's", async () => {
  const house = await startTextHouse({ textBack: { on: false } });
  const dana = await sitDown(house);
  const { query } = house.node.database;
  await house.texts("Do you do gutters?", STRANGER);
  expect(await dana.list()).toMatchObject([{ phone: STRANGER, leadName: null, unread: true }]);
  const { id } = await query
    .insertInto("lead")
    .values({
      account_id: dana.accountId,
      name: "Bo",
      user_id: null,
      blocked: false,
      last_contacted_at: null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await query
    .insertInto("lead_phone")
    .values({ account_id: dana.accountId, lead_id: id, phone: STRANGER, position: 0 })
    .execute();
  expect(await dana.list()).toMatchObject([{ phone: STRANGER, leadName: "Bo" }]);
  expect(await dana.sees(STRANGER)).toEqual(["they: Do you do gutters? (received)"]);
});

test("what is refused says why; a landline must be insisted on", async () => {
  const house = await startTextHouse({ textBack: { on: false } });
  const dana = await sitDown(house);
  const refused = async (phone: string, more = {}) => {
    const written = await dana.writes("Hello", { phone, ...more });
    return written.ok ? "sent" : written.text;
  };
  expect(await refused("+442079460123")).toContain("may not be texted");
  expect(await refused(LINE)).toContain("a number of a business here");
  await house.node.database.query
    .updateTable("account")
    .set({ allowed_countries: ["US", "DE"] })
    .execute();
  expect(await refused("+493012345678")).toContain("looks like a landline");
  expect(await refused("+493012345678", { despite: ["landline"] })).toBe("sent");
  await house.texts("STOP");
  expect(await refused(ANNA)).toContain("wants no texts");
});

test("figures of texts by day and number, with what the carrier took", async () => {
  const house = await startTextHouse({ textBack: { on: false } });
  const dana = await sitDown(house);
  await house.texts("Hi");
  await dana.writes("Hello Anna");
  await house.work();
  await house.later(HOUR);
  const period = { since: new Date(0), until: new Date(house.clock.now()), number: null, timezone: "UTC" };
  expect(await readTextReport(house.node.database.query, dana.accountId, period)).toEqual([
    {
      ...{ day: "2026-03-02", number: LINE, label: expect.anything(), received: 1, sent: 1, failed: 0 },
      ...{ segments: 1, unpriced: 0, prices: [{ unit: "USD", amount: "0.00790" }] },
    },
  ]);
});

test("whatever happens in whatever order, nobody gets a text of any kind after STOP", async () => {
  const house = await startTextHouse({ textBack: { windowHours: 1, afterSeconds: 30 } });
  const dana = await sitDown(house);
  const { query } = house.node.database;
  const step = fc.constantFrom("stop", "start", "writes", "calls", "help", "minute", "work", "other node");
  let stopped = false;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      for (const what of steps) {
        const before = house.gotten().length;
        if (what === "stop") await house.texts("Please don't text me any more");
        if (what === "start") await house.texts("START");
        if (what === "help") await house.texts("AYUDA");
        if (what === "writes") await dana.writes("Hello");
        if (what === "calls") await house.missed();
        if (what === "minute") await house.later(MINUTE);
        if (what === "work") await house.work();
        if (what === "other node")
          await Promise.all([
            house.work(),
            sendTexts(house.node.database, { send: house.send, publicUrl: PUBLIC_URL }, house.parts),
          ]);
        if (what === "stop") stopped = true;
        else if (stopped) expect(house.gotten().length).toBe(before);
        if (what === "start") stopped = false;
      }
    }),
    { numRuns: 12 },
  );
  await query.deleteFrom("opt_out").execute();
  expect(house.broken).toEqual([]);
});
