import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

type Item = { id: string; version: string };
const first = async (section: string) =>
  ((await api.ask("GET", `/${section}`)).body as unknown as { items: Item[] }).items[0] as Item;

test.each([
  ["staff", { name: "Dana B." }, { ringSeconds: 12 }],
  ["numbers", { label: "Leeds line" }, { ringSeconds: 12 }],
  ["leads", { name: "Anna B." }, { blocked: true }],
  ["carriers", { accountSid: "AC9" }, { authToken: "other" }],
])(
  "two people open the same of %s; the second is told, and nothing is overwritten",
  async (section, one, two) => {
    const { id, version } = await first(section);
    const saved = await api.ask("PATCH", `/${section}/${id}`, one, undefined, version);
    expect(saved).toMatchObject({ status: 200, body: one });
    expect(saved.body.version).not.toBe(version);
    const late = await api.ask("PATCH", `/${section}/${id}`, two, undefined, version);
    expect(late).toMatchObject({
      status: 409,
      body: {
        error: {
          code: "stale",
          message: "this was changed by the manager's key since you opened it",
          current: { id, version: saved.body.version, ...one },
        },
      },
    });
    expect((await api.ask("DELETE", `/${section}/${id}`, undefined, undefined, version)).status).toBe(409);
    expect((await api.ask("GET", `/${section}/${id}`)).body).toEqual(saved.body);
    // Who looked again, or who does not mind, gets through.
    const again = await api.ask("PATCH", `/${section}/${id}`, two, undefined, String(saved.body.version));
    expect(again.status).toBe(200);
    expect((await api.ask("PATCH", `/${section}/${id}`, one)).status).toBe(200);
  },
);

test("the company's own settings are held to the version that was seen, too", async () => {
  const { version } = (await api.ask("GET", "")).body as unknown as Item;
  const saved = await api.ask("PATCH", "", { name: "Acme Roofing" }, undefined, version);
  expect(saved.status).toBe(200);
  expect(await api.ask("PATCH", "", { name: "Other" }, undefined, version)).toMatchObject({
    status: 409,
    body: { error: { code: "stale", current: { name: "Acme Roofing", version: saved.body.version } } },
  });
});

test("saving what is there already is no change, and makes no new version", async () => {
  const { id, version } = await first("staff");
  const { body } = await api.ask("GET", `/staff/${id}`);
  const saved = await api.ask("PATCH", `/staff/${id}`, { name: body.name }, undefined, version);
  expect(saved).toMatchObject({ status: 200, body: { version } });
});

test("of two who save at the same moment, one is told", async () => {
  const { id, version } = await first("leads");
  const saved = await Promise.all(
    ["One", "Two", "Three"].map((name) => api.ask("PATCH", `/leads/${id}`, { name }, undefined, version)),
  );
  expect(saved.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
});
