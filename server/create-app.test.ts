import { pino } from "pino";
import { expect, test } from "vitest";
import { makeApiKey } from "../access/api-key.ts";
import { insertApiKey } from "../store/keep-api-keys.ts";
import { createApp } from "./create-app.ts";
import { appSettings } from "./testing/app-settings.ts";
import { PUBLIC_URL, startHouse } from "./testing/start-house.ts";

test("health is for everybody, figures are for this machine and for owners", async () => {
  const house = await startHouse();
  const app = createApp(house.node, pino({ level: "silent" }), appSettings(PUBLIC_URL));
  expect((await app.request("/healthz")).status).toBe(200);
  expect(await (await app.request("/readyz")).json()).toEqual({ status: "ready", degraded: [] });

  const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } });
  const metrics = (env: object, headers: Record<string, string> = {}) =>
    app.request("/metrics", { headers }, env);
  expect(await (await metrics(from("127.0.0.1"))).text()).toContain("ringright_database_away 0");
  expect((await metrics(from("192.0.2.7"))).status).toBe(403);
  expect((await metrics(from("127.0.0.1"), { "x-forwarded-for": "192.0.2.7" })).status).toBe(403);

  const { query } = house.node.database;
  const account = await query.selectFrom("account").select("id").executeTakeFirstOrThrow();
  for (const [role, status] of [
    ["owner", 200],
    ["admin", 403],
  ] as const) {
    const made = makeApiKey();
    await insertApiKey(query, account.id, made, { role, label: null });
    expect((await metrics(from("192.0.2.7"), { authorization: `Bearer ${made.key}` })).status).toBe(status);
  }
  expect((await app.request("/nothing")).status).toBe(404);
});

test("mail that can't be sent is told by /readyz, and what waits and was tried by /metrics; calls are routed all the same", async () => {
  const house = await startHouse();
  let trouble: string | null = null;
  const settings = { ...appSettings(PUBLIC_URL), troubles: () => trouble };
  const app = createApp(house.node, pino({ level: "silent" }), settings);
  trouble = "mail: can't be sent";
  const ready = await app.request("/readyz");
  expect(ready.status).toBe(200);
  expect(await ready.json()).toEqual({ status: "degraded", degraded: ["mail: can't be sent"] });
  house.node.metrics.watchNotices(() => [{ channel: "mail", waiting: 7 }]);
  house.node.metrics.noticeTried("mail", "failed");
  const text = await house.node.metrics.text();
  expect(text).toContain('ringright_notices_waiting{channel="mail"} 7');
  expect(text).toContain('ringright_notices_total{channel="mail",result="failed"} 1');
});
