import { expect, test } from "vitest";
import { receiveWebhooks, verifyWebhook } from "../notify/testing/receive-webhooks.ts";
import { readMail, runMailServer } from "../notify/testing/run-mail-server.ts";
import { resendNotices } from "../store/notices/resend-notices.ts";
import { COMPANY, DANA, FORWARDING, LINE } from "./testing/start-house.ts";
import { tellHouse } from "./testing/tell-house.ts";

const TEXT = { mail: false, text: true };
const OLGA = "+13125550109";

/** A house in which Dana wants texts about missed calls, and Anna's call has just been missed. */
async function startMissed() {
  const told = await tellHouse();
  await told.choose("dana@acme.test", { callMissed: TEXT });
  for (const phone of [DANA, FORWARDING, COMPANY]) told.house.carrier.phone(phone, { does: "ringsOut" });
  await told.house.call({ caller: { hangsUpAfter: 20 } });
  await told.tell();
  return told;
}
const SAYS = "Missed call: Anna Berg (+13125550123) hung up before anyone answered, Leeds line, 08:00:00";

test("Dana is texted about a missed call, from the number that was called, once; it counts when it has arrived", async () => {
  const told = await startMissed();
  expect(await told.send("text")).toBe(15);
  expect(await told.notices()).toMatchObject([
    { channel: "text", recipient: DANA, state: "waiting", error: null },
  ]);
  await told.text();
  expect(told.texts(DANA)).toEqual([SAYS]);
  const kept = await told.house.node.database.query.selectFrom("text_message").selectAll().execute();
  expect(kept).toMatchObject([{ kind: "notice", number: LINE, phone: DANA, state: "delivered" }]);
  await told.later(15);
  expect(await told.send("text")).toBeNull();
  expect(await told.notices()).toMatchObject([{ state: "sent", error: null }]);
  await told.later(3_600);
  await told.send("text");
  await told.text();
  expect(told.texts(DANA)).toHaveLength(1);
});

test("a carrier that does not take it: the notice says so, and can be sent again", async () => {
  const told = await startMissed();
  await told.send("text");
  const { query } = told.house.node.database;
  await query
    .updateTable("text_message")
    .set({ state: "failed", error: "the number is not registered for texts", next_try_at: null })
    .execute();
  await told.later(15);
  expect(await told.send("text")).toBeNull();
  expect(await told.notices()).toMatchObject([
    { state: "givenUp", error: "the number is not registered for texts" },
  ]);
  const now = told.house.clock.now();
  expect(await resendNotices(query, told.account.id, { since: new Date(0) }, now)).toBe(1);
  await told.send("text");
  await told.text();
  await told.later(15);
  await told.send("text");
  expect(told.texts(DANA)).toEqual([SAYS]);
  expect(await told.notices()).toMatchObject([{ state: "sent", error: null }]);
});

test("an alert is about no number: it is texted from the default outbound number, and without one says so", async () => {
  const told = await tellHouse({ business: { assigned: false, forwardingNumber: null, companyPhone: null } });
  const { query } = told.house.node.database;
  await query.updateTable("staff").set({ phone: OLGA }).where("email", "=", "olga@acme.test").execute();
  const none = { mail: false, text: false };
  await told.choose("olga@acme.test", { routingAlert: TEXT, callMissed: none });
  await told.house.call({ caller: { hangsUpAfter: 2 } });
  await told.tell();
  await told.send("text");
  expect(await told.notices()).toMatchObject([
    {
      event: "routingAlert",
      state: "givenUp",
      error: "there is no number to text from: set the default outbound number under Settings > Phone",
    },
  ]);
  await query.updateTable("account").set({ default_outbound_number: LINE }).execute();
  await told.later(3_600);
  await told.house.call({ caller: { hangsUpAfter: 2 } });
  await told.tell();
  await told.send("text");
  await told.text();
  expect(told.texts(OLGA)).toEqual([expect.stringMatching(/^Acme Roofing: /)]);
});

test("nobody calls Anna back in time: whoever it went to gets a mail, and the program hears of it; so does the digest", async () => {
  const mail = await runMailServer();
  const told = await tellHouse({ smtpUrl: mail.url });
  const { house } = told;
  const { query } = house.node.database;
  await query
    .updateTable("account")
    .set({ callbacks: JSON.stringify({ escalateAfterMinutes: 30 }) })
    .execute();
  await query.updateTable("staff").set({ callback_place: 1 }).where("email", "=", "olga@acme.test").execute();
  const off = { mail: false, text: false };
  await told.choose("dana@acme.test", { callMissed: off });
  await told.choose("olga@acme.test", { digestAt: "09:00" });
  const receiver = await receiveWebhooks();
  const { secret } = await told.addWebhook(receiver.url, ["callbackEscalated"]);
  for (const phone of [DANA, FORWARDING, COMPANY]) house.carrier.phone(phone, { does: "ringsOut" });
  const { kept } = await house.call({ caller: { hangsUpAfter: 20 } });
  await told.tell();
  await told.later(31 * 60);
  await told.escalate();
  await told.tell();
  await told.tell();
  await told.send("mail");
  await told.send("webhook");
  expect(mail.taken.map(({ to }) => to)).toEqual([["olga@acme.test"]]);
  const [taken] = mail.taken;
  if (taken === undefined) throw new Error("no mail");
  expect(taken.headers).toContain("Subject: Call back Anna Berg (+13125550123), Leeds line");
  const { text } = readMail(taken);
  expect(text).toContain("Dana had not called them back in time. It went to Olga.");
  expect(text).toContain("https://calls.example.com/a/acme/callbacks");
  expect(receiver.received.map((one) => verifyWebhook(one, secret))).toMatchObject([
    {
      type: "callbackEscalated",
      data: { callback: { phone: "+13125550123", owner: { name: "Olga" }, calls: 1, lastCallId: kept.id } },
    },
  ]);
  await told.later(30 * 60);
  await told.tell();
  await told.send("mail");
  expect(mail.taken[1]?.headers).toContain("Subject: Acme Roofing: 1 open callback");
});
