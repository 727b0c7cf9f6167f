import { expect, test } from "vitest";
import { receiveWebhooks, verifyWebhook } from "../notify/testing/receive-webhooks.ts";
import { readMail, runMailServer } from "../notify/testing/run-mail-server.ts";
import { markAnswered, markRead } from "../store/conversations/change-conversation.ts";
import { claimNotice } from "../store/notices/claim-notices.ts";
import { tellOfTexts } from "../store/notices/tell-of-texts.ts";
import type { Business } from "./testing/seed-business.ts";
import { ANNA, COMPANY, DANA, LINE, PUBLIC_URL, STRANGER } from "./testing/start-house.ts";
import { tellHouse } from "./testing/tell-house.ts";

const MINUTE = 60;

/** A house where people write, and whoever is told of it. */
async function startWriting(business?: Business) {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url, ...(business === undefined ? {} : { business }) });
  const { house } = told;
  const [line] = house.carrier.numbers;
  if (line === undefined) throw new Error("the carrier has no number");
  line.smsUrl = `${PUBLIC_URL}/hooks/twilio/main/sms`;
  const { query } = house.node.database;
  const { id: dana } = await query
    .selectFrom("staff")
    .select("id")
    .where("email", "=", "dana@acme.test")
    .executeTakeFirstOrThrow();
  return {
    ...told,
    mail,
    dana,
    query,
    async writes(body: string, from: string = ANNA, pictures = 0): Promise<void> {
      const media = Array.from({ length: pictures }, () => ({ url: "", type: "image/png" }));
      house.carrier.text({ from, to: LINE, body, media });
      await house.carrier.idle();
      await told.tell();
    },
    /** So many seconds go by, and what is due is sent by mail. */
    async wait(seconds: number): Promise<void> {
      await told.later(seconds);
      await told.send("mail");
    },
    reads: () =>
      markRead(query, { accountId: told.account.id, phones: [ANNA], now: house.clock.now() }, dana),
    /** Who got which mail, by its first lines. */
    mails: () =>
      mail.taken.map((taken) => {
        const [head = "", ...said] = readMail(taken).text.split(/\r?\n/);
        const lines = said.slice(
          0,
          said.findIndex((one) => one.startsWith("Answer: ")),
        );
        return [taken.to[0], head, ...lines.filter((one) => one !== "")].join(" | ");
      }),
  };
}

test("Anna writes: Dana, whose lead she is, gets a mail that says it, in a breath; nobody else does", async () => {
  const story = await startWriting();
  await story.writes("My roof leaks", ANNA, 1);
  expect(await story.send("mail")).toBe(20);
  await story.wait(20);
  expect(story.mails()).toEqual([
    "dana@acme.test | Anna Berg (+13125550123) wrote on Leeds line: | Mon 2 Mar, 08:00  “My roof leaks”, with a picture",
  ]);
  const [taken] = story.mail.taken;
  if (taken === undefined) throw new Error("no mail");
  expect(taken.headers).toContain("Subject: Anna Berg (+13125550123) wrote, Leeds line");
  expect(readMail(taken).text).toMatch(
    /https:\/\/calls\.example\.com\/a\/acme\/conversations\?id=lead%3A\d+/,
  );
  expect(await story.notices()).toMatchObject([{ event: "textReceived", channel: "mail", state: "sent" }]);
  // Whatever a carrier brings again is no other text.
  await story.tell();
  await story.wait(24 * 60 * MINUTE);
  expect(story.mail.taken).toHaveLength(1);
});

test("what she writes in one go comes at once, and what follows when ten minutes are over, unless Dana has read it", async () => {
  const story = await startWriting();
  await story.writes("Hi");
  await story.later(10);
  await story.writes("My roof leaks");
  await story.wait(10);
  expect(story.mails()).toEqual([
    expect.stringContaining("(2 unread): | Mon 2 Mar, 08:00  “Hi” | Mon 2 Mar, 08:00  “My roof leaks”"),
  ]);
  await story.later(MINUTE);
  await story.writes("Badly");
  await story.later(MINUTE);
  await story.writes("Are you there?");
  await story.wait(7 * MINUTE);
  expect(story.mails()).toHaveLength(1);
  await story.wait(MINUTE);
  expect(story.mails()[1]).toMatch(/\(4 unread\).*“Badly” \| .*“Are you there\?”$/);
  // Dana reads everything: the next text is news again, and one that she reads at once comes to nothing.
  await story.later(MINUTE);
  await story.reads();
  await story.later(1);
  await story.writes("Thanks");
  await story.wait(20);
  expect(story.mails()[2]).toMatch(/wrote on Leeds line: \| Mon 2 Mar, 08:11 {2}“Thanks”$/);
  await story.later(MINUTE);
  await story.reads();
  await story.later(1);
  await story.writes("See you");
  await story.reads();
  await story.wait(20 * MINUTE);
  expect(story.mails()).toHaveLength(3);
  expect(await story.notices()).toHaveLength(3);
  // Nor does one that a colleague has answered.
  await story.writes("One more thing");
  const now = story.house.clock.now() + 1;
  await markAnswered(story.query, { accountId: story.account.id, phones: [ANNA], now });
  await story.wait(20 * MINUTE);
  expect(story.mails()).toHaveLength(3);
});

test("keywords, blocked senders and our own phones are told to nobody; YES is, where texts are wanted", async () => {
  const story = await startWriting({ blockedCallers: ["+1900*"] });
  const receiver = await receiveWebhooks();
  await story.addWebhook(receiver.url, ["textReceived"]);
  for (const word of ["STOP", "Yes", "Start", "HELP", "INFO"]) await story.writes(word, STRANGER);
  for (const phone of ["+19005550142", DANA, COMPANY, LINE]) await story.writes("Good morning", phone);
  await story.query.updateTable("lead").set({ blocked: true }).execute();
  await story.writes("It is me");
  await story.wait(20);
  expect(await story.notices()).toEqual([]);
  expect(await story.query.selectFrom("text_to_tell").selectAll().execute()).toEqual([]);
  await story.writes("Yes", STRANGER);
  await story.wait(20);
  expect(story.mails()).toEqual([expect.stringMatching(/^olga@acme\.test \| \+13125550199 wrote .*“Yes”$/)]);
});

test("a conversation that was given to Olga is hers; one that is nobody's is the owner's; whoever chose not to, hears nothing", async () => {
  const story = await startWriting();
  const { query } = story;
  await story.writes("Do you do gutters?", STRANGER);
  await query.updateTable("conversation").set({ owner_id: story.dana }).execute();
  await story.writes("And roofs?", STRANGER);
  await story.wait(20);
  expect(story.mail.taken.map(({ to }) => to[0]).toSorted()).toEqual(["dana@acme.test", "olga@acme.test"]);
  await story.choose("dana@acme.test", { textReceived: { mail: false, text: false } });
  await story.writes("Hello?");
  await story.wait(20 * MINUTE);
  expect(story.mail.taken).toHaveLength(2);
});

test("Dana wants it as a text: it comes from the line that was written to, and her answer to it tells nobody", async () => {
  const story = await startWriting();
  await story.choose("dana@acme.test", { textReceived: { mail: false, text: true } });
  await story.writes("My roof leaks");
  await story.later(20);
  await story.send("text");
  await story.text();
  expect(story.texts(DANA)).toEqual([
    "Anna Berg (+13125550123) wrote, Leeds line, 08:00:00: “My roof leaks”",
  ]);
  await story.writes("I am driving", DANA);
  await story.later(MINUTE);
  await story.send("text");
  expect(await story.notices()).toHaveLength(1);
});

test("the program hears of every text at once: signed, with its conversation, lead, number and how many pictures", async () => {
  const story = await startWriting();
  const receiver = await receiveWebhooks();
  const { secret } = await story.addWebhook(receiver.url, ["textReceived"]);
  await story.writes("My roof leaks", ANNA, 2);
  await story.writes("Badly");
  await story.send("webhook");
  const bodies = receiver.received.map((one) => verifyWebhook(one, secret));
  expect(bodies).toHaveLength(2);
  const lead = { id: expect.any(String), name: "Anna Berg" };
  expect(bodies[0]).toEqual({
    type: "textReceived",
    version: 1,
    timestamp: "2026-03-02T14:00:00.000Z",
    account: "acme",
    data: {
      text: {
        id: expect.any(String),
        conversation: expect.stringMatching(/^lead:\d+$/),
        from: ANNA,
        to: LINE,
        numberLabel: "Leeds line",
        lead,
        owner: { id: story.dana, name: "Dana" },
        text: "My roof leaks",
        media: 2,
        receivedAt: "2026-03-02T14:00:00.000Z",
      },
    },
  });
  expect(bodies[1]).toMatchObject({ data: { text: { text: "Badly", media: 0 } } });
});

test("processes that die and others that work beside them: each text is told of once", async () => {
  const story = await startWriting();
  const { house } = story;
  const { database } = house.node;
  for (const from of [ANNA, STRANGER])
    for (const body of ["One", "Two", "Three"]) {
      house.carrier.text({ from, to: LINE, body });
      await house.carrier.idle();
    }
  // One dies between making the notices and being done with it: then none is made, and all of it is still to be told.
  const now = house.clock.now();
  const dying = { ...database, query: dyingAtCommit(database.query) };
  await expect(tellOfTexts(dying, now, 50)).rejects.toThrow("killed");
  expect(await story.notices()).toEqual([]);
  await Promise.all([tellOfTexts(database, now, 2), tellOfTexts(database, now, 2), story.tell()]);
  await story.tell();
  expect(await story.notices()).toHaveLength(2);
  await story.later(20);
  // Another dies with a mail in its hands.
  expect(await claimNotice(story.query, { channel: "mail", now: house.clock.now() })).not.toBeNull();
  await story.send("mail");
  await story.wait(121);
  expect(story.mails()).toHaveLength(2);
  for (const said of story.mails()) expect(said).toMatch(/\(3 unread\): \| .*“One” \| .*“Two” \| .*“Three”$/);
});

/** The database of a process that is killed when it has done everything of a transaction but its end. */
function dyingAtCommit<Query extends { transaction(): { execute: (work: never) => Promise<unknown> } }>(
  query: Query,
): Query {
  const transaction = () => {
    const begun = query.transaction();
    return {
      execute: (work: (db: never) => Promise<unknown>) =>
        begun.execute((async (db: never) => {
          await work(db);
          throw new Error("killed");
        }) as never),
    };
  };
  return { transaction } as unknown as Query;
}

test("the digest names who has no answer", async () => {
  const story = await startWriting();
  const off = { mail: false, text: false };
  await story.choose("dana@acme.test", { textReceived: off, digestAt: "09:00" });
  await story.choose("olga@acme.test", { textReceived: off, digestAt: "09:00" });
  await story.writes("My roof leaks");
  await story.writes("Do you do gutters?", STRANGER);
  await story.writes("STOP", "+13125550188");
  await story.later(60 * MINUTE);
  await story.tell();
  await story.send("mail");
  const said = story.mail.taken.map((taken) => `${taken.to[0]} ${readMail(taken).text}`).toSorted();
  expect(said).toEqual([
    expect.stringMatching(/^dana.*Texts that nobody has answered\s+Mon 2 Mar, 08:00 {2}Anna Berg/s),
    expect.stringMatching(/^olga.*Texts that nobody has answered\s+Mon 2 Mar, 08:00 {2}\+13125550199/s),
  ]);
  expect(said.join()).not.toContain("0188");
});
