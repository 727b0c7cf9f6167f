import { afterAll, beforeAll, expect, test } from "vitest";
import { followUpCalls } from "../../jobs/follow-up-calls.ts";
import { FOLLOW_UP_STEPS } from "../../jobs/follow-up-steps.ts";
import { leaveMessage } from "./testing/leave-messages.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
let cookie: string;
let mine: string;
beforeAll(async () => {
  api = await openTestApi();
  cookie = await api.cookieFor("acme", "member");
  mine = (
    await api.database.query
      .selectFrom("staff")
      .select("id")
      .where("email", "like", "member-%")
      .executeTakeFirstOrThrow()
  ).id;
  await leave("+13125550150");
  await leave("+13125550161");
  await leave("+13125550162");
});
afterAll(() => api.close());

/** A caller leaves a message, and what follows is done. */
async function leave(caller: string): Promise<void> {
  const id = await leaveMessage(api.database);
  const lead =
    caller === "+13125550150"
      ? await api.database.query
          .selectFrom("lead_phone")
          .select("lead_id")
          .where("phone", "=", caller)
          .executeTakeFirst()
      : undefined;
  await api.database.query
    .updateTable("call")
    .set({ caller, lead_id: lead?.lead_id ?? null })
    .where("id", "=", id)
    .execute();
  await followUpCalls(api.database, {
    now: () => 2_000_000,
    log: { debug: () => {}, info: () => {}, error: (details) => expect.fail(JSON.stringify(details)) },
    stop: new AbortController().signal,
    steps: FOLLOW_UP_STEPS,
  });
}

type Callback = {
  id: string;
  phone: string;
  owner: { id: string; name: string } | null;
  lead: { name: string } | null;
};
type List = { items: Callback[]; nextCursor: string | null };
const list = async (query = "") => (await api.ask("GET", `/callbacks${query}`)).body as unknown as List;
const asMember = async (method: string, path: string, body?: object) => {
  const answer = await api.app.request(`/accounts/acme${path}`, {
    method,
    headers: { cookie, "x-ringright": "1" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & List };
};

test("the list comes in pages, by owner, and with what happened", async () => {
  const { items, nextCursor } = await list("?limit=2");
  expect(items).toHaveLength(2);
  const rest = await list(`?limit=2&cursor=${nextCursor}`);
  const all = [...items, ...rest.items];
  expect(new Set(all.map(({ phone }) => phone))).toEqual(
    new Set(["+13125550150", "+13125550161", "+13125550162"]),
  );
  expect(rest.nextCursor).toBeNull();
  expect(all.find(({ lead }) => lead !== null)).toMatchObject({
    lead: { name: "Anna" },
    owner: { name: "Dana" },
  });
  // The number's user has the calls of strangers.
  expect((await list("?owner=nobody")).items).toEqual([]);
  expect((await api.ask("GET", "/callbacks?owner=mine")).status).toBe(400);
  expect((await api.ask("GET", "/callbacks/count")).body).toEqual({ open: 3, unassigned: 0, mine: 0 });
  expect((await api.ask("GET", `/callbacks/${items[0]?.id}`)).body).toMatchObject({
    lastCall: { outcome: "voicemail", voicemail: true },
    history: [{ kind: "opened", text: "They reached nobody. Dana is to call them back." }],
  });
  expect((await api.ask("GET", "/callbacks/999")).status).toBe(404);
  expect((await api.ask("GET", "/callbacks/abc")).status).toBe(404);
});

test("an admin gives one to a member, who sees it alone and says that it is done", async () => {
  const [first, second] = (await list()).items;
  expect((await asMember("GET", "/callbacks")).body.items).toEqual([]);
  expect((await asMember("PATCH", `/callbacks/${first?.id}`, { state: "done" })).status).toBe(404);
  expect((await api.ask("PATCH", `/callbacks/${first?.id}`, { owner: mine })).body).toMatchObject({
    owner: { id: mine },
  });
  expect((await asMember("GET", "/callbacks")).body.items).toMatchObject([{ id: first?.id }]);
  expect((await asMember("GET", "/callbacks/count")).body).toEqual({ open: 1, unassigned: 0, mine: 1 });
  expect((await asMember("GET", `/callbacks/${second?.id}`)).status).toBe(404);
  expect((await asMember("PATCH", `/callbacks/${first?.id}`, { owner: null })).status).toBe(403);
  const done = await asMember("PATCH", `/callbacks/${first?.id}`, { state: "done", note: "All set" });
  expect(done.body).toMatchObject({ state: "done", note: "All set", closed: { why: "byHand" } });
  expect((await list("?state=done")).items).toMatchObject([{ id: first?.id }]);
  const open = await asMember("PATCH", `/callbacks/${first?.id}`, { state: "open" });
  expect(open.body).toMatchObject({ state: "open", closed: null });
});

test("what can't be is refused, with the field", async () => {
  const [first] = (await list()).items;
  const patch = (body: object) => api.ask("PATCH", `/callbacks/${first?.id}`, body);
  expect((await patch({ owner: "999999" })).body).toMatchObject({
    error: { fields: { owner: expect.any(String) } },
  });
  expect((await patch({ owner: "Dana" })).body).toMatchObject({
    error: { fields: { owner: expect.any(String) } },
  });
  expect((await patch({ state: "gone" })).status).toBe(400);
  expect((await patch({ note: "x".repeat(501) })).status).toBe(400);
});

test("the call's story goes on after its end", async () => {
  const [first] = (await list()).items as unknown as { lastCall: { id: string } }[];
  const { body } = await api.ask("GET", `/calls/${first?.lastCall.id}`);
  expect((body as unknown as { story: { text: string }[] }).story.map(({ text }) => text)).toContain(
    "Callback: They reached nobody. Dana is to call them back.",
  );
});

test("who wants no texts is kept, listed, and taken back", async () => {
  expect((await api.ask("POST", "/opt-outs", { phone: "(312) 555-0177" })).body).toMatchObject({
    phone: "+13125550177",
    source: "person",
  });
  expect((await api.ask("POST", "/opt-outs", { phone: "nonsense" })).status).toBe(400);
  expect((await api.ask("GET", "/opt-outs")).body).toMatchObject({ items: [{ phone: "+13125550177" }] });
  expect((await api.ask("DELETE", "/opt-outs/%2B13125550177")).body).toEqual({ deleted: true });
  expect((await api.ask("DELETE", "/opt-outs/%2B13125550177")).status).toBe(404);
});

test("the list's changes are heard at once", async () => {
  const key = await api.keyFor("acme", "owner");
  const headers = { authorization: `Bearer ${key}` };
  const answer = await api.app.request("/accounts/acme/callbacks/live", { headers });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = async () => JSON.parse(/data: (.*)/.exec((await reader?.read())?.value ?? "")?.[1] ?? "null");
  expect(await next()).toMatchObject({ open: 3 });
  const [first] = (await list()).items;
  await api.ask("PATCH", `/callbacks/${first?.id}`, { state: "done" });
  expect(await next()).toMatchObject({ open: 2 });
  await reader?.cancel();
});
