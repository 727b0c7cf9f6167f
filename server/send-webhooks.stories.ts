import { expect, test } from "vitest";
import { receiveWebhooks, verifyWebhook } from "../notify/testing/receive-webhooks.ts";
import { runMailServer } from "../notify/testing/run-mail-server.ts";
import { claimNotice } from "../store/notices/claim-notices.ts";
import { startWebhook } from "../store/notices/note-tries.ts";
import { resendNotices } from "../store/notices/resend-notices.ts";
import { DANA, FORWARDING, STRANGER } from "./testing/start-house.ts";
import { tellHouse } from "./testing/tell-house.ts";

/** A business whose events go to a program; nobody there gets mails. */
async function startWithWebhook(events?: Parameters<Awaited<ReturnType<typeof tellHouse>>["addWebhook"]>[1]) {
  const told = await tellHouse();
  const receiver = await receiveWebhooks();
  const webhook = await told.addWebhook(receiver.url, events);
  const { house } = told;
  return {
    ...told,
    receiver,
    webhook,
    miss: async (from = STRANGER) => {
      house.carrier.phone(FORWARDING, { does: "ringsOut" });
      const { kept } = await house.call({ from, caller: { hangsUpAfter: 5 } });
      await told.tell();
      return kept;
    },
    hooks: async () => (await told.notices()).filter(({ channel }) => channel === "webhook"),
  };
}

test("an answered and a missed call reach the program: signed, with the call as the API gives it", async () => {
  const story = await startWithWebhook();
  const { house, receiver, webhook } = story;
  house.carrier.phone(DANA, { does: "answers", after: 2, presses: [{ key: "1", after: 3 }] });
  const { kept } = await house.call({});
  await story.tell();
  await story.send("webhook");
  const missed = await story.miss();
  await story.send("webhook");
  expect(receiver.received).toHaveLength(2);
  const [answered, second] = receiver.received.map((one) => verifyWebhook(one, webhook.secret));
  expect(answered).toEqual({
    type: "callAnswered",
    version: 1,
    timestamp: kept.endedAt,
    account: "acme",
    data: { call: { ...kept, numberLabel: "Leeds line" } },
  });
  expect(second).toMatchObject({
    type: "callMissed",
    data: { call: { id: missed.id, outcome: "abandoned" } },
  });
  expect(() =>
    verifyWebhook(receiver.received[0] ?? { headers: {}, body: "" }, `whsec_${btoa("x".repeat(32))}`),
  ).toThrow(/signature/);
  expect(receiver.received.map(({ headers }) => headers["content-type"])).toEqual(
    Array(2).fill("application/json"),
  );
});

test("only the events that were chosen are sent, and nothing while it is switched off", async () => {
  const story = await startWithWebhook(["callAnswered"]);
  await story.miss();
  expect(await story.hooks()).toEqual([]);
  await story.house.node.database.query
    .updateTable("webhook")
    .set({ active: false, events: ["callMissed"] })
    .execute();
  await story.miss();
  expect(await story.hooks()).toEqual([]);
});

test("a receiver that is dead, and then back, gets all of it: tried after 5 s, 5 min, half an hour, with one id each", async () => {
  const story = await startWithWebhook();
  const { receiver, webhook } = story;
  await receiver.stop();
  const ids = [(await story.miss()).id, (await story.miss("+13125550198")).id];
  const waits: (number | null)[] = [];
  for (let tries = 0; tries < 3; tries += 1) {
    const next = await story.send("webhook");
    waits.push(next);
    // Up to a tenth later, so that not all comes back at one moment.
    await story.later((next ?? 0) * 1.1 + 1);
  }
  for (const [index, wait] of [5, 300, 1_800].entries()) {
    expect(waits[index]).toBeGreaterThanOrEqual(wait - 1);
    expect(waits[index]).toBeLessThanOrEqual(wait * 1.1 + 1);
  }
  expect(await story.hooks()).toMatchObject(
    Array(2).fill({ state: "waiting", tries: 3, error: "nobody listens at its address" }),
  );
  expect((await webhook.state()).failingSince).not.toBeNull();
  await receiver.start();
  expect(await story.send("webhook")).toBeNull();
  const bodies = receiver.received.map((one) => verifyWebhook(one, webhook.secret));
  // In whichever order: each waits a little longer than the schedule says.
  const told = bodies.map(({ data }) => (data as { call: { id: string } }).call.id);
  expect(told.sort()).toEqual(ids.sort());
  expect((await webhook.state()).failingSince).toBeNull();
  const tries = (await story.tries()).filter(({ status }) => status !== null);
  expect(tries).toMatchObject(Array(2).fill({ number: 4, status: 204, error: null }));
});

test.each([
  [{ status: 500, text: "our database\u0000 is away" }, "it answered 500", 500],
  [
    { status: 301, headers: { location: "http://127.0.0.1:9/" } },
    "it answered 301: redirects are not followed",
    301,
  ],
  [{ status: 403 }, "it answered 403", 403],
] as const)(
  "an answer %j is a failure, kept with how it begins, and tried again",
  async (answer, error, status) => {
    const story = await startWithWebhook();
    story.receiver.answer(answer);
    await story.miss();
    expect(await story.send("webhook")).toBeGreaterThan(0);
    expect(await story.hooks()).toMatchObject([{ state: "waiting", error }]);
    const [tried] = await story.tries();
    expect(tried).toMatchObject({ status, error });
    expect(tried?.answer).toBe("text" in answer ? "our database� is away" : "");
    story.receiver.answer({ status: 200, text: "x".repeat(1_000_000) });
    await story.later(10);
    await story.send("webhook");
    expect(await story.hooks()).toMatchObject([{ state: "sent", error: null }]);
    expect((await story.tries())[1]?.answer).toHaveLength(1_000);
  },
);

test("whoever says 410 gets nothing more: stopped at once, the owner hears of it, and nothing is lost", async () => {
  const mail = await runMailServer();
  const story = await startWithWebhook(["callMissed"]);
  story.receiver.answer({ status: 410 });
  await story.miss();
  await story.send("webhook");
  expect(await story.webhook.state()).toMatchObject({
    stoppedWhy: "its receiver answered 410, gone for good",
  });
  await story.tell();
  const alert = (await story.notices()).find(({ event }) => event === "routingAlert");
  expect(alert).toMatchObject({ channel: "mail", recipient: "olga@acme.test" });
  expect(alert?.subject).toContain("was stopped: its receiver answered 410");
  expect(mail.taken).toEqual([]);
  // What happens meanwhile is kept for it, and sent when somebody asks.
  await story.miss();
  expect(await story.send("webhook")).toBeNull();
  expect(story.receiver.received).toHaveLength(1);
  expect((await story.hooks()).map(({ state }) => state)).toEqual(["givenUp", "givenUp"]);
  story.receiver.answer({ status: 204 });
  const { query } = story.house.node.database;
  const { id: accountId } = story.account;
  expect(await startWebhook(query, { accountId, webhookId: story.webhook.id })).toBe(true);
  const now = story.house.clock.now();
  const filter = { webhookId: story.webhook.id, since: new Date(now - 86_400_000) };
  expect(await resendNotices(query, accountId, filter, now)).toBe(2);
  await story.send("webhook");
  expect(story.receiver.received).toHaveLength(3);
  expect((await story.hooks()).map(({ state }) => state)).toEqual(["sent", "sent"]);
});

test("a receiver that fails for more than five days is stopped; each notice was given up after a day or so", async () => {
  const story = await startWithWebhook(["callMissed"]);
  await story.receiver.stop();
  await story.miss();
  let tries = 0;
  for (let next = await story.send("webhook"); next !== null; next = await story.send("webhook")) {
    await story.later(next + 1);
    tries += 1;
  }
  expect(tries).toBe(7);
  expect(await story.hooks()).toMatchObject([{ state: "givenUp", tries: 8 }]);
  expect((await story.webhook.state()).stoppedAt).toBeNull();
  await story.later(4 * 86_400);
  await story.miss();
  await story.send("webhook");
  expect((await story.webhook.state()).stoppedWhy).toMatch(/^it failed for five days/);
  expect(await story.house.alerts()).toContain("webhookStopped");
});

test("while its secret is changed both are good: a receiver that knows either takes it", async () => {
  const story = await startWithWebhook();
  const { query } = story.house.node.database;
  const next = `whsec_${btoa("n".repeat(32))}`;
  await query
    .updateTable("webhook")
    .set({
      secret: next,
      previous_secret: story.webhook.secret,
      previous_secret_until: new Date(Date.now() + 3_600_000),
    })
    .execute();
  await story.miss();
  await story.send("webhook");
  await query
    .updateTable("webhook")
    .set({ previous_secret_until: new Date(Date.now() - 1_000) })
    .execute();
  await story.miss();
  await story.send("webhook");
  const [both, one] = story.receiver.received;
  if (both === undefined || one === undefined) throw new Error("not received");
  expect(verifyWebhook(both, next)).toEqual(verifyWebhook(both, story.webhook.secret));
  expect(() => verifyWebhook(one, story.webhook.secret)).toThrow(/signature/);
  expect(verifyWebhook(one, next)).toMatchObject({ type: "callMissed" });
});

test("one receiver hangs: the others get theirs meanwhile", async () => {
  const story = await startWithWebhook();
  const other = await receiveWebhooks();
  await story.addWebhook(other.url);
  story.receiver.answer("hang");
  for (let calls = 0; calls < 10; calls += 1) await story.miss();
  const sending = story.send("webhook");
  await other.has(10);
  // No more than three at a time went to the one that hangs.
  expect(story.receiver.received.length).toBeLessThanOrEqual(3);
  // What happens meanwhile does not wait for it either.
  await story.miss();
  await other.has(11);
  expect(story.receiver.received.length).toBeLessThanOrEqual(3);
  story.receiver.answer({ status: 204 });
  await story.receiver.stop();
  await sending;
  expect((await story.hooks()).filter(({ state }) => state === "sent").length).toBeGreaterThanOrEqual(10);
  expect(story.broke).toEqual([]);
});

test("a process that dies with a webhook in its hands loses none, and two that send send each once", async () => {
  const story = await startWithWebhook();
  for (let calls = 0; calls < 5; calls += 1) await story.miss();
  const { query } = story.house.node.database;
  await claimNotice(query, { channel: "webhook", now: story.house.clock.now() });
  await Promise.all([story.send("webhook"), story.send("webhook")]);
  expect(story.receiver.received).toHaveLength(4);
  await story.later(121);
  await story.send("webhook");
  expect(new Set(story.receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(5);
});

test("without leave nothing is sent into our own network: not by address, not by a name", async () => {
  const story = await startWithWebhook();
  story.work.allowPrivate = false;
  await story.addWebhook(story.receiver.url.replace("127.0.0.1", "localhost"));
  await story.miss();
  await story.send("webhook");
  expect(story.receiver.received).toEqual([]);
  const errors = (await story.hooks()).map(({ error }) => error ?? "");
  expect(errors).toHaveLength(2);
  for (const error of errors)
    expect(error).toMatch(/^its address (127\.0\.0\.1|::1) is not on the open network/);
});
