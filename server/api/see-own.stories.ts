import { afterAll, beforeAll, expect, test } from "vitest";
import { applySettings } from "../../store/apply-settings.ts";
import { keepCall } from "./testing/keep-call.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
let cookie: string;
let staffId: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.cookieFor("acme", "member");
  const row = await api.database.query
    .updateTable("staff")
    .set({ phone: "+13125550119" })
    .where("role", "=", "member")
    .where("email", "like", "member-%")
    .returning(["id", "email"])
    .executeTakeFirstOrThrow();
  staffId = row.id;
  await applySettings(api.database, {
    account: { slug: "acme" },
    leads: [
      { name: "Mine", phones: ["+13125550151"], assignedTo: row.email },
      { name: "Nobody's", phones: ["+13125550152"] },
    ],
  });
});
afterAll(() => api.close());

const read = async (path: string, headers: Record<string, string> = { cookie }) => {
  const answer = await api.app.request(`/accounts/acme${path}`, { headers });
  return { status: answer.status, body: (await answer.json()) as { items: { id: string; name?: string }[] } };
};

test("a member sees the leads that are theirs, and the others look as if they weren't there", async () => {
  expect((await read("/leads")).body.items).toMatchObject([{ name: "Mine" }]);
  const all = await read("/leads", { authorization: `Bearer ${await api.keyFor("acme", "admin")}` });
  expect(all.body.items).toHaveLength(3);
  for (const { id, name } of all.body.items)
    expect((await read(`/leads/${id}`)).status, name).toBe(name === "Mine" ? 200 : 404);
  // A key is nobody's: what its role may read, it reads whole.
  const key = await api.keyFor("acme", "member");
  expect((await read("/leads", { authorization: `Bearer ${key}` })).body.items).toHaveLength(3);
  const admin = await api.cookieFor("acme", "admin");
  expect((await read("/leads", { cookie: admin })).body.items).toHaveLength(3);
});

test("a member sees calls of their leads, and calls that rang them; no others", async () => {
  const [mine] = (await read("/leads")).body.items;
  const ofLead = await call({ lead: { id: mine?.id ?? "", name: "Mine" }, rings: "+13125550102" });
  const rang = await call({ lead: null, rings: "+13125550119" });
  const other = await call({ lead: null, rings: "+13125550102" });
  const listed = (await read("/calls")).body.items.map(({ id }) => id).sort();
  expect(listed).toEqual([ofLead, rang].sort());
  expect((await read(`/calls/${ofLead}`)).status).toBe(200);
  expect((await read(`/calls/${rang}`)).status).toBe(200);
  expect((await read(`/calls/${other}`)).status).toBe(404);
  const key = await api.keyFor("acme", "member");
  expect((await read("/calls", { authorization: `Bearer ${key}` })).body.items).toHaveLength(3);
  // The lead is taken from them, and its calls with it.
  await api.database.query
    .updateTable("lead")
    .set({ user_id: null })
    .where("user_id", "=", staffId)
    .execute();
  expect((await read(`/calls/${ofLead}`)).status).toBe(404);
});

async function call(parts: { lead: { id: string; name: string } | null; rings: string }): Promise<string> {
  return (await keepCall(api.database, { startedAt: 1_000, ...parts })).script.callId;
}
