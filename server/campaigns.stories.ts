import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { DEFAULT_PLAN } from "../campaigns/campaign-plan.ts";
import { applySettings } from "../store/apply-settings.ts";
import { claimNext, layAside, noteListCall } from "../store/campaigns/work-call-list.ts";
import { startCampaignHouse } from "./testing/start-campaign-house.ts";
import { ANNA, DANA, LINE } from "./testing/start-house.ts";
import { HOUR, MINUTE, SECOND } from "./testing/start-text-house.ts";

const HELLO = { text: "Hi {firstName}, {business} has a spring offer. Call {line}!", afterHours: 0 };
const BERT = "+13125550124";
/** The stories begin at eight in the morning in Chicago. */
const AWAKE = { from: "00:00", to: "00:00" };

describe("a campaign of texts", () => {
  test("reaches who can be reached; the others are on a list with the reason, and get nothing", async () => {
    const house = await startCampaignHouse();
    await house.addLead("Bert", [BERT]);
    await house.addLead("Bert's twin", [BERT]);
    await house.addLead("Blocked", ["+13125550125"], { blocked: true });
    await house.addLead("By pattern", ["+13125550199"]);
    await house.addLead("Nophone", []);
    await house.addLead("Dana herself", [DANA]);
    await house.addLead("London", ["+442079460123"]);
    await house.addLead("Free-phone", ["+18005550123"]);
    await house.addLead("Stopped", ["+13125550126"]);
    await house.texts("STOP", "+13125550126");
    const own = { account_id: house.accountId };
    await house.node.database.query
      .insertInto("blocked_caller")
      .values({ ...own, caller: "+1312555019*" })
      .execute();
    const id = await house.draft({ steps: [HELLO], quietHours: AWAKE });
    expect(await house.list(id)).toEqual({
      "Anna Berg": "waiting",
      Bert: "duplicate",
      "Bert's twin": "waiting",
      Blocked: "blocked",
      "By pattern": "blocked",
      Nophone: "noPhone",
      "Dana herself": "ownPhone",
      London: "countryNotAllowed",
      "Free-phone": "notTextable",
      Stopped: "optedOut",
    });
    expect(house.taken()).toEqual([]);
    expect(await house.move(id, "start")).toBe("running");
    await house.pass(2);
    expect(house.taken().map(({ to, body }) => [to, body])).toEqual([
      [ANNA, "Hi Anna, Acme Roofing has a spring offer. Call Leeds line!"],
      [BERT, "Hi Bert's, Acme Roofing has a spring offer. Call Leeds line!"],
    ]);
    expect(await house.stateOf(id)).toBe("done");
    expect(await house.results(id)).toMatchObject({
      steps: [{ step: 0, state: "delivered", count: 2, segments: 2 }],
      errors: [],
    });
  });

  test("reaches each on the first of their phones that can get it, unless they said no from any of them", async () => {
    const house = await startCampaignHouse();
    const mobile = (last: number) => `+1312555013${last}`;
    await house.addLead("Landline first", ["+442079460123", "+18005550123", mobile(0), mobile(1)]);
    await house.addLead("At our office", [DANA, mobile(2)]);
    await house.addLead("Blocked there", ["+13125550191", mobile(3)]);
    await house.addLead("Stopped", [mobile(4), mobile(5)]);
    await house.addLead("Stops later", [mobile(6), mobile(7)]);
    await house.addLead("Same desk", ["+442079460123", mobile(8)]);
    await house.addLead("Same desk and mobile", ["+442079460124", mobile(8)]);
    await house.addLead("None of them", ["+18005550124", "+442079460125"]);
    await house.node.database.query
      .insertInto("blocked_caller")
      .values({ account_id: house.accountId, caller: "+1312555019*" })
      .execute();
    await house.texts("STOP", mobile(5));
    const steps = [HELLO, { text: "Still interested, {firstName}?", afterHours: 24 }];
    const id = await house.draft({ steps, quietHours: AWAKE });
    expect(await house.list(id)).toEqual({
      "Anna Berg": "waiting",
      "Landline first": "waiting",
      "At our office": "waiting",
      "Blocked there": "waiting",
      Stopped: "optedOut",
      "Stops later": "waiting",
      "Same desk": "duplicate",
      "Same desk and mobile": "waiting",
      "None of them": "notTextable",
    });
    await house.move(id, "start");
    await house.pass(2);
    const reached = [ANNA, mobile(0), mobile(2), mobile(3), mobile(6), mobile(8)];
    expect(house.taken().map(({ to }) => to)).toEqual(reached);
    await house.texts("STOP", mobile(7));
    await house.clock.sleep(25 * HOUR);
    await house.pass(4);
    const again = house.taken().slice(reached.length);
    expect(again.map(({ to }) => to)).toEqual(reached.filter((phone) => phone !== mobile(6)));
    expect((await house.list(id))["Stops later"]).toBe("optedOut");
  });

  test("who stops from another phone after a text was put in line does not get it", async () => {
    const house = await startCampaignHouse();
    await house.addLead("Stops", ["+13125550136", "+13125550137"]);
    const id = await house.draft({ steps: [HELLO], quietHours: AWAKE });
    house.beforeText(1, () => house.texts("STOP", "+13125550137"));
    await house.node.database.query.updateTable("number").set({ texts_per_second: 1 }).execute();
    await house.move(id, "start");
    await house.pass(3);
    expect(house.taken().map(({ to }) => to)).toEqual([ANNA]);
    expect(await house.results(id)).toMatchObject({
      errors: [{ code: "optedOut", words: expect.stringMatching(/their other phone \+13125550137/) }],
    });
  });

  test("only those who agreed to it, where it is to be so", async () => {
    const house = await startCampaignHouse();
    await house.addLead("Bert", [BERT]);
    await house.node.database.query
      .updateTable("lead")
      .set({ consent_source: "web form" })
      .where("name", "=", "Bert")
      .execute();
    const audience = { ...DEFAULT_PLAN.audience, onlyWithConsent: true };
    const id = await house.draft({ steps: [HELLO], quietHours: AWAKE, audience });
    expect(await house.list(id)).toEqual({ "Anna Berg": "noConsent", Bert: "waiting" });
  });

  test("waits for the morning of each lead's zone, and for its own hour", async () => {
    const house = await startCampaignHouse();
    await house.addLead("Lou of Los Angeles", ["+12135550124"]);
    const id = await house.draft({ steps: [HELLO], quietHours: { from: "20:00", to: "09:00" } });
    expect(await house.move(id, "schedule", house.clock.now() + 30 * MINUTE)).toBe("scheduled");
    const texted = async (after: number) => {
      await house.clock.sleep(after);
      await house.work();
      return house.taken().map(({ to }) => to);
    };
    expect(await texted(10 * MINUTE)).toEqual([]);
    expect(await texted(25 * MINUTE)).toEqual([]);
    expect(await house.stateOf(id)).toBe("running");
    // Nine in Chicago, seven in Los Angeles.
    expect(await texted(25 * MINUTE + SECOND)).toEqual([ANNA]);
    expect(await texted(HOUR)).toEqual([ANNA]);
    expect(await texted(HOUR)).toEqual([ANNA, "+12135550124"]);
  });

  test("one that a settings file has scheduled makes its list, and begins at its hour", async () => {
    const house = await startCampaignHouse();
    const startAt = new Date(house.clock.now() + HOUR).toISOString();
    const entry = {
      id: "spring",
      name: "Spring offer",
      kind: "text",
      steps: [HELLO],
      quietHours: AWAKE,
      startAt,
    };
    const settings = { account: { slug: "acme" }, campaigns: [entry] };
    const applied = await applySettings(house.node.database, settings, { now: house.clock.now() });
    expect(applied.ok).toBe(true);
    const { id } = await house.node.database.query
      .selectFrom("campaign")
      .select("id")
      .executeTakeFirstOrThrow();
    await house.pass(2);
    expect([await house.stateOf(id), await house.list(id)]).toEqual([
      "scheduled",
      { "Anna Berg": "waiting" },
    ]);
    expect(house.taken()).toEqual([]);
    await house.clock.sleep(HOUR);
    await house.pass(2);
    expect([await house.stateOf(id), house.taken().map(({ to }) => to)]).toEqual(["done", [ANNA]]);
  });

  test("paused it holds at once, with what waits in line; resumed it goes on; canceled it is over", async () => {
    const house = await startCampaignHouse();
    await house.addLeads(60);
    const id = await house.draft({ steps: [HELLO], quietHours: AWAKE });
    house.beforeText(10, () => house.change(id, "pause"));
    await house.move(id, "start");
    await house.pass(8);
    expect(await house.stateOf(id)).toBe("paused");
    // What the carrier was just being asked for is out.
    const held = house.taken().length;
    expect(held).toBeLessThan(15);
    await house.pass(8);
    expect(house.taken()).toHaveLength(held);
    house.beforeText(20, () => house.change(id, "cancel"));
    expect(await house.move(id, "resume")).toBe("running");
    await house.pass(8);
    expect(house.taken().length).toBeLessThan(25);
    expect(await house.move(id, "resume")).toBeNull();
    const { steps } = await house.results(id);
    expect(steps.map(({ state }) => state)).toEqual(["canceled", "delivered"]);
    expect(new Set(house.taken().map(({ to }) => to)).size).toBe(house.taken().length);
  });

  test("keeps to its own pace and to its daily cap", async () => {
    const house = await startCampaignHouse();
    await house.addLeads(12);
    const id = await house.draft({ steps: [HELLO], quietHours: AWAKE, perSecond: 2, dailyCap: 7 });
    await house.move(id, "start");
    await house.pass(5);
    const due = await house.node.database.query
      .selectFrom("text_message")
      .select("due_at")
      .orderBy("due_at")
      .execute();
    const gaps = due.slice(1).map(({ due_at }, at) => due_at.getTime() - (due[at]?.due_at.getTime() ?? 0));
    expect(gaps).toEqual([500, 500, 500, 500, 500, 500]);
    expect(house.taken()).toHaveLength(7);
    await house.pass(5);
    expect(house.taken()).toHaveLength(7);
    // Midnight in Chicago.
    await house.clock.sleep(16 * HOUR);
    await house.pass(10);
    expect(house.taken()).toHaveLength(13);
    expect(await house.stateOf(id)).toBe("done");
  });

  test("the second step leaves out who answered, called, or wants no more", async () => {
    const house = await startCampaignHouse();
    for (const [at, name] of ["Replies", "Calls", "Stops", "Silent"].entries())
      await house.addLead(name, [`+1312555013${at}`]);
    const steps = [HELLO, { text: "Still interested, {firstName}?", afterHours: 24 }];
    const id = await house.draft({ steps, quietHours: AWAKE });
    await house.move(id, "start");
    await house.pass(2);
    expect(house.taken()).toHaveLength(5);
    await house.texts("How much is it?", "+13125550130");
    await house.call({ from: "+13125550131", caller: { hangsUpAfter: 12 } });
    await house.work();
    await house.texts("stop", "+13125550132");
    await house.clock.sleep(25 * HOUR);
    await house.pass(2);
    expect(
      house
        .taken()
        .slice(5)
        .map(({ to }) => to),
    ).toEqual([ANNA, "+13125550133"]);
    expect(await house.list(id)).toEqual({
      "Anna Berg": "done",
      Replies: "replied",
      Calls: "replied",
      Stops: "optedOut",
      Silent: "done",
    });
    expect(await house.results(id)).toMatchObject({ replies: 2, callbacks: { count: 1, answered: 0 } });
    expect(await house.stateOf(id)).toBe("done");
  });
});

describe("a list to call", () => {
  test("where one of their phones reaches nobody, the next is offered next time; a wrong one never again", async () => {
    const house = await startCampaignHouse();
    const { query } = house.node.database;
    await house.addLead("Bert", [DANA, "+19005550124", BERT, "+12135550125", "+13125550126"]);
    const id = await house.draft(
      { quietHours: AWAKE, audience: { ...DEFAULT_PLAN.audience, assignedTo: "none" } },
      "call",
    );
    expect(await house.list(id)).toEqual({ Bert: "waiting" });
    await house.move(id, "start");
    const { id: staffId } = await query.selectFrom("staff").select("id").executeTakeFirstOrThrow();
    const worker = { accountId: house.accountId, campaignId: id, staffId };
    /** Who is given after an hour, their phone and the one after it; they are laid aside with what it came to. */
    const next = async (disposition: string) => {
      await house.clock.sleep(HOUR);
      const { zones } = await query.selectFrom("campaign").select("zones").executeTakeFirstOrThrow();
      const given = await claimNext(query, worker, { now: house.clock.now(), zones });
      if (given === null) return null;
      await noteListCall(query, worker, { id: given.id, callId: randomUUID(), now: house.clock.now() });
      await layAside(query, worker, { id: given.id, disposition, againAt: house.clock.now() + HOUR });
      return [given.phone, given.nextPhone];
    };
    expect(await next("No answer")).toEqual([BERT, "+12135550125"]);
    expect(await next("Wrong number")).toEqual(["+12135550125", "+13125550126"]);
    expect(await next("Call again")).toEqual(["+13125550126", BERT]);
    expect(await next("Wrong number")).toEqual(["+13125550126", BERT]);
    expect(await next("Wrong number")).toEqual([BERT, null]);
    expect(await next("Talked")).toBeNull();
    expect(await house.list(id)).toEqual({ Bert: "done" });
  });
});

describe("a carrier with troubles", () => {
  test("too many, broken, away, an answer that is lost: everybody gets their text, and nobody two", async () => {
    const house = await startCampaignHouse();
    await house.addLeads(40);
    const id = await house.draft({ steps: [HELLO], quietHours: AWAKE });
    const moods = ["busy", "broken", "away", "swallows", "silent"] as const;
    for (const [at, mood] of moods.entries()) house.beforeText(3 + at * 6, async () => house.carrierIs(mood));
    await house.move(id, "start");
    for (let round = 0; (await house.stateOf(id)) !== "done"; round += 1) {
      expect(round).toBeLessThan(60);
      house.carrierIs("there");
      await house.clock.sleep(3 * MINUTE);
      await house.work();
    }
    const taken = house.taken().map(({ to }) => to);
    expect(new Set(taken).size).toBe(41);
    expect(taken).toHaveLength(41);
    expect(house.broken).toEqual([]);
  });
});

describe("the callback finds its person", () => {
  test("leads are assigned in turn, and who calls back rings at theirs, who hears after what", async () => {
    const house = await startCampaignHouse();
    const { query } = house.node.database;
    const { id: dana } = await query.selectFrom("staff").select("id").executeTakeFirstOrThrow();
    const own = { account_id: house.accountId, role: "member", active: true, ring_seconds: 15 };
    const nothing = { screening: null, caller_id: null, hours: null };
    const { id: leo } = await query
      .insertInto("staff")
      .values({ ...own, ...nothing, email: "leo@acme.test", name: "Leo", phone: "+13125550104" })
      .returning("id")
      .executeTakeFirstOrThrow();
    await house.addLead("Bert", [BERT]);
    await house.addLead("Carl", ["+13125550127"]);
    const assignment = { to: "inTurn" as const, staff: [leo, dana], onlyUnassigned: true };
    const id = await house.draft({ steps: [HELLO], quietHours: AWAKE, assignment });
    await house.move(id, "start");
    await house.pass(2);
    const leads = await sql<{ name: string; user: string }>`SELECT l.name, s.name AS user FROM lead l
      JOIN staff s ON s.id = l.user_id ORDER BY l.id`.execute(query);
    expect(leads.rows).toEqual([
      { name: "Anna Berg", user: "Dana" },
      { name: "Bert", user: "Leo" },
      { name: "Carl", user: "Dana" },
    ]);
    await house.clock.sleep(2 * HOUR);
    const { kept } = await house.call({ from: BERT });
    expect(kept.decision).toMatchObject({
      campaign: { id, name: "Spring offer" },
      outreachText: "Calling back after Spring offer, which texted them from this number 2 hours before.",
    });
    expect(kept.legs[0]?.destination).toBe("+13125550104");
    expect(kept.story.map(({ text }) => text)).toContain(kept.decision?.outreachText);
    await house.work();
    const { callbacks } = await house.results(id);
    expect(callbacks).toMatchObject({ count: 1, answered: 0 });
    expect(callbacks.medianSeconds).toBeGreaterThan(2 * 3_600 - 10);
    // From another number, or a month later, it is no callback.
    expect(kept.to).toBe(LINE);
    await house.clock.sleep(31 * 24 * HOUR);
    const later = await house.call({ from: BERT });
    expect(later.kept.decision).toMatchObject({ campaign: null, outreachText: "" });
  });
});
