import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { DEFAULT_PLAN } from "../campaigns/campaign-plan.ts";
import { runCampaigns } from "../jobs/run-campaigns.ts";
import { changeCampaign } from "../store/campaigns/change-campaign.ts";
import { askForAudience, insertCampaign } from "../store/campaigns/keep-campaigns.ts";
import { openDatabase } from "../store/open-database.ts";
import { createTestDatabase } from "../store/testing/create-test-database.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { runServer } from "./testing/run-server.ts";
import { seedBusiness } from "./testing/seed-business.ts";
import { CREDENTIALS } from "./testing/sign-as-carrier.ts";
import { LINE } from "./testing/start-house.ts";

const LEADS = 1_200;
const KILLS = 3;

type Taken = { sid: string; from: string; to: string; body: string; date_created: string; direction: string };

/** A carrier's REST API on the loopback that keeps the texts it takes, and tells which came by whom. */
async function startCarrierApi(onText: (count: number) => void) {
  const taken: Taken[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "", "http://carrier");
      let answer: unknown;
      if (request.method === "GET") {
        const messages = taken.filter(({ to }) => to === url.searchParams.get("To"));
        answer = { messages: messages.reverse() };
      } else {
        const form = new URLSearchParams(await text(request));
        const field = (name: string) => form.get(name) ?? "";
        const message = {
          sid: `SM${taken.length}`,
          from: field("From"),
          to: field("To"),
          body: field("Body"),
        };
        taken.push({ ...message, date_created: new Date().toUTCString(), direction: "outbound-api" });
        onText(taken.length);
        answer = message;
      }
      response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(answer));
    })().catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { taken, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("a campaign whose process is killed again and again texts everybody, and nobody twice", async () => {
  const made = await createTestDatabase();
  const database = openDatabase(made.connection, { max: 3, patient: true });
  const { query, pool } = database;
  onTestFinished(async () => {
    await database.close();
    await made.drop();
  });
  await seedBusiness(made, {}, CREDENTIALS);
  let running: ReturnType<typeof runServer> | null = null;
  let kills = 0;
  const carrier = await startCarrierApi((count) => {
    if (kills >= KILLS || count < ((kills + 1) * LEADS) / (KILLS + 1)) return;
    kills += 1;
    running?.process.kill("SIGKILL");
  });
  await query.updateTable("carrier").set({ api_base_url: carrier.address }).execute();
  await query.updateTable("number").set({ texts_per_second: 1_000 }).execute();
  await query.updateTable("account").set({ default_outbound_number: LINE }).execute();
  const { id: accountId } = await query.selectFrom("account").select("id").executeTakeFirstOrThrow();
  await pool.query(
    `WITH made AS (INSERT INTO lead (account_id, name, blocked)
       SELECT $1, 'Lead ' || n, false FROM generate_series(2001, 2000 + $2::int - 1) n RETURNING id, name)
     INSERT INTO lead_phone (account_id, lead_id, phone, position)
     SELECT $1, id, '+1312555' || substr(name, 6), 0 FROM made`,
    [accountId, LEADS],
  );
  const now = Date.now();
  const steps = [{ text: "Hi {firstName}, a spring offer!", afterHours: 0 }];
  const plan = { ...DEFAULT_PLAN, steps, quietHours: { from: "00:00", to: "00:00" } };
  const by = { actor: "Olga", now };
  const id = await insertCampaign(query, accountId, { name: "Spring offer", kind: "text", plan }, by);
  await askForAudience(query, { accountId, id }, now);
  const log = {
    debug: () => {},
    info: () => {},
    error: (details: object) => expect.fail(JSON.stringify(details)),
  };
  await runCampaigns(database, { now: Date.now, log, stop: new AbortController().signal });
  await query.transaction().execute((db) => changeCampaign(db, { accountId, id }, "start", { now }));

  for (let round = 0; round < KILLS; round += 1) {
    running = runServer(await makeScratchFolder(), { DATABASE_URL: made.url });
    expect(await running.ready).not.toBeNull();
    expect(await running.ended).toBe("SIGKILL");
    // As if the two minutes had passed after which a process is taken for dead.
    await pool.query("UPDATE text_message SET next_try_at = now() WHERE state = 'sending'");
  }
  running = runServer(await makeScratchFolder(), { DATABASE_URL: made.url });
  const state = async () =>
    (await query.selectFrom("campaign").select("state").executeTakeFirstOrThrow()).state;
  await expect.poll(state, { interval: 200 }).toBe("done");
  running.process.kill("SIGTERM");
  expect(await running.ended).toBe(0);
  expect(kills).toBe(KILLS);
  const { rows } = await pool.query("SELECT state, count(*)::int AS count FROM text_message GROUP BY state");
  expect(rows).toEqual([{ state: "sent", count: LEADS }]);
  expect(carrier.taken).toHaveLength(LEADS);
  expect(new Set(carrier.taken.map(({ to }) => to)).size).toBe(LEADS);
});
