import { describe, expect, test } from "vitest";
import { BROWSER } from "../calls/script.ts";
import { findCall } from "../store/list-calls.ts";
import type { BrowserPass } from "./issue-browser-pass.ts";
import type { CallOrder } from "./judge-order.ts";
import { ANNA, type House, LINE, PUBLIC_URL, STRANGER, startHouse } from "./testing/start-house.ts";

const hooks = `${PUBLIC_URL}/hooks/twilio/main`;
const application = {
  sid: `AP${"2".repeat(32)}`,
  voiceUrl: `${hooks}/client`,
  statusCallback: `${hooks}/status`,
  apiKeySid: `SK${"1".repeat(32)}`,
  apiKeySecret: "the-secret-of-the-api-key",
};

/** Dana's house, whose carrier takes calls from browsers. Dana has no phone. */
async function openHouse(options: Parameters<typeof startHouse>[1] = {}, business = {}): Promise<House> {
  const house = await startHouse({ dana: { phone: null }, ...business }, { application, ...options });
  const { apiKeySid, apiKeySecret, sid } = application;
  const { pool } = house.node.database;
  await pool.query("UPDATE account SET default_outbound_number = $1", [LINE]);
  await pool.query("UPDATE carrier SET credentials = credentials || $1", [
    { apiKeySid, apiKeySecret, applicationSid: sid },
  ]);
  await house.node.refreshSettings();
  return house;
}

async function order(house: House, change: Partial<CallOrder> = {}): Promise<CallOrder> {
  const { rows } = await house.node.database.pool.query<{ account: string; staff: string }>(
    "SELECT account_id::text AS account, id::text AS staff FROM staff WHERE email = 'dana@acme.test'",
  );
  const [dana] = rows;
  return {
    accountId: dana?.account ?? "",
    staffId: dana?.staff ?? "",
    to: ANNA,
    key: "once",
    via: BROWSER,
    ...change,
  };
}

/** Dana clicks; her browser gets what it connects with. */
async function orderPass(house: House, change: Partial<CallOrder> = {}): Promise<BrowserPass> {
  const started = await house.node.outbound.start(await order(house, change));
  if (!started.ok) throw new Error(started.text);
  if (started.browser === null) throw new Error("there is no pass for the browser");
  return started.browser;
}

async function theCall(house: House) {
  await house.carrier.idle();
  const [kept] = await house.calls();
  if (kept === undefined) throw new Error("the call was not kept");
  return kept;
}

async function recordOf(house: House) {
  const { rows } = await house.node.database.pool.query<{ account: string; id: string }>(
    "SELECT account_id::text AS account, id::text FROM call",
  );
  const record = await findCall(house.node.database, rows[0]?.account ?? "", rows[0]?.id ?? "");
  if (record === null) throw new Error("the call was not kept");
  return record;
}

const REFUSED = "This call was not ordered, or too long ago. Please try again. Goodbye.";
const tell = (kept: { story: { text: string }[] }) => kept.story.map(({ text }) => text);
/** Those that the product had placed over REST. */
const placed = (house: House) => house.carrier.calls.filter(({ direction }) => direction === "outbound-api");

describe("Dana calls Anna from her browser", () => {
  test("it connects with the token, Anna's phone rings and shows the business number, and they talk", async () => {
    const house = await openHouse();
    house.carrier.phone(ANNA, { does: "answers", after: 6, hangsUpAfter: 40 });
    const pass = await orderPass(house);
    const call = await house.carrier.clientCall(pass).ended;
    const kept = await theCall(house);
    expect(call).toMatchObject({ from: `client:${pass.identity}`, errors: [], bridges: [{ to: ANNA }] });
    expect(call.legs[0]).toMatchObject({ to: ANNA, callerId: LINE });
    expect(placed(house)).toEqual([]);
    expect(kept).toMatchObject({
      direction: "outbound",
      outcome: "answered",
      from: LINE,
      to: ANNA,
      placedBy: { name: "Dana" },
      carrierCallId: call.sid,
    });
    expect(tell(kept)).toEqual([
      `Dana called Anna Berg (${ANNA}) from ${LINE}.`,
      "Dana's browser connected.",
      `Rang Anna Berg on ${ANNA} 6 s: answered.`,
      "The call ended: Dana and Anna Berg talked for 40 s.",
    ]);
  });

  test("a number whose talks are recorded: Dana hears so before Anna's phone rings, and Anna too", async () => {
    const house = await openHouse({}, { recordCalls: "This call is recorded." });
    house.carrier.phone(ANNA, { does: "answers", after: 3 });
    const call = await house.carrier.clientCall(await orderPass(house)).ended;
    await house.carrier.idle();
    expect(call.heard).toEqual(["This call is recorded."]);
    expect(call.heardByLegs[ANNA]).toEqual(["This call is recorded."]);
  });

  test("Anna does not answer: Dana hears so", async () => {
    const house = await openHouse();
    const call = await house.carrier.clientCall(await orderPass(house)).ended;
    expect((await theCall(house)).outcome).toBe("missed");
    expect(call.heard).toEqual(["There was no answer. Goodbye."]);
  });

  test.each(["always", "never"] as const)(
    "Dana hangs up in the browser while it rings; the carrier asks for the dial's action %s",
    async (callerGoneAction) => {
      const house = await openHouse({ callerGoneAction });
      await house.carrier.clientCall({ ...(await orderPass(house)), caller: { hangsUpAfter: 9 } }).ended;
      const kept = await theCall(house);
      expect(kept.outcome).toBe("abandoned");
      expect(tell(kept).at(-1)).toBe("The call ended: Dana hung up before Anna Berg answered.");
    },
  );

  test("ended from the page during the talk", async () => {
    const house = await openHouse();
    house.carrier.phone(ANNA, { does: "answers", after: 3, hangsUpAfter: 600 });
    const pass = await orderPass(house);
    const call = house.carrier.clientCall({ ...pass, caller: { talksFor: 600 } });
    await house.clock.sleep(30_000);
    const release = house.clock.hold();
    const record = await recordOf(house);
    expect(record.state.phase).toBe("connected");
    await house.node.outbound.end(record, "Dana").finally(release);
    const kept = await theCall(house);
    expect(kept.outcome).toBe("answered");
    expect(tell(kept)).toContain("Dana ended the call here.");
    expect((await call.ended).status).toBe("completed");
  });

  test("a double click makes one call, whose pass is given again until it has begun", async () => {
    const house = await openHouse();
    const release = house.clock.hold();
    const [one, other] = await Promise.all([orderPass(house), orderPass(house)]);
    expect(one.params).toEqual(other.params);
    release();
    await house.carrier.clientCall(one).ended;
    await house.carrier.idle();
    const again = await house.node.outbound.start(await order(house));
    expect(again).toMatchObject({ ok: true, browser: null });
    expect(await house.calls()).toHaveLength(1);
  });
});

describe("a call from the browser that is not made", () => {
  test("the browser never comes: the sweep ends it and says so", async () => {
    const house = await openHouse();
    await orderPass(house);
    expect(await house.sweepLater(60_000)).toBe(0);
    expect(await house.sweepLater(90_000)).toBe(1);
    const kept = await theCall(house);
    expect(kept.outcome).toBe("failed");
    expect(tell(kept).at(-1)).toBe("The call failed: The browser never connected.");
  });

  test("given up on the page before the browser connected: who comes later is hung up", async () => {
    const house = await openHouse();
    const pass = await orderPass(house);
    await house.node.outbound.end(await recordOf(house), "Dana");
    const late = await house.carrier.clientCall(pass).ended;
    expect(late.heard).toEqual([REFUSED]);
    const kept = await theCall(house);
    expect(kept.outcome).toBe("failed");
    expect(tell(kept).at(-1)).toBe("The call failed: The browser never connected.");
  });

  test("an order older than two minutes is made no more", async () => {
    const house = await openHouse();
    house.carrier.phone(ANNA, { does: "answers", after: 3 });
    const pass = await orderPass(house);
    await house.clock.sleep(121_000);
    const late = await house.carrier.clientCall(pass).ended;
    expect(late).toMatchObject({ heard: [REFUSED], legs: [] });
    expect((await theCall(house)).outcome).toBeNull();
  });

  test("a second browser with the same pass is hung up, and the first goes on", async () => {
    const house = await openHouse();
    house.carrier.phone(ANNA, { does: "answers", after: 3, hangsUpAfter: 30 });
    const pass = await orderPass(house);
    const first = house.carrier.clientCall(pass);
    await house.clock.sleep(1_000);
    const second = await house.carrier.clientCall(pass).ended;
    expect(second).toMatchObject({ heard: [REFUSED], legs: [] });
    expect((await first.ended).bridges).toHaveLength(1);
    expect((await theCall(house)).outcome).toBe("answered");
  });

  test("the carrier asks twice: the same answer, and one dial", async () => {
    const house = await openHouse();
    house.carrier.phone(ANNA, { does: "answers", after: 3, hangsUpAfter: 30 });
    const call = await house.carrier.clientCall(await orderPass(house)).ended;
    const asked = house.carrier.requests.find(({ url }) => url.endsWith("/client"));
    if (asked === undefined) throw new Error("the webhook was not asked");
    const answer = await house.node.answerHook({
      method: "POST",
      target: new URL(asked.url).pathname,
      header: (name) => new Headers(asked.headers).get(name) ?? undefined,
      body: new URLSearchParams(asked.params).toString(),
    });
    expect(answer.body).toBe(call.documents[0]?.xml);
    expect((await theCall(house)).legs).toHaveLength(2);
  });

  test("another's identity, another order, no order, a phone call: nobody is dialled", async () => {
    const house = await openHouse();
    house.carrier.phone(ANNA, { does: "answers", after: 3 });
    const { rows } = await house.node.database.pool.query<{ id: string }>(
      `INSERT INTO staff (account_id, email, name, role, active) SELECT account_id, 'leo@acme.test', 'Leo', 'member', true
        FROM staff LIMIT 1 RETURNING id::text`,
    );
    const danas = await orderPass(house);
    const leos = await orderPass(house, { staffId: rows[0]?.id ?? "", to: STRANGER, key: "leo" });
    const tries = [
      { token: leos.token, params: danas.params },
      { token: danas.token, params: {} },
      { token: danas.token, params: { call: "11111111-1111-8111-8111-111111111111" } },
      { token: danas.token, params: { call: "'; --", To: ANNA } },
    ];
    for (const one of tries) {
      const call = await house.carrier.clientCall(one as typeof danas).ended;
      expect(call).toMatchObject({ heard: [REFUSED], legs: [], errors: [] });
    }
    const states = (await house.calls()).map(({ outcome, legs }) => [outcome, legs.length]);
    expect(states).toEqual([
      [null, 1],
      [null, 1],
    ]);
  });

  test("a token of another key, or one that is too old, the carrier itself refuses", async () => {
    const house = await openHouse();
    const pass = await orderPass(house);
    const [header, body] = pass.token.split(".");
    const forged = await house.carrier.clientCall({ ...pass, token: `${header}.${body}.x` }).ended;
    expect(forged.errors).toEqual([expect.stringContaining("20107")]);
    await house.clock.sleep(301_000);
    const old = await house.carrier.clientCall(pass).ended;
    expect(old.errors).toEqual([expect.stringContaining("20104")]);
  });

  test("where it is not set up, or by a carrier that has none, it is said what to do", async () => {
    for (const kind of ["twilio", "telnyx"] as const) {
      const house = await startHouse({}, { kind });
      await house.node.database.pool.query("UPDATE account SET default_outbound_number = $1", [LINE]);
      const refused = await house.node.outbound.start(await order(house));
      expect(refused).toMatchObject({
        ok: false,
        field: "via",
        text: expect.stringContaining("Settings > Carriers"),
      });
      expect(await house.calls()).toEqual([]);
      expect(house.node.outbound.browserCalling()).toBe(false);
    }
  });
});
