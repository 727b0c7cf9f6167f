import { expect, test } from "vitest";
import { takeInMessage } from "../jobs/take-in-message.ts";
import { readMail, runMailServer } from "../notify/testing/run-mail-server.ts";
import { claimNotice } from "../store/notices/claim-notices.ts";
import { forgetNotices } from "../store/notices/forget-notices.ts";
import { listDueMessages } from "../store/voicemails/keep-voicemails.ts";
import { COMPANY, DANA, FORWARDING, STRANGER } from "./testing/start-house.ts";
import { tellHouse } from "./testing/tell-house.ts";

/** Everybody lets it ring, and the caller leaves before the message begins or ends. */
async function missCall({ house }: Awaited<ReturnType<typeof tellHouse>>, from?: string) {
  for (const phone of [DANA, FORWARDING, COMPANY]) house.carrier.phone(phone, { does: "ringsOut" });
  return house.call({ ...(from === undefined ? {} : { from }), caller: { hangsUpAfter: 20 } });
}

test("Anna's call is missed: Dana, whose lead she is, gets a mail that tells its story; nobody else does", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url });
  const { kept } = await missCall(told);
  await told.tell();
  expect(await told.send("mail")).toBeNull();
  expect(mail.taken.map(({ to }) => to)).toEqual([["dana@acme.test"]]);
  const [taken] = mail.taken;
  if (taken === undefined) throw new Error("no mail");
  expect(taken.headers).toContain("Subject: Missed call: Anna Berg (+13125550123) hung up before anyone");
  expect(taken.headers).toContain("Auto-Submitted: auto-generated");
  const { text, attached } = readMail(taken);
  for (const line of kept.story) expect(text).toContain(line.text);
  expect(text).toContain("Rang Dana on +13125550101 15 s: no answer.");
  expect(text).toContain(`https://calls.example.com/a/acme/calls/${kept.id}`);
  expect(attached).toEqual([]);
  expect(await told.notices()).toMatchObject([
    {
      event: "callMissed",
      channel: "mail",
      recipient: "dana@acme.test",
      state: "sent",
      tries: 1,
      error: null,
    },
  ]);
  // Whatever is followed up again tells nobody again.
  await told.house.node.database.pool.query(
    "INSERT INTO call_follow_up (account_id, call_id, outcome, ended_at, next_try_at) SELECT account_id, id, outcome, ended_at, ended_at FROM call",
  );
  await told.tell();
  expect(await told.send("mail")).toBeNull();
  expect(mail.taken).toHaveLength(1);
});

test("a missed call that is nobody's is the owner's, and an answered one is told to nobody who did not ask", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url, business: { assigned: false } });
  for (const phone of [FORWARDING, COMPANY]) told.house.carrier.phone(phone, { does: "ringsOut" });
  await told.house.call({ from: STRANGER, caller: { hangsUpAfter: 20 } });
  told.house.carrier.phone(FORWARDING, { does: "answers", after: 2, presses: [{ key: "1", after: 3 }] });
  await told.house.call({ from: STRANGER });
  await told.tell();
  await told.send("mail");
  expect(mail.taken.map(({ to }) => to)).toEqual([["olga@acme.test"]]);
  await told.choose("olga@acme.test", { callAnswered: { mail: true, text: false } });
  await told.house.call({ from: STRANGER });
  await told.tell();
  await told.send("mail");
  expect(mail.taken[1]?.headers).toContain("Subject: ");
  expect((await told.notices()).at(-1)).toMatchObject({ event: "callAnswered", state: "sent" });
});

test("Dana is away and wants to hear nothing then: neither she nor anybody else gets a mail", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url });
  await told.choose("dana@acme.test", { onlyWhenOn: true });
  const until = new Date(told.house.clock.now() + 86_400_000);
  const { query } = told.house.node.database;
  await query.updateTable("staff").set({ away_until: until }).where("email", "=", "dana@acme.test").execute();
  await missCall(told);
  await told.tell();
  expect(await told.notices()).toEqual([]);
  await query.updateTable("staff").set({ away_until: null }).execute();
  await missCall(told);
  await told.tell();
  expect(await told.notices()).toHaveLength(1);
});

test("Anna leaves a message: Dana gets it with its recording, once that is here, and with what it says", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url });
  const { house, work } = told;
  const { heard } = await house.call({ caller: { leavesMessage: 9 } });
  await told.tell();
  // The recording is still at the carrier.
  expect(await told.notices()).toEqual([]);
  const { database } = house.node;
  const [due] = await listDueMessages(database.query, 10);
  if (due === undefined) throw new Error("no message is due");
  const send: typeof fetch = (input, init) => house.carrier.restHandler(new Request(input, init));
  const how = {
    stop: new AbortController().signal,
    onBroken: (error: unknown) => void told.broke.push(error),
  };
  await takeInMessage(database, due, { recordings: work.recordings, send }, how);
  await database.query
    .updateTable("voicemail")
    .set({ transcript: "Please call me back.", transcript_state: "done" })
    .execute();
  await told.tell();
  await told.send("mail");
  const [taken] = mail.taken;
  if (taken === undefined) throw new Error("no mail");
  expect(taken.to).toEqual(["dana@acme.test"]);
  const { text, attached } = readMail(taken);
  expect(text).toContain("Anna Berg (+13125550123) left a message of 9 s");
  expect(text).toContain("“Please call me back.”");
  const [audio] = attached;
  expect(audio?.head).toMatch(/content-type: audio\/wav/i);
  expect(audio?.head).toMatch(/filename=message-\d{4}-\d\d-\d\d\.wav/);
  const request = new Request(heard.recordings[0]?.url ?? "", { headers: KEY });
  const original = Buffer.from(await (await house.carrier.restHandler(request)).arrayBuffer());
  expect(audio?.bytes.subarray(0, 4).toString()).toBe("RIFF");
  expect(audio?.bytes.equals(original)).toBe(true);
  expect(await told.notices()).toHaveLength(1);
  expect(told.broke).toEqual([]);
});
const KEY = {
  authorization: `Basic ${Buffer.from(`AC${"0".repeat(31)}1:0123456789abcdef0123456789abcdef`).toString("base64")}`,
};

test("a recording that does not come keeps nobody waiting for more than a quarter of an hour", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url });
  await told.house.call({ caller: { leavesMessage: 9 } });
  await told.later(14 * 60);
  await told.tell();
  expect(await told.notices()).toEqual([]);
  await told.later(2 * 60);
  await told.tell();
  await told.send("mail");
  expect(readMail(mail.taken[0] ?? { to: [], headers: "", raw: "" }).text).toContain("still at the carrier");
});

test("nobody could be rung: the owner gets the alert, once an hour, however many callers it happens to", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({
    smtpUrl: mail.url,
    business: { assigned: false, forwardingNumber: null, companyPhone: null },
  });
  for (let calls = 0; calls < 3; calls += 1)
    await told.house.call({ from: STRANGER, caller: { hangsUpAfter: 2 } });
  await told.tell();
  await told.send("mail");
  const alerts = async () => (await told.notices()).filter(({ event }) => event === "routingAlert");
  expect(await alerts()).toMatchObject([{ recipient: "olga@acme.test", state: "sent" }]);
  expect(await told.house.alerts()).toHaveLength(3);
  await told.later(3_600);
  await told.house.call({ from: STRANGER, caller: { hangsUpAfter: 2 } });
  await told.tell();
  expect(await alerts()).toHaveLength(2);
});

test("the mail server is away for hours: calls go on, the way is tried now and then, and all of it comes when it is back", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url });
  await mail.stop();
  for (let calls = 0; calls < 8; calls += 1) {
    expect((await missCall(told)).kept.outcome).toBe("abandoned");
    await told.tell();
    await told.send("mail");
  }
  const waiting = await told.notices();
  expect(waiting).toHaveLength(8);
  expect(waiting[0]).toMatchObject({
    state: "waiting",
    error: "the mail server can't be reached: nobody listens there",
  });
  for (let hours = 0; hours < 6; hours += 1) {
    await told.later(3_600);
    await told.send("mail");
  }
  // Where one finds nobody there, the others don't try: four lanes at most did.
  const triesBefore = (await told.tries()).length;
  await told.later(3_600);
  await told.send("mail");
  expect((await told.tries()).length - triesBefore).toBeLessThanOrEqual(4);
  await mail.start();
  await told.later(3_600);
  await told.send("mail");
  expect(mail.taken).toHaveLength(8);
  expect(new Set((await told.notices()).map(({ state }) => state))).toEqual(new Set(["sent"]));
});

test("the mail server is away for good: after two days each is given up, and says why", async () => {
  const told = await tellHouse({ smtpUrl: "smtp://user:secret@127.0.0.1:9" });
  await missCall(told);
  await told.tell();
  for (let tries = 0; tries < 100; tries += 1) {
    const next = await told.send("mail");
    if (next === null) break;
    await told.later(next);
  }
  expect(await told.notices()).toMatchObject([
    { state: "givenUp", error: "the mail server can't be reached: nobody listens there" },
  ]);
  const tries = await told.tries();
  const [first, last] = [tries[0]?.at.getTime() ?? 0, tries.at(-1)?.at.getTime() ?? 0];
  expect((last - first) / 3_600_000).toBeGreaterThan(47);
});

test("an address that the mail server does not know is given up at once; one that it can't take now is tried again", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url });
  mail.answer({ code: 450, text: "mailbox busy" });
  await missCall(told);
  await told.tell();
  expect(await told.send("mail")).toBe(10);
  expect(await told.notices()).toMatchObject([{ state: "waiting", tries: 1 }]);
  mail.answer({ code: 550, text: "nobody of that name here" });
  await told.later(11);
  expect(await told.send("mail")).toBeNull();
  const [notice] = await told.notices();
  expect(notice).toMatchObject({ state: "givenUp", tries: 2 });
  expect(notice?.error).toMatch(/^the mail server refused it: .*550.*nobody of that name here/);
  expect(await told.tries()).toMatchObject([{ status: 450 }, { status: 550 }]);
});

test("a wrong password closes the way for all mails, and is no fault of theirs", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url.replace("secret", "guess") });
  await missCall(told);
  await told.tell();
  expect(await told.send("mail")).toBe(30);
  const [notice] = await told.notices();
  expect(notice?.state).toBe("waiting");
  expect(notice?.error).toMatch(/^the mail server does not take our password/);
});

test("without a mail server a mail says so, and nothing else suffers", async () => {
  const told = await tellHouse();
  await missCall(told);
  await told.tell();
  expect(await told.send("mail")).toBeNull();
  expect(await told.notices()).toMatchObject([
    { state: "givenUp", error: "this installation sends no mail: SMTP_URL and MAIL_FROM are not set" },
  ]);
});

test("who has left meanwhile gets nothing any more", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url });
  await missCall(told);
  await told.tell();
  await told.house.node.database.query.updateTable("staff").set({ active: false }).execute();
  await told.send("mail");
  expect(mail.taken).toEqual([]);
  expect(await told.notices()).toMatchObject([
    { state: "givenUp", error: "the staff member is not active any more" },
  ]);
});

test("a process that dies with a mail in its hands loses none: another sends it after two minutes", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url });
  await missCall(told);
  await told.tell();
  const { query } = told.house.node.database;
  expect(await claimNotice(query, { channel: "mail", now: told.house.clock.now() })).not.toBeNull();
  expect(await told.send("mail")).toBe(120);
  expect(mail.taken).toEqual([]);
  await told.later(121);
  await told.send("mail");
  expect(mail.taken).toHaveLength(1);
});

test("two processes send what waits: each mail once", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url });
  for (let calls = 0; calls < 5; calls += 1) await missCall(told);
  await Promise.all([told.tell(), told.tell()]);
  await Promise.all([told.send("mail"), told.send("mail")]);
  expect(mail.taken).toHaveLength(5);
  expect(new Set(mail.taken.map(({ headers }) => /Message-ID: (.*)/i.exec(headers)?.[1])).size).toBe(5);
});

test("the digest comes in the morning, once, and names what was missed, what nobody has dealt with, and alerts", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url });
  const off = { mail: false, text: false };
  const quiet = { callMissed: off, voicemailLeft: off, routingAlert: off, digestAt: "09:00" };
  await told.choose("dana@acme.test", quiet);
  await told.choose("olga@acme.test", quiet);
  // The house's clock begins at 08:00 in Chicago.
  await missCall(told);
  await told.house.call({ caller: { leavesMessage: 9 } });
  await told.tell();
  expect(await told.notices()).toEqual([]);
  await told.later(3_600);
  await Promise.all([told.tell(), told.tell()]);
  await told.send("mail");
  expect(mail.taken.map(({ to }) => to)).toEqual([["dana@acme.test"]]);
  const taken = mail.taken[0];
  if (taken === undefined) throw new Error("no mail");
  expect(taken.headers).toContain("Subject: Acme Roofing: 1 missed call, 1 open message");
  const { text } = readMail(taken);
  expect(text).toContain(
    "Missed calls\n  Mon 2 Mar, 08:00  Anna Berg (+13125550123), Leeds line".replaceAll("\n", "\r\n"),
  );
  // Olga has nothing to hear of: no mail. Nothing comes twice, and tomorrow the old message alone.
  await told.tell();
  expect(await told.send("mail")).toBeNull();
  await told.later(86_400);
  await told.tell();
  await told.send("mail");
  expect(mail.taken).toHaveLength(2);
  expect(mail.taken[1]?.headers).toContain("Subject: Acme Roofing: 1 open message");
});

test("what was sent is forgotten after a month, what was given up after three", async () => {
  const told = await tellHouse();
  await missCall(told);
  await told.tell();
  await told.send("mail");
  const { query } = told.house.node.database;
  const forget = () => forgetNotices(query, { now: told.house.clock.now(), most: 10 });
  await told.later(40 * 86_400);
  expect(await forget()).toBe(0);
  await query.updateTable("notice").set({ state: "sent" }).execute();
  expect(await forget()).toBe(1);
  expect(await told.tries()).toEqual([]);
});
