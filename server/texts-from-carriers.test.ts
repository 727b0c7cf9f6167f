import { describe, expect, test } from "vitest";
import { planText } from "../store/messages/plan-text.ts";
import { signedRequest } from "./testing/sign-as-carrier.ts";
import { ANNA, LINE, PUBLIC_URL, sendTo } from "./testing/start-house.ts";
import { MINUTE, startTextHouse } from "./testing/start-text-house.ts";

const SMS = "/hooks/twilio/main/sms";

/** A house to which the carrier speaks as the test says. */
async function startDesk() {
  const house = await startTextHouse();
  const ask = sendTo(house.node);
  const tell = async (path: string, params: Record<string, string>) => {
    const answer = await ask(new Request(PUBLIC_URL + path, signedRequest({ path, params })));
    return { status: answer.status, body: await answer.text() };
  };
  const plan = async (body: string) => {
    const { id: accountId } = await house.node.database.query
      .selectFrom("account")
      .select("id")
      .executeTakeFirstOrThrow();
    const now = house.clock.now();
    const id = await planText(house.node.database.query, {
      accountId,
      kind: "person",
      number: LINE,
      phone: ANNA,
      body,
      now,
      key: body,
    });
    return { id, path: `/hooks/twilio/main/text-status/0/${accountId}-${id}`, accountId };
  };
  return {
    ...house,
    tell,
    plan,
    receive: (sid: string, body: string, from = ANNA) =>
      tell(SMS, { MessageSid: sid, From: from, To: LINE, Body: body, SmsStatus: "received", NumMedia: "0" }),
    state: async () => (await house.kept()).map(({ state }) => state),
  };
}

describe("texts that come in", () => {
  test("each is kept once, with its lead, and answered without a text of our own", async () => {
    const desk = await startDesk();
    const answer = { status: 200, body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' };
    expect(await desk.receive("SM1", "Are you open?\u0000")).toEqual(answer);
    expect(await desk.receive("SM1", "Are you open?")).toEqual(answer);
    expect(await desk.receive("SM2", "🛠️".repeat(400), "ALERTS")).toEqual(answer);
    const rows = await desk.node.database.query
      .selectFrom("text_message as m")
      .leftJoin("lead as l", "l.id", "m.lead_id")
      .select(["m.phone", "m.body", "m.segments", "l.name", "m.state"])
      .orderBy("m.id")
      .execute();
    expect(rows).toEqual([
      { phone: ANNA, body: "Are you open?", segments: 1, name: "Anna Berg", state: "received" },
      { phone: "ALERTS", body: "🛠️".repeat(400), segments: 18, name: null, state: "received" },
    ]);
  });

  test("what is not proven, or no text, is refused, and nothing is kept", async () => {
    const desk = await startDesk();
    const ask = sendTo(desk.node);
    const body = new URLSearchParams({ MessageSid: "SM1", From: ANNA, To: LINE, Body: "STOP" });
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": "bm8=" };
    for (const path of [SMS, "/hooks/twilio/main/text-status/0/1-1"])
      expect((await ask(new Request(PUBLIC_URL + path, { method: "POST", headers, body }))).status).toBe(403);
    expect((await desk.tell(SMS, { From: ANNA })).status).toBe(400);
    const json = { "content-type": "application/json", "x-twilio-signature": "bm8=" };
    expect(
      (await ask(new Request(PUBLIC_URL + SMS, { method: "POST", headers: json, body: "{}" }))).status,
    ).toBe(415);
    expect([await desk.kept(), await desk.optOuts()]).toEqual([[], []]);
  });

  test("the database is away: 503, so that nobody believes that we have the text", async () => {
    const desk = await startDesk();
    const client = await desk.node.database.pool.connect();
    await client.query("BEGIN");
    await client.query("LOCK TABLE text_message IN ACCESS EXCLUSIVE MODE");
    // It does not answer, and the carrier must not wait for ever.
    expect((await desk.receive("SM1", "STOP")).status).toBe(503);
    await client.query("ROLLBACK");
    client.release();
    await expect.poll(async () => (await desk.receive("SM1", "STOP")).status).toBe(200);
    expect(await desk.optOuts()).toMatchObject([{ phone: ANNA }]);
  });
});

describe("what becomes of our texts", () => {
  test("the highest word stands, in whatever order they come, and however often", async () => {
    const desk = await startDesk();
    const [line] = desk.carrier.numbers;
    const { path } = await desk.plan("Your roof is done.");
    const tell = (MessageStatus: string, more = {}) =>
      desk.tell(path, { MessageSid: "SM9", MessageStatus, ...more });
    await tell("delivered");
    expect(await desk.state()).toEqual(["delivered"]);
    for (const word of ["sent", "queued", "undelivered", "failed", "delivered"]) await tell(word);
    expect(await desk.kept()).toMatchObject([{ state: "delivered", carrier_message_id: "SM9", error: null }]);
    // It was told before it was sent by us: then it is not sent again.
    await desk.later(MINUTE);
    expect([desk.gotten(), line?.number]).toEqual([[], LINE]);
  });

  test("one text's word never counts for another, nor one connection's for another account's", async () => {
    const desk = await startDesk();
    const first = await desk.plan("One");
    const second = await desk.plan("Two");
    await desk.tell(first.path, { MessageSid: "SM1", MessageStatus: "sent" });
    await desk.tell(first.path, { MessageSid: "SM2", MessageStatus: "failed" });
    const foreign = second.path.replace(`/${second.accountId}-`, `/${Number(second.accountId) + 1}-`);
    expect((await desk.tell(foreign, { MessageSid: "SM3", MessageStatus: "failed" })).status).toBe(200);
    expect(
      (
        await desk.tell("/hooks/twilio/main/text-status/0/nonsense", {
          MessageSid: "SM3",
          MessageStatus: "failed",
        })
      ).status,
    ).toBe(200);
    expect(await desk.state()).toEqual(["sent", "queued"]);
  });

  test("a number that is not registered for texts is said to the account, in words", async () => {
    const desk = await startDesk();
    const { path } = await desk.plan("Hello");
    await desk.tell(path, { MessageSid: "SM1", MessageStatus: "undelivered", ErrorCode: "30034" });
    expect(await desk.kept()).toMatchObject([
      { state: "undelivered", error_code: "30034", error: expect.stringMatching(/not registered for texts/) },
    ]);
    expect(await desk.alerts()).toEqual(["textsNotRegistered"]);
  });

  test("a text is planned once for its key", async () => {
    const desk = await startDesk();
    expect((await desk.plan("Hello")).id).not.toBeNull();
    expect((await desk.plan("Hello")).id).toBeNull();
    await desk.later(1);
    expect(desk.gotten()).toEqual(["Hello"]);
  });
});
