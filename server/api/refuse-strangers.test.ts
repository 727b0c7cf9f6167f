import { afterAll, beforeAll, expect, test } from "vitest";
import { mayDo, ROLES } from "../../access/roles.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

type Described = {
  openapi: string;
  paths: Record<string, Record<string, { description: string; security?: unknown[] }>>;
};

/** Every operation that the API describes, with what it needs. */
async function operations() {
  const answer = await api.app.request("/openapi.json");
  const description = (await answer.json()) as Described;
  expect(description.openapi).toBe("3.1.0");
  return Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { description, security }]) => ({
      method: method.toUpperCase(),
      path,
      url: path.replace("{slug}", "acme").replace(/\{\w+\}/g, "1"),
      needs: /^Needs: (.*)\.$/.exec(description)?.[1] ?? "",
      security,
    })),
  );
}
type Credentials = { key?: string; cookie?: string; headers?: Record<string, string> };
const send = (method: string, url: string, { key, cookie, headers }: Credentials = {}) =>
  api.app.request(url, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(cookie === undefined ? {} : { cookie, "x-ringright": "1" }),
      ...headers,
    },
    ...(method === "GET" ? {} : { body: "{}" }),
  });
const OPEN = [
  "GET /invitations/{token}",
  "POST /invitations/accept",
  "GET /me",
  "GET /first-run/{token}",
  "POST /first-run",
];

test("nothing that is described answers without a key, to a stranger, or to a lower role", async () => {
  const all = await operations();
  const guarded = all.filter(({ method, path }) => !OPEN.includes(`${method} ${path}`));
  expect(guarded.length).toBe(all.length - OPEN.length);
  expect(guarded.length).toBeGreaterThanOrEqual(2 + 4 * 5 + 4);
  const strangers = [
    { key: await api.keyFor("stranger", "owner") },
    { cookie: await api.cookieFor("stranger", "owner") },
  ];
  const insiders = await Promise.all(
    ROLES.map(async (role) => ({
      role,
      as: [{ key: await api.keyFor("acme", role) }, { cookie: await api.cookieFor("acme", role) }],
    })),
  );
  for (const { method, path, url, needs, security } of guarded) {
    const what = `${method} ${path}`;
    expect(path, what).toMatch(/^\/accounts\/\{slug\}/);
    expect(security, what).toEqual([{ key: [] }, { session: [] }]);
    expect((await send(method, url)).status, what).toBe(401);
    expect((await send(method, url, { key: `rr_${"x".repeat(43)}` })).status, what).toBe(401);
    const forged = { cookie: "ringright.session_token=abc.def" };
    expect((await send(method, url, forged)).status, what).toBe(401);
    for (const stranger of strangers) {
      const foreign = await send(method, url, stranger);
      expect(foreign.status, what).toBe(404);
      const nowhere = await send(method, url.replace("acme", "nobody"), stranger);
      expect(await nowhere.text(), what).toBe(await foreign.text());
    }
    for (const { role, as } of insiders) {
      const may = mayDo(role, needs as Parameters<typeof mayDo>[1]);
      // What they may do is not done here: it would change what the next request finds.
      if (!may) for (const one of as) expect((await send(method, url, one)).status, what).toBe(403);
    }
  }
});

test("what is open to everybody is listed here, and does nothing without its one-time token", async () => {
  const all = await operations();
  const open = all.filter(({ security }) => security?.length === 0);
  expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...OPEN].sort());
  for (const { method, path, url } of open) {
    const { status } = await send(method, url);
    expect(status, path).toBe(path === "/me" ? 200 : method === "GET" ? 404 : 400);
  }
});

test("a cookie alone changes nothing: the request has to come from a page of ours", async () => {
  const cookie = await api.cookieFor("acme", "owner");
  const patch = (headers: Record<string, string>) =>
    api.app.request("http://127.0.0.1:8080/accounts/acme", {
      method: "PATCH",
      headers: { cookie, ...headers },
      body: "{}",
    });
  expect((await patch({})).status).toBe(403);
  expect((await patch({ origin: "https://evil.test" })).status).toBe(403);
  expect((await patch({ origin: "null" })).status).toBe(403);
  expect((await patch({ "x-ringright": "1" })).status).toBe(200);
  expect((await patch({ origin: "http://127.0.0.1:8080" })).status).toBe(200);
  expect((await patch({ origin: "http://192.0.2.9:8080", host: "192.0.2.9:8080" })).status).toBe(200);
  expect((await api.app.request("/accounts/acme", { headers: { cookie } })).status).toBe(200);
});

test("a person has the role of the account that they ask for, while they are on its staff", async () => {
  const cookie = await api.cookieFor("acme", "admin");
  const read = async () => (await send("GET", "/accounts/acme", { cookie })).status;
  const change = (set: object) =>
    api.database.query
      .updateTable("staff")
      .set(set)
      .where("role", "in", ["admin", "member"])
      .where("email", "like", "admin-%")
      .execute();
  expect(await read()).toBe(200);
  await change({ role: "member" });
  expect(await read()).toBe(403);
  await change({ role: "admin", active: false });
  expect(await read()).toBe(404);
  await change({ active: true });
  expect(await read()).toBe(200);
  await api.database.query.deleteFrom("staff_person").execute();
  expect(await read()).toBe(404);
});

test("a key that was taken back opens nothing from the next request on", async () => {
  const key = await api.keyFor("acme", "owner");
  expect((await api.ask("GET", "", undefined, key)).status).toBe(200);
  await api.database.query.deleteFrom("api_key").where("role", "=", "owner").execute();
  expect((await api.ask("GET", "", undefined, key)).status).toBe(401);
});

test("a key in the address or another scheme is no key, and a wrong key is not made good by a cookie", async () => {
  const key = await api.keyFor("acme", "owner");
  expect((await api.app.request(`/accounts/acme?key=${key}`)).status).toBe(401);
  const basic = await api.app.request("/accounts/acme", { headers: { authorization: `Basic ${key}` } });
  expect(basic.status).toBe(401);
  expect(basic.headers.get("www-authenticate")).toBe("Bearer");
  const cookie = await api.cookieFor("acme", "owner");
  expect((await send("GET", "/accounts/acme", { cookie, key: "wrong" })).status).toBe(401);
});

test("a member asks who rings for their own leads and for strangers, not for the leads of others", async () => {
  const cookie = await api.cookieFor("acme", "member");
  const whoRings = async (from: string | null) => {
    const body = JSON.stringify({ from, to: "+13125550121" });
    const headers = { cookie, "x-ringright": "1" };
    return (await api.app.request("/accounts/acme/who-rings", { method: "POST", headers, body })).status;
  };
  expect(await whoRings("+13125550199")).toBe(200);
  expect(await whoRings(null)).toBe(200);
  // Anna is Dana's lead.
  expect(await whoRings("+13125550150")).toBe(403);
});
