import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { describe, expect, test } from "vitest";
import type { PhoneScript } from "../simulator/index.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { createApp } from "./create-app.ts";
import { appSettings } from "./testing/app-settings.ts";
import { recovered, startBadDay, startBadDayWithNode } from "./testing/start-bad-day.ts";
import { ANNA, DANA, FORWARDING, LINE, PUBLIC_URL, STRANGER } from "./testing/start-house.ts";

const accepts: PhoneScript = {
  does: "answers",
  after: 3,
  presses: [{ key: "1", after: 2 }],
  hangsUpAfter: 40,
};
const AWAY = expect.stringMatching(/^database: away since 2026-03-02/);
const WAITS = expect.stringMatching(/^spool: /);
/** Carriers give up after 5 s at the soonest (docs/carriers). */
const CARRIER_PATIENCE_MS = 5_000;

/** Waits until a node has written the leads that it remembers. */
async function leadsRemembered(dataFolder: string): Promise<void> {
  const file = join(dataFolder, "last-known-leads.json");
  await expect.poll(() => readFile(file, "utf8").catch(() => "")).toContain(ANNA);
}

describe("the database stops", () => {
  test("in the middle of a call: the next phone rings and answers; all of it is written when it is back", async () => {
    const day = await startBadDayWithNode();
    day.carrier.phone(DANA, { does: "ringsOut" });
    day.carrier.phone(FORWARDING, accepts);
    day.before(/\/rung\/0\//, day.postgres.stop);
    const heard = await day.call();
    expect(heard.connectedTo).toBe(FORWARDING);
    expect(heard.errors).toEqual([]);
    expect(day.node.readiness()).toEqual({ ready: true, degraded: [AWAY, WAITS] });

    await day.postgres.start();
    await recovered(day.node);
    const [kept, ...others] = await day.calls();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({
      outcome: "answered",
      answeredBy: { destination: FORWARDING },
      lead: { name: "Anna Berg" },
      decision: { degraded: false },
    });
    expect(kept?.legs.map((leg) => leg.result)).toEqual(["noAnswer", "connected"]);
    expect(kept?.story.at(-1)?.text).toBe("The call ended: answered by the forwarding number.");
    expect(await day.alerts()).toEqual([]);
    expect(day.carrier.violations).toEqual([]);
  });

  test("after Dana's own phone was asked to ring: she talks to Anna all the same, and it is written when it is back", async () => {
    const day = await startBadDayWithNode();
    await day.sql("UPDATE account SET default_outbound_number = $1", [LINE]);
    day.carrier.phone(DANA, accepts);
    day.carrier.phone(ANNA, { does: "answers", after: 5, hangsUpAfter: 60 });
    const { rows } = await day.node.database.pool.query<{ account: string; staff: string }>(
      "SELECT account_id::text AS account, id::text AS staff FROM staff",
    );
    const order = { accountId: rows[0]?.account ?? "", staffId: rows[0]?.staff ?? "", to: ANNA };
    day.before(/\/screen\/0\//, day.postgres.stop);
    const release = day.clock.hold();
    const started = await day.node.outbound.start({ ...order, key: "once" }).finally(release);
    expect(started.ok).toBe(true);
    await day.carrier.idle();
    expect(day.carrier.calls[0]?.bridges).toMatchObject([{ to: ANNA }]);
    await expect(day.node.outbound.start({ ...order, key: "again" })).rejects.toThrow();
    await day.postgres.start();
    await recovered(day.node);
    const [kept, ...others] = await day.calls();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ outcome: "answered", placedBy: { name: "Dana" }, to: ANNA });
    expect(day.carrier.calls.filter(({ direction }) => direction === "outbound-api")).toHaveLength(1);
  });

  test("before the business opens: last known hours say closed, and the on-call phone rings", async () => {
    const onCall = "+13125550105";
    const hours = { mon: ["09:00-18:00"] };
    const day = await startBadDayWithNode({
      hours,
      closedLadder: ["forwarding", "onCall"],
      onCallPhone: onCall,
      forwardingNumber: DANA,
      dana: { hours },
    });
    day.carrier.phone(onCall, accepts);
    await day.postgres.stop();
    const heard = await day.call({ from: STRANGER });
    // The forwarding number is Dana's own phone, who is not at work yet.
    expect(heard.legs.map(({ to }) => to)).toEqual([onCall]);
    await day.postgres.start();
    await recovered(day.node);
    const [kept] = await day.calls();
    expect(kept).toMatchObject({ outcome: "answered", decision: { degraded: true } });
    expect(kept?.decision?.closedText).toMatch(
      /^The business has been closed since .*; it opens at 09:00\.$/,
    );
  });

  test("and is back before the call is over: the call is one call, with all its legs", async () => {
    const day = await startBadDayWithNode();
    day.carrier.phone(DANA, { does: "declines", after: 4 });
    day.carrier.phone(FORWARDING, accepts);
    day.before(/\/rung\/0\//, day.postgres.stop);
    day.before(/\/screen\/1\//, async () => {
      await day.postgres.start();
      await recovered(day.node);
    });
    expect((await day.call()).connectedTo).toBe(FORWARDING);
    expect(await day.calls()).toMatchObject([
      {
        outcome: "answered",
        legs: [{ destination: DANA }, { destination: FORWARDING, result: "connected" }],
      },
    ]);
  });

  test("before the call comes: it rings by last known settings, the lead's user too if the lead is remembered", async () => {
    const day = await startBadDayWithNode();
    await leadsRemembered(day.dataFolder);
    await day.postgres.stop();
    day.carrier.phone(DANA, accepts);
    day.carrier.phone(FORWARDING, accepts);
    expect((await day.call()).connectedTo).toBe(DANA);
    expect((await day.call({ from: STRANGER })).connectedTo).toBe(FORWARDING);

    await day.postgres.start();
    await recovered(day.node);
    expect(await day.calls()).toMatchObject([
      { outcome: "answered", lead: { name: "Anna Berg" }, decision: { degraded: true } },
      { outcome: "answered", lead: null, decision: { degraded: true } },
    ]);
  });

  test("ten calls at once while it is away are ten calls when it is back", async () => {
    const day = await startBadDayWithNode();
    await day.postgres.stop();
    const callers = Array.from({ length: 10 }, (_, index) => `+1312555018${index}`);
    day.carrier.phone(FORWARDING, accepts);
    await Promise.all(callers.map((from) => day.call({ from })));
    await day.postgres.start();
    await recovered(day.node);
    const calls = await day.calls();
    expect(calls.map((call) => call.from).sort()).toEqual(callers);
    expect(calls.every((call) => call.outcome !== null)).toBe(true);
  });
});

describe("the database is gone before a node starts", () => {
  test("a node with the data folder of an earlier run routes from its files", async () => {
    const day = await startBadDayWithNode();
    await leadsRemembered(day.dataFolder);
    await day.node.stop();
    await day.postgres.stop();
    const node = await day.startNode(day.dataFolder);
    expect(node.readiness()).toEqual({ ready: true, degraded: [AWAY] });
    day.carrier.phone(DANA, accepts);
    expect((await day.call()).connectedTo).toBe(DANA);
    await day.postgres.start();
    await recovered(node);
    expect(await day.calls()).toMatchObject([{ outcome: "answered", decision: { degraded: true } }]);
  });

  test("without any known settings it says so, refuses carriers, and is ready when the database comes", async () => {
    const day = await startBadDay();
    await day.postgres.stop();
    const node = await day.startNode(await makeScratchFolder());
    const app = createApp(node, pino({ level: "silent" }), appSettings(PUBLIC_URL));
    expect((await app.request("/healthz")).status).toBe(503);
    expect((await app.request("/readyz")).status).toBe(503);
    const heard = await day.call();
    expect(heard.errors).toContainEqual(expect.stringContaining("answered 403"));

    await day.postgres.start();
    await recovered(node);
    expect((await app.request("/healthz")).status).toBe(200);
    day.carrier.phone(DANA, accepts);
    expect((await day.call()).connectedTo).toBe(DANA);
  });

  test("killed while events wait: the next node on the folder writes them when the database comes", async () => {
    const day = await startBadDayWithNode();
    day.carrier.phone(DANA, accepts);
    day.before(/\/screen\/0\//, day.postgres.stop);
    // After the key press the node is no more; another takes its place, and the database is still away.
    day.before(/\/rung\/0\//, async () => {
      await day.node.stop();
      await day.startNode(day.dataFolder);
    });
    const heard = await day.call();
    expect(heard.connectedTo).toBe(DANA);
    expect(heard.legs).toHaveLength(1);
    const node = await day.startNode(day.dataFolder);
    expect(node.readiness().degraded).toEqual([AWAY, WAITS]);
    await day.postgres.start();
    await recovered(node);
    expect(await day.calls()).toMatchObject([{ outcome: "answered", legs: [{ result: "connected" }] }]);
  });
});

describe("the database hangs", () => {
  test("every answer comes before the carrier gives up, and all is written when it goes on", async () => {
    const day = await startBadDayWithNode();
    await leadsRemembered(day.dataFolder);
    day.carrier.phone(DANA, { does: "ringsOut" });
    day.carrier.phone(FORWARDING, accepts);
    day.before(/\/rung\/0\//, day.postgres.hang);
    const [first, second] = await Promise.all([day.call(), day.call({ from: STRANGER })]);
    expect([first, second].map((call) => call.connectedTo)).toContain(FORWARDING);
    for (const request of day.carrier.requests) expect(request.ms).toBeLessThan(CARRIER_PATIENCE_MS);
    expect(day.node.readiness().degraded).toEqual([AWAY, WAITS]);
    await day.postgres.goOn();
    await recovered(day.node);
    const kept = await day.calls();
    expect(kept).toHaveLength(2);
    expect(kept.every((call) => call.outcome !== null)).toBe(true);
    expect(day.errors.filter((message) => /safe document|unrecorded/.test(message))).toEqual([]);
  });

  test("a node can still be stopped", async () => {
    const day = await startBadDayWithNode();
    await day.postgres.hang();
    await day.call();
    await day.node.stop();
  });
});

describe("connections break", () => {
  test("all of them at once, the listening one too: changes of settings are noticed all the same", async () => {
    const day = await startBadDayWithNode();
    await day.sql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'ringright%' AND pid <> pg_backend_pid()",
    );
    await listening(day.sql);
    await day.sql("UPDATE carrier SET auth_token = 'rotated'");
    await day.sql("SELECT pg_notify('ringright_settings', '1')");
    // What the carrier still signs with the old token is proven no more.
    await expect
      .poll(async () => (await day.call()).errors)
      .toContainEqual(expect.stringContaining("answered 403"));
  });
});

/** Waits until somebody listens for changes. */
async function listening(sql: (statement: string) => Promise<void>): Promise<void> {
  const asked = `SELECT 1 / count(*) FROM pg_stat_activity
    WHERE application_name = 'ringright listener' AND query LIKE 'LISTEN%'`;
  await expect
    .poll(() =>
      sql(asked).then(
        () => "listens",
        () => "nobody",
      ),
    )
    .toBe("listens");
}
