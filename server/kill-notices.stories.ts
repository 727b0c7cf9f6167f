import { randomBytes } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { USUAL_CHOICES } from "../notify/notice-choices.ts";
import { receiveWebhooks, verifyWebhook } from "../notify/testing/receive-webhooks.ts";
import { runMailServer } from "../notify/testing/run-mail-server.ts";
import { openDatabase } from "../store/open-database.ts";
import { createTestDatabase } from "../store/testing/create-test-database.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { runServer } from "./testing/run-server.ts";
import { seedBusiness } from "./testing/seed-business.ts";
import { CREDENTIALS, findPath, sendSigned } from "./testing/sign-as-carrier.ts";
import { ANNA, LINE } from "./testing/start-house.ts";

const CALLS = 20;

/** One call that Dana answers, from its arrival to its end. */
async function answeredCall(port: number, sid: string): Promise<void> {
  const call = { CallSid: sid, From: ANNA, To: LINE, CallStatus: "in-progress" };
  const tell = async (path: string | null, more: Record<string, string> = {}) => {
    if (path === null) throw new Error(`${sid}: no way to go on`);
    const { status, body } = await sendSigned(port, { path, params: { ...call, ...more } });
    expect(status).toBe(200);
    return body;
  };
  const arrived = await tell("/hooks/twilio/main/voice");
  const picked = await tell(findPath(arrived, "screen"));
  await tell(findPath(picked, "key"), { Digits: "1" });
  await tell(findPath(arrived, "rung"), { DialCallStatus: "completed", DialBridged: "true" });
}

test("a server is killed with mails and webhooks in its hands, two others take over: nothing is lost, nothing else twice", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.connection, { max: 2, patient: true });
  onTestFinished(async () => {
    await db.close();
    await database.drop();
  });
  await seedBusiness(database, {}, CREDENTIALS);
  const mail = await runMailServer();
  const receiver = await receiveWebhooks();
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const choices = { ...USUAL_CHOICES, callAnswered: { mail: true, text: false } };
  await db.query
    .updateTable("staff")
    .set({ notify: JSON.stringify(choices) })
    .execute();
  await db.pool.query(
    `INSERT INTO webhook (account_id, url, events, active, secret)
     SELECT id, $1, '{callAnswered}', true, $2 FROM account`,
    [receiver.url, secret],
  );
  const start = async () => {
    const server = runServer(await makeScratchFolder(), {
      DATABASE_URL: database.url,
      SMTP_URL: mail.url,
      MAIL_FROM: "calls@example.com",
      RINGRIGHT_PRIVATE_WEBHOOKS: "allow",
    });
    const port = await server.ready;
    if (port === null) throw new Error(server.said());
    return { server, port };
  };

  mail.answer("hang");
  receiver.answer("hang");
  const { server, port } = await start();
  // While nobody takes anything, every call is answered as ever.
  await Promise.all(Array.from({ length: CALLS }, (_, index) => answeredCall(port, `CA-${index}`)));
  await receiver.has(3);
  await expect.poll(() => mail.refused).toBeGreaterThan(0);
  server.process.kill("SIGKILL");
  await server.ended;
  const inHand = new Set(receiver.received.map(({ headers }) => headers["webhook-id"]));

  mail.answer(null);
  receiver.answer({ status: 204 });
  await Promise.all([start(), start()]);
  // As if the two minutes had passed after which a dead process is known to be one.
  const due = () =>
    db.pool.query("UPDATE notice SET next_try_at = now() WHERE next_try_at > now() + interval '20 seconds'");
  await due();
  await db.pool.query("UPDATE call_follow_up SET next_try_at = now()");
  const left = async () => {
    const { rows } = await db.pool.query<{ left: number; made: number }>(
      "SELECT count(*) FILTER (WHERE state <> 'sent')::int AS left, count(*)::int AS made FROM notice",
    );
    return rows[0];
  };
  await expect.poll(left, { interval: 500 }).toEqual({ left: 0, made: 2 * CALLS });

  const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(CALLS);
  for (const one of receiver.received)
    expect(verifyWebhook(one, secret)).toMatchObject({ type: "callAnswered" });
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  for (const id of twice) expect(inHand).toContain(id);
  const messages = mail.taken.map(({ headers }) => /^Message-ID: (.*)$/im.exec(headers)?.[1]);
  expect(messages).toHaveLength(CALLS);
  expect(new Set(messages).size).toBe(CALLS);
});
