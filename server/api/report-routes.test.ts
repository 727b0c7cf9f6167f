import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
let accountId = "";
let leadId = "";
beforeAll(async () => {
  api = await openTestApi();
  accountId = String((await api.ask("GET", "")).body.id);
  const { items } = (await api.ask("GET", "/leads")).body as unknown as { items: { id: string }[] };
  leadId = items[0]?.id ?? "";
});
afterAll(() => api.close());

type Given = {
  at: string;
  outcome: string | null;
  waited?: number;
  lead?: string;
  to?: string;
  who?: string;
};
async function call({ at, outcome, waited, lead, to = "+13125550121", who }: Given): Promise<void> {
  const startedAt = Date.parse(at);
  const answeredAt = waited === undefined ? null : startedAt + waited * 1_000;
  const result = answeredAt === null ? "noAnswer" : "connected";
  const leg = {
    rung: "leadUser",
    who,
    destination: "+13125550111",
    startedAt,
    acceptedAt: answeredAt,
    result,
  };
  await api.database.query
    .insertInto("call")
    .values({
      account_id: accountId,
      id: randomUUID(),
      direction: "inbound",
      caller: "+13125550150",
      caller_as_given: "+13125550150",
      called: to,
      lead_id: lead ?? null,
      lead_name: lead === undefined ? null : "Anna",
      arrival: "{}",
      script: "{}",
      decision: "null",
      phase: outcome === null ? "ringing" : "ended",
      outcome: outcome as "answered",
      state: JSON.stringify({ legs: who === undefined ? [] : [leg] }),
      version: 1,
      started_at: new Date(startedAt),
      answered_at: answeredAt === null ? null : new Date(answeredAt),
      last_event_at: new Date(startedAt),
    })
    .execute();
}
const report = async (query: string) => {
  const { status, body } = await api.ask("GET", `/reports?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as unknown as {
    totals: Record<string, number>;
    byDay: { day: string; answered: number; missed: number }[];
    byHour: number[][];
    byNumber: object[];
    byStaff: object[];
    timeToAnswer: { median: number; p90: number; histogram: { upTo: number | null; calls: number }[] };
    notCalledBack: { lead: { id: string }; calls: number }[];
  };
};
// Sunday 8 March 2026: in Chicago the clocks go from 01:59 to 03:00.
const WEEKEND = "since=2026-03-07T06:00:00Z&until=2026-03-10T05:00:00Z";

test("a manager sees what became of the calls, in the days and hours of the business", async () => {
  await call({ at: "2026-03-08T05:59:00Z", outcome: "missed", lead: leadId });
  await call({ at: "2026-03-08T07:59:00Z", outcome: "answered", waited: 4, who: "Dana" });
  await call({ at: "2026-03-08T08:01:00Z", outcome: "answered", waited: 12, who: "Dana" });
  await call({ at: "2026-03-09T14:00:00Z", outcome: "voicemail", lead: leadId, who: "Dana" });
  await call({ at: "2026-03-09T15:00:00Z", outcome: null });
  await call({ at: "2026-03-10T05:00:00Z", outcome: "missed" });
  await call({ at: "2026-03-09T20:00:00Z", outcome: "rejected", to: "+13125550199" });
  const seen = await report(WEEKEND);
  expect(seen.totals).toEqual({
    calls: 5,
    answered: 2,
    missed: 1,
    voicemail: 1,
    abandoned: 0,
    rejected: 1,
    failed: 0,
  });
  expect(seen.byDay.map(({ day, answered, missed }) => [day, answered, missed])).toEqual([
    ["2026-03-07", 0, 1],
    ["2026-03-08", 2, 0],
    ["2026-03-09", 0, 0],
  ]);
  expect([seen.byHour[5]?.[23], seen.byHour[6]?.[1], seen.byHour[6]?.[2], seen.byHour[6]?.[3]]).toEqual([
    1, 1, 0, 1,
  ]);
  expect(seen.byHour.flat().reduce((sum, one) => sum + one)).toBe(5);
  expect(seen.byNumber).toMatchObject([
    { number: "+13125550121", calls: 4, answered: 2 },
    { number: "+13125550199", label: null, calls: 1 },
  ]);
  expect(seen.byStaff).toEqual([{ name: "Dana", rang: 3, answered: 2, secondsToAnswer: 8 }]);
  expect(seen.timeToAnswer).toMatchObject({ median: 8, p90: 11.2 });
  expect(seen.timeToAnswer.histogram.map(({ calls }) => calls)).toEqual([1, 0, 1, 0, 0, 0, 0, 0]);
  expect((await report(`${WEEKEND}&number=312%20555%200199`)).totals.calls).toBe(1);
});

test("a lead who reached nobody stands in the list until somebody has contacted them", async () => {
  const waiting = (await report(WEEKEND)).notCalledBack;
  expect(waiting).toMatchObject([{ lead: { id: leadId, name: "Anna" }, calls: 2, phone: "+13125550150" }]);
  await api.ask("PATCH", `/leads/${leadId}`, { lastContactedAt: "2026-03-09T13:59:00Z" });
  expect((await report(WEEKEND)).notCalledBack).toHaveLength(1);
  await api.ask("PATCH", `/leads/${leadId}`, { lastContactedAt: "2026-03-09T16:00:00Z" });
  expect((await report(WEEKEND)).notCalledBack).toEqual([]);
  await api.ask("PATCH", `/leads/${leadId}`, { lastContactedAt: null });
  await call({ at: "2026-03-11T14:00:00Z", outcome: "answered", waited: 3, lead: leadId });
  expect((await report(WEEKEND)).notCalledBack).toEqual([]);
});

test.each([
  ["by-day", "Day,answered,voicemail,missed,abandoned,rejected,failed", "2026-03-07,0,0,1,0,0,0"],
  ["by-hour", /^Weekday,00:00,01:00,/, /^Monday,0,/],
  ["by-number", /^Number,Label,Calls,/, /^\+13125550121,,4,2,/],
  ["by-staff", "Staff member,Rang,Answered,Seconds to answer", "Dana,3,2,8"],
  ["time-to-answer", "Seconds,Calls", "below 5,1"],
  ["not-called-back", "Lead,Phone,Last call,Calls", undefined],
])("the table %s as a file", async (table, head, first) => {
  const key = await api.keyFor("acme", "admin");
  const answer = await api.app.request(`/accounts/acme/reports/${table}.csv?${WEEKEND}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const lines = (await answer.text()).split("\r\n");
  expect(lines[0]).toMatch(head);
  if (first !== undefined) expect(lines[1]).toMatch(first);
});

test("a time without calls has figures too, and one that is none is refused by field", async () => {
  const none = await report("since=2025-01-01T06:00:00Z&until=2025-01-02T06:00:00Z");
  expect(none.totals.calls).toBe(0);
  expect(none.byDay).toMatchObject([{ day: "2025-01-01", answered: 0 }]);
  expect(none.timeToAnswer).toMatchObject({ median: null, p90: null });
  for (const [query, field] of [
    ["since=2026-03-07T06:00:00Z", "until"],
    ["since=2026-03-07T06:00:00Z&until=2026-03-07T06:00:00Z", "until"],
    ["since=2020-03-07T06:00:00Z&until=2026-03-07T06:00:00Z", "until"],
    ["since=yesterday&until=2026-03-07T06:00:00Z", "since"],
    [`${WEEKEND}&number=x`, "number"],
  ]) {
    const { status, body } = await api.ask("GET", `/reports?${query}`);
    expect(status, query).toBe(400);
    expect(Object.keys((body.error as unknown as { fields: object }).fields)).toEqual([field]);
  }
  expect((await api.ask("GET", `/reports/colours.csv?${WEEKEND}`)).status).toBe(404);
});
