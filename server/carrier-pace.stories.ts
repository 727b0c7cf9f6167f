import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { runCampaigns } from "../jobs/run-campaigns.ts";
import { sendTexts } from "../jobs/send-texts.ts";
import { applySettings } from "../store/apply-settings.ts";
import { planText } from "../store/messages/plan-text.ts";
import { startCampaignHouse } from "./testing/start-campaign-house.ts";
import { LINE, PUBLIC_URL } from "./testing/start-house.ts";

const HELLO = { text: "Hi {firstName}, {business} has a spring offer. Call {line}!", afterHours: 0 };
const SECOND_LINE = "+13125550119";
const BERT = "+13125550124";
const AWAKE = { from: "00:00", to: "00:00" };

describe("a carrier that takes so many texts a second from all numbers together", () => {
  /** A second number, and texts a second for both and for their carrier. */
  async function startBusyHouse(perSecond: number, ofNumbers: number) {
    const house = await startCampaignHouse();
    const { query } = house.node.database;
    const { accountSid, authToken } = await query
      .selectFrom("carrier")
      .select(["account_sid as accountSid", "auth_token as authToken"])
      .executeTakeFirstOrThrow();
    const applied = await applySettings(house.node.database, {
      account: { slug: "acme" },
      carriers: [{ id: "main", kind: "twilio", accountSid, authToken, textsPerSecond: perSecond }],
      numbers: [{ number: SECOND_LINE, label: "York line", carrier: "main" }],
    });
    expect(applied).toMatchObject({ ok: true });
    await query.updateTable("number").set({ texts_per_second: ofNumbers }).execute();
    await query.deleteFrom("lead").execute();
    await house.addLeads(40);
    /** When each text of each number went out, in milliseconds. */
    const sent = async () => {
      const rows = await query
        .selectFrom("text_message")
        .select(["number", "kind", "sending_at as at"])
        .where("sending_at", "is not", null)
        .orderBy("sending_at")
        .execute();
      return rows.map((row) => ({ ...row, at: row.at?.getTime() ?? 0 }));
    };
    /** Two nodes at work, four times a second. */
    const pass = async (seconds: number) => {
      const { database } = house.node;
      const node = () => sendTexts(database, { send: house.send, publicUrl: PUBLIC_URL }, house.parts);
      for (let time = 0; time < seconds * 4; time += 1) {
        await house.clock.sleep(250);
        await runCampaigns(database, house.parts);
        await Promise.all([node(), node()]);
      }
    };
    return { ...house, sent, pass };
  }
  const fromSecond = { use: "pool" as const, pool: [SECOND_LINE] };

  test("two campaigns go on side by side, together never faster, and whoever writes to somebody goes first", async () => {
    const house = await startBusyHouse(2, 10);
    const one = await house.draft({ steps: [HELLO], quietHours: AWAKE });
    const other = await house.draft(
      { steps: [HELLO], quietHours: AWAKE, sender: fromSecond },
      "text",
      "Autumn",
    );
    await house.move(one, "start");
    await house.move(other, "start");
    const bothAt = house.clock.now();
    await house.pass(5);
    await planText(house.node.database.query, {
      ...{ accountId: house.accountId, kind: "person", number: LINE, phone: BERT, body: "I am on my way" },
      ...{ now: house.clock.now(), key: null },
    });
    const wroteAt = house.clock.now();
    await house.pass(2);
    const sent = await house.sent();
    const gaps = sent.slice(1).map(({ at }, before) => at - (sent[before]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
    expect(sent.length).toBeGreaterThanOrEqual(14);
    // Until one of them has nobody left.
    const first = sent.filter(({ at }) => at > bothAt && at <= wroteAt).slice(0, 12);
    expect(first.length).toBeGreaterThanOrEqual(9);
    const ofLine = first.filter(({ number }) => number === LINE).length;
    expect(Math.abs(2 * ofLine - first.length)).toBeLessThanOrEqual(2);
    const own = sent.find(({ kind }) => kind === "person");
    expect((own?.at ?? 0) - wroteAt).toBeLessThanOrEqual(500);
    // No further ahead than the carrier goes in ten seconds, for each.
    const { rows } = await sql<{ waiting: number }>`SELECT count(*)::int AS waiting FROM text_message
      WHERE state = 'queued'`.execute(house.node.database.query);
    expect(rows[0]?.waiting).toBeLessThanOrEqual(40);
  });

  test("also where its numbers are fast, and one campaign has both of them", async () => {
    const house = await startBusyHouse(20, 1_000);
    const sender = { use: "pool" as const, pool: [LINE, SECOND_LINE] };
    const id = await house.draft({ steps: [HELLO], quietHours: AWAKE, sender });
    await house.move(id, "start");
    await house.pass(4);
    const sent = await house.sent();
    expect(sent).toHaveLength(40);
    for (const { at } of sent)
      expect(sent.filter((other) => other.at >= at && other.at < at + 1_000).length).toBeLessThanOrEqual(24);
    expect(new Set(sent.map(({ number }) => number)).size).toBe(2);
    expect(await house.stateOf(id)).toBe("done");
  });
});
