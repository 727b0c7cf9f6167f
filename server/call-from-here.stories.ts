import { describe, expect, test } from "vitest";
import { QUIET_MS } from "../calls/sweep-calls.ts";
import { followUpCalls } from "../jobs/follow-up-calls.ts";
import type { CarrierKind, PhoneScript } from "../simulator/index.ts";
import { findCall } from "../store/list-calls.ts";
import { readReport } from "../store/reports/read-report.ts";
import type { CallOrder } from "./judge-order.ts";
import { ANNA, COMPANY, DANA, type House, LINE, STRANGER, startHouse } from "./testing/start-house.ts";

const accepts = (talksFor = 60): PhoneScript => ({
  does: "answers",
  after: 4,
  presses: [{ key: "1", after: 5 }],
  hangsUpAfter: talksFor,
});

/** Dana's house, with a default outbound number. */
async function openHouse(options: Parameters<typeof startHouse>[1] = {}, business = {}): Promise<House> {
  const house = await startHouse(business, options);
  await house.node.database.pool.query("UPDATE account SET default_outbound_number = $1", [LINE]);
  return house;
}

async function order(house: House, change: Partial<CallOrder> = {}): Promise<CallOrder> {
  const { rows } = await house.node.database.pool.query<{ account: string; staff: string }>(
    "SELECT account_id::text AS account, id::text AS staff FROM staff WHERE email = 'dana@acme.test'",
  );
  const [dana] = rows;
  return { accountId: dana?.account ?? "", staffId: dana?.staff ?? "", to: ANNA, key: "once", ...change };
}

/** Dana clicks; resolves when the call and everything about it is over. */
async function callOut(house: House, change: Partial<CallOrder> = {}) {
  const release = house.clock.hold();
  const started = await house.node.outbound.start(await order(house, change)).finally(release);
  if (!started.ok) throw new Error(started.text);
  await house.carrier.idle();
  const [kept] = await house.calls();
  if (kept === undefined) throw new Error("the call was not kept");
  return kept;
}

const refused = async (house: House, change: Partial<CallOrder>) => {
  const started = await house.node.outbound.start(await order(house, change));
  return started.ok ? null : started;
};
const placed = (house: House) => house.carrier.calls.filter(({ direction }) => direction === "outbound-api");
const tell = (kept: { story: { text: string }[] }) => kept.story.map(({ text }) => text);

describe.each<CarrierKind>(["twilio", "signalwire", "telnyx"])("Dana calls Anna, at %s", (kind) => {
  const open = () => openHouse({ kind, signingKey: "space-signing-key" });

  test("Dana's own phone rings, she presses 1, Anna's phone rings and shows the business number", async () => {
    const house = await open();
    house.carrier.phone(DANA, accepts());
    house.carrier.phone(ANNA, { does: "answers", after: 6, hangsUpAfter: 40 });
    const kept = await callOut(house);
    const [call] = placed(house);
    expect(call).toMatchObject({ to: DANA, from: LINE, errors: [] });
    expect(call?.bridges).toMatchObject([{ to: ANNA }]);
    expect(call?.heard.join(" ")).toContain("Calling Anna Berg for you. Press 1.");
    expect(kept).toMatchObject({
      direction: "outbound",
      from: LINE,
      to: ANNA,
      lead: { name: "Anna Berg" },
      outcome: "answered",
      placedBy: { name: "Dana" },
      answeredBy: { rung: "lead", destination: ANNA, name: "Anna Berg" },
      carrierCallId: call?.sid,
    });
    expect(tell(kept).at(-1)).toMatch(/^The call ended: Dana and Anna Berg talked for \d+ s\.$/);
  });

  test("Dana's voicemail picks up: it presses nothing, and Anna is not called", async () => {
    const house = await open();
    house.carrier.phone(DANA, { does: "voicemail", after: 5 });
    const kept = await callOut(house);
    expect(kept.outcome).toBe("abandoned");
    expect(kept.legs).toMatchObject([{ rung: "staff", result: "notAccepted" }]);
    expect(tell(kept).at(-1)).toBe("The call ended: Dana did not take it, so Anna Berg was not called.");
  });

  test("Anna does not answer: Dana hears so", async () => {
    const house = await open();
    house.carrier.phone(DANA, accepts());
    house.carrier.phone(ANNA, { does: "ringsOut" });
    const kept = await callOut(house);
    expect(kept.outcome).toBe("missed");
    expect(placed(house)[0]?.heard.join(" ")).toContain("There was no answer.");
  });

  test("ended in the app during the talk: both hear the end, and it was answered", async () => {
    const house = await open();
    house.carrier.phone(DANA, accepts(600));
    house.carrier.phone(ANNA, { does: "answers", after: 3, hangsUpAfter: 600 });
    const release = house.clock.hold();
    await house.node.outbound.start(await order(house)).finally(release);
    await house.clock.sleep(30_000);
    const again = house.clock.hold();
    const { rows } = await house.node.database.pool.query<{ account: string; id: string }>(
      "SELECT account_id::text AS account, id::text FROM call",
    );
    const record = await findCall(house.node.database, rows[0]?.account ?? "", rows[0]?.id ?? "");
    if (record === null) throw new Error("the call was not kept");
    expect(record.state.phase).toBe("connected");
    const inUse = async () =>
      (await house.node.database.pool.query("SELECT phone, until IS NULL AS busy FROM phone_use")).rows;
    expect(await inUse()).toEqual([{ phone: DANA, busy: true }]);
    await house.node.outbound.end(record, "Dana").finally(again);
    await house.carrier.idle();
    const [kept] = await house.calls();
    expect(kept?.outcome).toBe("answered");
    expect(await inUse()).toEqual([{ phone: DANA, busy: false }]);
    expect(tell(kept ?? { story: [] })).toContain("Dana ended the call here.");
    expect(placed(house)[0]?.status).toBe("completed");
  });
});

describe("a call from here", () => {
  test("a double click makes one call", async () => {
    const house = await openHouse();
    house.carrier.phone(DANA, { does: "ringsOut" });
    const same = await order(house);
    const both = await Promise.all([house.node.outbound.start(same), house.node.outbound.start(same)]);
    await house.node.outbound.start(same);
    expect(both.map((one) => one.ok)).toEqual([true, true]);
    await house.carrier.idle();
    expect(placed(house)).toHaveLength(1);
    expect(await house.calls()).toHaveLength(1);
  });

  test("what may not be called is not, and it is said why", async () => {
    const house = await openHouse();
    expect(await refused(house, { to: "911" })).toMatchObject({ field: "to" });
    expect(await refused(house, { to: "+442079460123" })).toMatchObject({ field: "to" });
    expect(await refused(house, { to: DANA })).toMatchObject({ field: "to" });
    expect(await refused(house, { to: LINE })).toMatchObject({ field: "to" });
    expect(await refused(house, { from: STRANGER })).toMatchObject({ field: "from" });
    expect(await refused(house, { onlyStaff: "999" })).toMatchObject({ code: "forbidden" });
    await house.node.database.pool.query(
      `UPDATE account SET default_outbound_number = NULL, outbound = '{"callsPerHour": 0}'`,
    );
    expect(await refused(house, { to: STRANGER })).toMatchObject({ code: "conflict" });
    await house.node.database.pool.query("UPDATE account SET outbound = NULL");
    expect(await refused(house, { to: STRANGER })).toMatchObject({ field: "from" });
    await house.node.database.pool.query("UPDATE staff SET phone = NULL");
    expect(await refused(house, {})).toMatchObject({ field: "staff" });
    expect(await house.calls()).toEqual([]);
    expect(placed(house)).toEqual([]);
  });

  test("Anna called another line before: that number is shown to her", async () => {
    const house = await openHouse();
    await house.call({ caller: { hangsUpAfter: 8 } });
    await house.node.database.pool.query("UPDATE account SET default_outbound_number = NULL");
    house.carrier.phone(DANA, { does: "ringsOut" });
    await house.node.outbound.start(await order(house));
    await house.carrier.idle();
    expect(placed(house)).toMatchObject([{ from: LINE, to: DANA }]);
  });

  test("a talk that is recorded: both are told so first, and it is kept as one", async () => {
    const house = await openHouse({}, { recordCalls: "We record this call." });
    house.carrier.phone(DANA, accepts());
    house.carrier.phone(ANNA, { does: "answers", after: 6, hangsUpAfter: 40 });
    const kept = await callOut(house);
    const [call] = placed(house);
    expect(call?.heard.join(" ")).toContain("We record this call.");
    expect(call?.heardByLegs[ANNA]?.join(" ")).toBe("We record this call.");
    const { rows } = await house.node.database.pool.query("SELECT call_id::text AS id FROM call_recording");
    expect(rows).toEqual([{ id: kept.id }]);
  });

  test("after a talk Anna need not be called back, and Dana was her last contact", async () => {
    const house = await openHouse();
    for (const phone of [DANA, COMPANY]) house.carrier.phone(phone, { does: "ringsOut" });
    await house.call({ caller: { hangsUpAfter: 30 } });
    const follow = () =>
      followUpCalls(house.node.database, {
        now: house.clock.now,
        log: { debug() {}, info() {}, error() {} },
        stop: new AbortController().signal,
      });
    await follow();
    const callbacks = async () =>
      (await house.node.database.pool.query("SELECT state, closed_by FROM callback")).rows;
    expect(await callbacks()).toEqual([{ state: "open", closed_by: null }]);
    house.carrier.phone(DANA, accepts());
    house.carrier.phone(ANNA, { does: "answers", after: 6, hangsUpAfter: 40 });
    const release = house.clock.hold();
    await house.node.outbound.start(await order(house)).finally(release);
    await house.carrier.idle();
    await follow();
    expect(await callbacks()).toEqual([{ state: "done", closed_by: "Dana" }]);
    const { rows } = await house.node.database.pool.query(
      "SELECT talked_user_id IS NOT NULL AS talked, last_contacted_at IS NOT NULL AS contacted FROM lead",
    );
    expect(rows).toEqual([{ talked: true, contacted: true }]);
    // The reports are about who called us.
    const since = new Date("2026-03-01T00:00:00Z");
    const period = {
      since,
      until: new Date("2026-03-05T00:00:00Z"),
      number: null,
      timezone: "America/Chicago",
    };
    const { accountId } = await order(house);
    const { totals, notCalledBack } = await readReport(house.node.database.query, accountId, period);
    expect({ totals, notCalledBack }).toMatchObject({ totals: { calls: 1, answered: 0 }, notCalledBack: [] });
    const { rows: told } = await house.node.database.pool.query(
      "SELECT count(*)::int AS texts FROM text_message",
    );
    expect(told).toEqual([{ texts: 0 }]);
  });
});

describe("nobody knows whether the carrier took the order", () => {
  /** A network that eats the order, or the answer to it, until it is told not to. */
  function breakNetwork(house: House, eats: "order" | "answer"): () => void {
    const original = house.carrier.restHandler;
    house.carrier.restHandler = async (request: Request) => {
      if (eats === "answer") await original(request);
      throw new TypeError("fetch failed");
    };
    return () => {
      house.carrier.restHandler = original;
    };
  }

  test("it did, and Dana picks up: the call goes on as if nothing had been", async () => {
    const house = await openHouse();
    house.carrier.phone(DANA, accepts());
    house.carrier.phone(ANNA, { does: "answers", after: 6, hangsUpAfter: 40 });
    breakNetwork(house, "answer");
    const kept = await callOut(house);
    expect(kept).toMatchObject({ outcome: "answered", carrierCallId: placed(house)[0]?.sid });
    await callOut(house);
    expect(placed(house)).toHaveLength(1);
  });

  test("it did not: the sweep asks, finds nothing, ends it, and never calls anybody", async () => {
    const house = await openHouse();
    const lost = await order(house);
    const mend = breakNetwork(house, "order");
    const started = await house.node.outbound.start(lost);
    expect(started.ok && started.record.state.outcome).toBe(null);
    expect(await house.sweepLater(QUIET_MS + 1_000)).toBe(0);
    mend();
    expect(await house.sweepLater(QUIET_MS * 2)).toBe(1);
    const [kept] = await house.calls();
    expect(kept?.outcome).toBe("failed");
    expect(tell(kept ?? { story: [] }).at(-1)).toContain("it was never placed");
    expect(placed(house)).toEqual([]);
  });
});
