import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

// The clock of this API stands at 1 January 1970 in UTC: a Wednesday, 18:00, in Chicago.
let api: TestApi;
let dana = "";
let line = "";
beforeAll(async () => {
  api = await openTestApi();
  const idOf = async (section: string) =>
    ((await api.ask("GET", `/${section}`)).body as unknown as { items: { id: string }[] }).items[0]?.id ?? "";
  [dana, line] = [await idOf("staff"), await idOf("numbers")];
  await api.ask("PATCH", "", { companyPhone: "+13125550100" });
});
afterAll(() => api.close());

const LINE = "+13125550121";
const OFFICE = { mon: ["09:00-18:00"], wed: ["9:00-17:00"], thu: ["09:00-12:00", "13:00-18:00"] };
const ask = async (at?: string) => {
  const { body } = await api.ask("POST", "/who-rings", {
    from: null,
    to: LINE,
    ...(at === undefined ? {} : { at }),
  });
  return body.decision as unknown as { closedText: string; plan: { rung: string; destinations: string[] }[] };
};
const preview = async (plan: object) => {
  const { status, body } = await api.ask("POST", "/preview", plan);
  expect(status, JSON.stringify(body)).toBe(200);
  return (body.changes as unknown as { text: string }[]).map(({ text }) => text);
};

test("hours are refused by field, and nothing is stored of them", async () => {
  const refused = await api.ask("PATCH", "", {
    hours: { mon: ["18:00-18:00"], someday: ["09:00-17:00"] },
    holidays: [{ date: "2026-12-32", name: "No day" }],
  });
  expect(refused.status).toBe(400);
  expect(Object.keys((refused.body.error as unknown as { fields: object }).fields).sort()).toEqual([
    "holidays[0].date",
    "hours.mon[0]",
    "hours.someday",
  ]);
  expect((await api.ask("GET", "")).body).toMatchObject({ hours: null, holidays: [], closedLadder: [] });
});

test("before hours are set, their preview says what callers would meet and when", async () => {
  expect(await preview({ section: "account", fields: { hours: OFFICE } })).toEqual([
    "Calls of 1 lead to +13125550121 would reach nobody and go to voicemail instead of ringing Dana, for example today at 18:00.",
    "Calls of callers who are no leads to +13125550121 would reach nobody and go to voicemail instead of ringing Dana, for example today at 18:00.",
  ]);
});

test("hours that are set decide who rings at any time that is asked about", async () => {
  const { status, body } = await api.ask("PATCH", "", {
    hours: OFFICE,
    closedLadder: ["onCall"],
    onCallPhone: "+13125550105",
  });
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body).toMatchObject({ hours: { mon: ["09:00-18:00"], tue: [], wed: ["09:00-17:00"] } });
  const now = await ask();
  expect(now.closedText).toBe("The business has been closed since 17:00; it opens Thu 09:00.");
  expect(now.plan).toMatchObject([{ rung: "onCall", destinations: ["+13125550105"] }]);
  const monday = await ask("1970-01-05T16:00:00Z");
  expect(monday.closedText).toBe("");
  expect(monday.plan[0]).toMatchObject({ rung: "numberUser" });
});

test("one day is changed by itself, and all of it is undone", async () => {
  const { version } = (await api.ask("GET", "")).body as unknown as { version: string };
  await api.ask("PATCH", "", { hours: { mon: [] } });
  expect((await api.ask("GET", "")).body).toMatchObject({ hours: { mon: [], wed: ["09:00-17:00"] } });
  const { items } = (await api.ask("GET", "/audit")).body as unknown as {
    items: { id: string; fields: { field: string; before: unknown; after: unknown }[] }[];
  };
  expect(items[0]?.fields).toEqual([{ field: "hours.mon", before: ["09:00-18:00"], after: [] }]);
  expect((await api.ask("POST", `/audit/${items[0]?.id}/undo`, {})).status).toBe(200);
  const undone = (await api.ask("GET", "")).body as unknown as { version: string };
  expect(undone).toMatchObject({ hours: { mon: ["09:00-18:00"] } });
  expect(undone.version).not.toBe(version);
});

test("changes that are not about hours are said of open hours, and of closed ones where those differ", async () => {
  expect(await preview({ section: "account", fields: { onCallPhone: "+13125550106" } })).toEqual([
    "Calls of 1 lead to +13125550121 would ring the on-call phone at +13125550106 instead of +13125550105, while closed.",
    "Calls of callers who are no leads to +13125550121 would ring the on-call phone at +13125550106 instead of +13125550105, while closed.",
  ]);
  expect(await preview({ section: "numbers", id: line, fields: { user: null } })).toEqual([
    "Calls of callers who are no leads to +13125550121 would ring the company phone instead of Dana.",
  ]);
  expect(await preview({ section: "numbers", id: line, fields: { closedLadder: "voicemail" } })).toEqual([
    "Calls of 1 lead to +13125550121 would reach nobody and go to voicemail instead of ringing the on-call phone, while closed.",
    "Calls of callers who are no leads to +13125550121 would reach nobody and go to voicemail instead of ringing the on-call phone, while closed.",
  ]);
});

test("a staff member's hours, days off and being away", async () => {
  const of = (fields: object) => preview({ section: "staff", id: dana, fields });
  const elsewhere = (when: string) => [
    `Calls of 1 lead to +13125550121 would ring the company phone instead of Dana, ${when}.`,
    `Calls of callers who are no leads to +13125550121 would ring the company phone instead of Dana, ${when}.`,
  ];
  expect(await of({ hours: { thu: ["09:00-12:00"] } })).toEqual(elsewhere("for example Thu 13:00"));
  expect(await of({ daysOff: [{ from: "1970-01-05", to: "1970-01-05" }] })).toEqual(
    elsewhere("for example Mon 09:00"),
  );
  expect(await of({ awayUntil: "1970-01-01T17:00:00Z" })).toEqual(elsewhere("for example Thu 09:00"));
  expect(await of({ awayUntil: "1969-12-01T00:00:00Z" })).toEqual([]);

  await api.ask("PATCH", `/staff/${dana}`, {
    hours: { thu: ["09:00-12:00"] },
    daysOff: [{ from: "1970-01-08", to: "1970-01-09", name: "Vacation" }],
    awayUntil: "1970-01-01T16:00:00Z",
  });
  expect((await ask("1970-01-01T15:30:00Z")).plan).toMatchObject([{ rung: "company" }]);
  expect((await ask("1970-01-01T16:30:00Z")).plan).toMatchObject([
    { rung: "numberUser" },
    { rung: "company" },
  ]);
  expect((await ask("1970-01-08T16:30:00Z")).plan).toMatchObject([{ rung: "company" }]);
});

test("a holiday of next winter is previewed on its date", async () => {
  const holidays = [{ date: "1970-12-24", name: "Christmas Eve" }];
  const [first] = await preview({ section: "account", fields: { holidays } });
  expect(first).toBe(
    "Calls of 1 lead to +13125550121 would ring the on-call phone instead of Dana, for example 24 Dec 1970 09:00.",
  );
});
