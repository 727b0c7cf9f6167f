import { afterAll, beforeAll, expect, test } from "vitest";
import { applySettings } from "../../store/apply-settings.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
let dana = "";
let eve = "";
beforeAll(async () => {
  api = await openTestApi();
  await applySettings(api.database, {
    account: { slug: "acme" },
    staff: [{ email: "eve@acme.test", name: "Eve", phone: "+13125550141" }],
    leads: [
      { name: "Anna Berg", phones: ["+13125550151"], assignedTo: "eve@acme.test" },
      {
        name: "bo_50% Carl",
        phones: ["+13125550152", "+447911123456"],
        lastContactedAt: "2026-03-01T10:00:00Z",
      },
      { name: "Zoë", phones: ["+13125550153"], blocked: true, lastContactedAt: "2026-04-01T10:00:00Z" },
      ...Array.from({ length: 12 }, (_, n) => ({ name: `Many ${n}`, phones: [`+131255501${60 + n}`] })),
    ],
  });
  const { items } = (await api.ask("GET", "/staff")).body as unknown as {
    items: { id: string; name: string }[];
  };
  dana = items.find(({ name }) => name === "Dana")?.id ?? "";
  eve = items.find(({ name }) => name === "Eve")?.id ?? "";
});
afterAll(() => api.close());

type Lead = { id: string; name: string; assignedTo: string | null; changedAt: string; blocked: boolean };
const list = async (query: string) => {
  const { status, body } = await api.ask("GET", `/leads${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as unknown as { items: Lead[]; nextCursor: string | null };
};
const names = async (query: string) => (await list(query)).items.map(({ name }) => name);
const idOf = async (name: string) => (await list(`?search=${encodeURIComponent(name)}`)).items[0]?.id ?? "";

test.each([
  ["anna", ["Anna", "Anna Berg"]],
  ["BERG", ["Anna Berg"]],
  ["nna b", ["Anna Berg"]],
  ["an", ["Anna", "Anna Berg"]],
  ["zoë", ["Zoë"]],
  ["50%", ["bo_50% Carl"]],
  ["o_5", ["bo_50% Carl"]],
  ["_", []],
  ["5550152", ["bo_50% Carl"]],
  ["(312) 555-0152", ["bo_50% Carl"]],
  ["+1 312 555 0152", ["bo_50% Carl"]],
  ["07911 123", ["bo_50% Carl"]],
  ["+447911123456", ["bo_50% Carl"]],
  ["01501", []],
  ["nobody", []],
])(
  "a lead is found by a part of the name or of a phone, however it is written: %s",
  async (search, found) => {
    const query = `?search=${encodeURIComponent(search)}`;
    expect(await names(`${query}&sort=name`)).toEqual(found);
    expect((await names(`${query}&sort=-lastContactedAt`)).sort()).toEqual([...found].sort());
    const { body } = await api.ask("GET", `/leads/count${query}`);
    expect(body).toEqual({ count: found.length, exact: true });
  },
);

test("lists come in the order asked for, page by page, each lead once", async () => {
  expect((await names("?sort=name")).slice(0, 2)).toEqual(["Anna", "Anna Berg"]);
  expect((await names("?sort=name")).at(-1)).toBe("Zoë");
  expect((await names("?sort=-lastContactedAt")).slice(0, 2)).toEqual(["Zoë", "bo_50% Carl"]);
  for (const sort of ["id", "name", "changedAt", "-changedAt", "-lastContactedAt"]) {
    for (const search of ["", "&search=many", "&search=m", "&search=1312555"]) {
      const whole = await names(`?limit=100&sort=${sort}${search}`);
      const paged: string[] = [];
      let cursor: string | null = "";
      do {
        const page: Awaited<ReturnType<typeof list>> = await list(
          `?limit=4&sort=${sort}${search}${cursor === "" ? "" : `&cursor=${cursor}`}`,
        );
        paged.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(paged, `${sort}${search}`).toEqual(whole);
      expect(new Set(paged).size).toBe(paged.length);
    }
  }
});

test("leads by whose they are, and the blocked ones", async () => {
  expect(await names(`?assignedTo=${eve}`)).toEqual(["Anna Berg"]);
  expect(await names(`?assignedTo=${dana}&search=anna`)).toEqual(["Anna"]);
  expect(await names("?assignedTo=none&blocked=true&sort=name")).toEqual(["Zoë"]);
  expect((await api.ask("GET", "/leads/count?assignedTo=none&blocked=false")).body.count).toBe(13);
  const [anna] = (await list(`?assignedTo=${eve}`)).items;
  expect(anna).toMatchObject({
    assignedTo: "eve@acme.test",
    assignedToId: eve,
    changedAt: expect.stringMatching(/^20.*Z$/),
    version: expect.any(String),
  });
});

test("many are given to somebody at once, noted once, and given back by undoing", async () => {
  const byFilter = await api.ask("POST", "/leads/assign", {
    filter: { search: "many", assignedTo: "none" },
    assignedTo: "eve@acme.test",
  });
  expect(byFilter).toMatchObject({ status: 200, body: { changed: 12 } });
  expect((await api.ask("GET", `/leads/count?assignedTo=${eve}`)).body.count).toBe(13);
  const { items } = (await api.ask("GET", "/audit?limit=1")).body as unknown as {
    items: { id: string; itemName: string; undoable: boolean }[];
  };
  expect(items[0]).toMatchObject({ itemName: "12 leads", action: "applied", undoable: true });
  const anna = await idOf("Anna Berg");
  await api.ask("POST", "/leads/assign", { ids: [anna, "999"], assignedTo: null });
  expect((await api.ask("GET", `/leads/${anna}`)).body.assignedTo).toBeNull();
  expect((await api.ask("POST", `/audit/${items[0]?.id}/undo`, {})).status).toBe(200);
  expect((await api.ask("GET", `/leads/count?assignedTo=${eve}`)).body.count).toBe(0);
});

test("several are blocked at once, and let through again by undoing", async () => {
  const id = await idOf("Anna Berg");
  const done = await api.ask("POST", "/leads/block", { ids: [id, await idOf("Zoë")], blocked: true });
  expect(done.body).toEqual({ changed: 1 });
  const { items } = (await api.ask("GET", "/audit?limit=1")).body as unknown as { items: { id: string }[] };
  await api.ask("POST", `/audit/${items[0]?.id}/undo`, {});
  expect((await api.ask("GET", `/leads/${id}`)).body.blocked).toBe(false);
  expect(await names("?blocked=true")).toEqual(["Zoë"]);
});

test("two that are the same person are seen, and made one with both phones", async () => {
  const twin = await api.ask("POST", "/leads", {
    name: "A. Berg",
    phones: ["+13125550151", "+13125550199"],
    lastContactedAt: "2026-05-01T10:00:00Z",
    assignedTo: "eve@acme.test",
  });
  const keep = await idOf("Anna Berg");
  const { body } = await api.ask("GET", "/leads/duplicates");
  expect(body).toMatchObject({
    items: [{ phone: "+13125550151", leads: [{ id: keep }, { id: twin.body.id }] }],
    nextCursor: null,
  });
  const merged = await api.ask("POST", "/leads/merge", { keep, others: [twin.body.id] });
  expect(merged).toMatchObject({ status: 200, body: { id: keep } });
  expect((await api.ask("GET", `/leads/${keep}`)).body).toMatchObject({
    name: "Anna Berg",
    phones: ["+13125550151", "+13125550199"],
    assignedTo: "eve@acme.test",
    lastContactedAt: "2026-05-01T10:00:00.000Z",
  });
  expect((await api.ask("GET", `/leads/${twin.body.id}`)).status).toBe(404);
  expect((await api.ask("GET", "/leads/duplicates")).body.items).toEqual([]);
  expect(await names("?search=5550199")).toEqual(["Anna Berg"]);
});

test("the export holds what the filter finds, in a form that programs for tables read", async () => {
  await api.ask("POST", "/leads", { name: '=1+1, "Q"', phones: ["+13125550198"] });
  const key = await api.keyFor("acme", "owner");
  const get = (query: string) =>
    api.app.request(`/accounts/acme/leads/export.csv${query}`, {
      headers: { authorization: `Bearer ${key}` },
    });
  const answer = await get("?search=berg");
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="acme-leads.csv"');
  const bytes = Buffer.from(await answer.arrayBuffer());
  const [head, line, rest] = bytes.toString("utf8").split("\r\n");
  expect(head).toBe("\uFEFFName,Phones,Assigned to,Blocked,Last contacted,Changed,Consent,Consent at");
  expect(line).toMatch(
    /^Anna Berg,\+13125550151; \+13125550199,eve@acme\.test,no,2026-05-01T10:00:00\.000Z,/,
  );
  expect(rest).toBe("");
  expect(await (await get("?search=5550198")).text()).toContain(`"'=1+1, ""Q""",+13125550198`);
  expect((await (await get("")).text()).split("\r\n").length).toBe(19);
});

test.each([
  ["GET", "/leads?sort=colour&blocked=maybe&assignedTo=eve", undefined, ["assignedTo", "blocked", "sort"]],
  ["GET", "/leads?cursor=WyIxIiwiMCJd&sort=name&limit=x", undefined, ["limit"]],
  ["GET", "/leads?cursor=WyIxIiwiMCJd&sort=changedAt", undefined, ["cursor"]],
  ["POST", "/leads/assign", { assignedTo: null }, ["ids"]],
  ["POST", "/leads/assign", { ids: ["1"], assignedTo: "x@acme.test" }, ["assignedTo"]],
  ["POST", "/leads/block", { ids: [], blocked: 1 }, ["blocked", "ids"]],
  ["POST", "/leads/merge", { keep: "1", others: ["1"] }, ["others"]],
])("what can't be is said by field: %s %s %j", async (method, path, body, fields) => {
  const answer = await api.ask(method, path, body);
  expect(answer.status).toBe(400);
  expect(Object.keys((answer.body.error as unknown as { fields: object }).fields).sort()).toEqual(fields);
});
