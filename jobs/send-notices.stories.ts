import { expect, test } from "vitest";
import { receiveWebhooks } from "../notify/testing/receive-webhooks.ts";
import { runMailServer } from "../notify/testing/run-mail-server.ts";
import { writeDigest } from "../notify/write-digest.ts";
import { DANA } from "../server/testing/start-house.ts";
import { tellHouse } from "../server/testing/tell-house.ts";
import { insertNotices } from "../store/notices/make-notices.ts";
import { readNoticeFigures } from "../store/notices/read-notice-figures.ts";

const MANY = 1_000;

test("a thousand mails and a thousand webhooks go out, and callers notice nothing", async () => {
  const mail = await runMailServer();
  const receiver = await receiveWebhooks();
  const told = await tellHouse({ smtpUrl: mail.url });
  const { house, account } = told;
  const { query } = house.node.database;
  const webhook = await told.addWebhook(receiver.url, ["callAnswered"]);
  const dana = await query
    .selectFrom("staff")
    .select("id")
    .where("email", "=", "dana@acme.test")
    .executeTakeFirstOrThrow();
  const digest = {
    since: new Date(house.clock.now()).toISOString(),
    missed: { count: 0, newest: [] },
    messages: { count: 1, newest: [] },
    callbacks: { count: 0, newest: [] },
    alerts: { count: 0, newest: [] },
  };
  const { subject } = writeDigest(digest, { account: "Acme", slug: "acme", timezone: "UTC", appUrl: "" });
  const common = { event: "digest", subject };
  const notices = Array.from({ length: MANY }, (_, index) => [
    { ...common, key: `m${index}`, channel: "mail", recipient: "", staffId: dana.id, content: { digest } },
    {
      ...common,
      key: `w${index}`,
      channel: "webhook",
      recipient: "",
      webhookId: webhook.id,
      content: { body: "{}" },
    },
  ]).flat();
  await insertNotices(query, account.id, notices, house.clock.now());
  expect(await readNoticeFigures(query)).toMatchObject([
    { channel: "mail", waiting: MANY, failingSince: null },
    { channel: "webhook", waiting: MANY, failingSince: null },
  ]);
  const sending = Promise.all([told.send("mail"), told.send("webhook")]);
  house.carrier.phone(DANA, { does: "answers", after: 2, presses: [{ key: "1", after: 3 }] });
  for (let calls = 0; calls < 5; calls += 1) {
    const { kept } = await house.call({});
    expect(kept.outcome).toBe("answered");
  }
  await sending;
  expect(mail.taken).toHaveLength(MANY);
  expect(receiver.received).toHaveLength(MANY);
  expect(await readNoticeFigures(query)).toEqual([]);
});
