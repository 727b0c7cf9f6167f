import { describe, expect, test } from "vitest";
import type { WeeklyHours } from "../hours/weekly-hours.ts";
import { changeCallback } from "../store/callbacks/change-callback.ts";
import { countCallbacks, listCallbackEvents, listCallbacks } from "../store/callbacks/list-callbacks.ts";
import type { Business } from "./testing/seed-business.ts";
import { ANNA, DANA, STRANGER } from "./testing/start-house.ts";
import { HOUR, MINUTE, startTextHouse } from "./testing/start-text-house.ts";

/** A house whose callbacks are looked at. It is Monday, 08:00 in Chicago. */
async function startOffice(business: Business = {}, escalateAfterMinutes: number | null = null) {
  const house = await startTextHouse({ ...business, textBack: { on: false } });
  const { query } = house.node.database;
  const callbacks = JSON.stringify({ ignoreShorterThanSeconds: 5, escalateAfterMinutes });
  const { id: accountId } = await query
    .updateTable("account")
    .set({ callbacks })
    .returning("id")
    .executeTakeFirstOrThrow();
  const list = (state: "open" | "done" = "open") =>
    listCallbacks(query, accountId, { state }, { limit: 50, after: null });
  return {
    ...house,
    query,
    accountId,
    list,
    open: async () =>
      (await list()).map(({ leadName, phone, calls, ownerName }) => [leadName ?? phone, calls, ownerName]),
    history: async (id: string) =>
      (await listCallbackEvents(query, accountId, id)).map(({ kind, text }) => `${kind}: ${text}`),
    hire: async (name: string, place: number | null, more: object = {}) => {
      const person = {
        account_id: accountId,
        email: `${name.toLowerCase()}@acme.test`,
        name,
        phone: null,
        role: "member",
        active: true,
        ring_seconds: null,
        screening: null,
        caller_id: null,
        greeting: null,
        callback_place: place,
        ...more,
      };
      return (await query.insertInto("staff").values(person).returning("id").executeTakeFirstOrThrow()).id;
    },
    answer: () =>
      house.carrier.phone(DANA, {
        does: "answers",
        after: 3,
        presses: [{ key: "1", after: 2 }],
        hangsUpAfter: 9,
      }),
    change: (id: string, change: Parameters<typeof changeCallback>[2]) =>
      changeCallback(house.node.database, { accountId, id }, change, {
        actor: "Olga",
        now: house.clock.now(),
      }),
  };
}

const OFFICE: Partial<WeeklyHours> = { mon: ["08:00-17:00"], tue: ["08:00-17:00"] };

describe("who is to be called back", () => {
  test("Anna and a stranger reach nobody: Dana has Anna, nobody has the stranger; a second call adds to the first", async () => {
    const office = await startOffice();
    await office.missed();
    await office.missed(STRANGER);
    const { kept } = await office.call({ from: ANNA, caller: { leavesMessage: 7 } });
    await office.work();
    expect(await office.open()).toEqual([
      ["Anna Berg", 2, "Dana"],
      [STRANGER, 1, null],
    ]);
    expect((await office.list())[0]).toMatchObject({
      lastCallId: kept.id,
      lastOutcome: "voicemail",
      hasVoicemail: true,
    });
    expect(await countCallbacks(office.query, office.accountId, null)).toEqual({
      open: 2,
      unassigned: 1,
      mine: 0,
    });
  });

  test("somebody talks to Anna: it is done, and the next call in vain opens another", async () => {
    const office = await startOffice();
    await office.missed();
    const [before] = await office.list();
    office.answer();
    await office.call({});
    await office.work();
    expect(await office.open()).toEqual([]);
    expect((await office.list("done"))[0]).toMatchObject({ closedWhy: "talked", closedBy: "Dana" });
    expect(await office.history(before?.id ?? "")).toEqual([
      "opened: They reached nobody. Dana is to call them back.",
      "talked: Dana talked to them.",
    ]);
    office.carrier.phone(DANA, { does: "ringsOut" });
    await office.missed();
    expect(await office.open()).toEqual([["Anna Berg", 1, "Dana"]]);
  });

  test("what follows her missed call is looked at only after Dana has talked to her: nothing is opened", async () => {
    const office = await startOffice();
    await office.call({ caller: { hangsUpAfter: 12 } });
    office.answer();
    await office.call({});
    await office.work();
    expect(await office.open()).toEqual([]);
  });

  test("who hangs up at once, hides the number, or is one of us is not called back", async () => {
    const office = await startOffice();
    await office.call({ from: STRANGER, caller: { hangsUpAfter: 3 } });
    await office.call({ from: "anonymous", caller: { hangsUpAfter: 12 } });
    await office.call({ from: DANA, caller: { hangsUpAfter: 12 } });
    await office.work();
    expect(await office.open()).toEqual([]);
  });

  test("a stranger who becomes a lead keeps the entry", async () => {
    const office = await startOffice();
    await office.missed(STRANGER);
    const { accountId: account_id } = office;
    const lead = { account_id, name: "Bo Lind", user_id: null, blocked: false, last_contacted_at: null };
    const { id: lead_id } = await office.query
      .insertInto("lead")
      .values(lead)
      .returning("id")
      .executeTakeFirstOrThrow();
    await office.query
      .insertInto("lead_phone")
      .values({ account_id, phone: STRANGER, lead_id, position: 0 })
      .execute();
    await office.missed(STRANGER);
    expect(await office.open()).toEqual([["Bo Lind", 2, null]]);
  });

  test("Olga says that it is done, opens it again, and gives it to somebody", async () => {
    const office = await startOffice();
    await office.missed(STRANGER);
    const id = (await office.list())[0]?.id ?? "";
    expect(await office.change(id, { state: "done", note: "Wrong number" })).toBe("changed");
    expect(await office.change(id, { state: "done" })).toBe("changed");
    expect((await office.list("done"))[0]).toMatchObject({
      note: "Wrong number",
      closedBy: "Olga",
      closedWhy: "byHand",
    });
    expect(await office.change(id, { state: "open", owner: await office.hire("Kim", null) })).toBe("changed");
    expect(await office.open()).toEqual([[STRANGER, 1, "Kim"]]);
    expect(await office.change(id, { owner: "999" })).toBe("noStaff");
    expect((await office.history(id)).slice(1)).toEqual([
      "done: Olga said that it is done.",
      "assigned: Olga gave it to Kim.",
      "reopened: Olga opened it again.",
    ]);
    await office.change(id, { state: "done" });
    await office.missed(STRANGER);
    expect(await office.change(id, { state: "open" })).toBe("openElsewhere");
  });

  test("the lead is removed: its entry stays, with the phone", async () => {
    const office = await startOffice();
    await office.missed();
    await office.query.deleteFrom("lead").execute();
    expect(await office.open()).toEqual([[ANNA, 1, "Dana"]]);
    await office.missed();
    expect(await office.open()).toEqual([
      [ANNA, 1, "Dana"],
      [ANNA, 1, null],
    ]);
  });
});

describe("nobody calls back in time", () => {
  test("it goes on down the line, skips who is off, never comes back, and at last alerts the account", async () => {
    const office = await startOffice({}, 30);
    await office.hire("Kim", 2);
    await office.hire("Lee", 1, { away_until: new Date("2026-04-01T00:00:00Z") });
    await office.hire("Max", 3);
    await office.hire("Ned", null);
    await office.missed();
    const id = (await office.list())[0]?.id ?? "";
    await office.later(29 * MINUTE);
    expect(await office.open()).toEqual([["Anna Berg", 1, "Dana"]]);
    for (const _ of [1, 2, 3, 4]) await office.later(31 * MINUTE);
    expect(await office.open()).toEqual([["Anna Berg", 1, "Max"]]);
    expect((await office.history(id)).slice(1)).toEqual([
      "escalated: Dana had not called them back in time. It went to Kim.",
      "escalated: Kim had not called them back in time. It went to Max.",
      "stuck: Max had not called them back in time. Nobody else is in line and there, so it stays with Max.",
    ]);
    expect(await office.alerts()).toEqual(["callbackOverdue"]);
  });

  test("only hours count in which the business is open", async () => {
    const office = await startOffice({ hours: OFFICE, closedLadder: ["company"] }, 60);
    await office.hire("Kim", 1);
    // 16:40: twenty minutes are left today, forty are still to come tomorrow.
    await office.clock.sleep(8 * HOUR + 40 * MINUTE);
    await office.missed();
    await office.later(12 * HOUR);
    expect(await office.open()).toEqual([["Anna Berg", 1, "Dana"]]);
    await office.later(4 * HOUR);
    expect(await office.open()).toEqual([["Anna Berg", 1, "Kim"]]);
  });

  test("Dana talks to her in time: it goes to nobody", async () => {
    const office = await startOffice({}, 30);
    await office.hire("Kim", 1);
    await office.missed();
    office.answer();
    await office.call({});
    await office.later(2 * HOUR);
    expect((await office.list("done"))[0]).toMatchObject({ ownerName: "Dana", closedWhy: "talked" });
    expect(await office.alerts()).toEqual([]);
  });
});
