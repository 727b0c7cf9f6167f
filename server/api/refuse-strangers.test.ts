import { afterAll, beforeAll, expect, test } from "vitest";
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
      url: path.replace("{slug}", "acme").replace("{id}", "1"),
      needs: /^Needs: (.*)\.$/.exec(description)?.[1] ?? "",
      security,
    })),
  );
}
const send = (method: string, url: string, key?: string) =>
  api.app.request(url, {
    method,
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    ...(method === "GET" ? {} : { body: "{}" }),
  });
const MEMBERS_MAY = ["staff:read", "numbers:read", "leads:read", "calls:read", "whoRings:ask", "live:read"];

test("nothing that is described answers without a key, to a stranger's key, or to a lower role", async () => {
  const all = await operations();
  expect(all.length).toBeGreaterThan(2 + 4 * 5 + 4);
  const stranger = await api.keyFor("stranger", "owner");
  const member = await api.keyFor("acme", "member");
  const admin = await api.keyFor("acme", "admin");
  for (const { method, url, needs, security } of all) {
    const what = `${method} ${url}`;
    expect(security, what).toEqual([{ key: [] }]);
    expect((await send(method, url)).status, what).toBe(401);
    expect((await send(method, url, `rr_${"x".repeat(43)}`)).status, what).toBe(401);
    const foreign = await send(method, url, stranger);
    expect(foreign.status, what).toBe(404);
    const nowhere = await send(method, url.replace("acme", "nobody"), stranger);
    expect(await nowhere.text(), what).toBe(await foreign.text());
    expect((await send(method, url, member)).status === 403, what).toBe(!MEMBERS_MAY.includes(needs));
    if (needs === "carriers:write") expect((await send(method, url, admin)).status, what).toBe(403);
  }
});

test("a key that was taken back opens nothing from the next request on", async () => {
  const key = await api.keyFor("acme", "owner");
  expect((await api.ask("GET", "", undefined, key)).status).toBe(200);
  await api.database.query.deleteFrom("api_key").where("role", "=", "owner").execute();
  expect((await api.ask("GET", "", undefined, key)).status).toBe(401);
});

test("a key in the address or another scheme is no key", async () => {
  const key = await api.keyFor("acme", "owner");
  expect((await api.app.request(`/accounts/acme?key=${key}`)).status).toBe(401);
  const basic = await api.app.request("/accounts/acme", { headers: { authorization: `Basic ${key}` } });
  expect(basic.status).toBe(401);
  expect(basic.headers.get("www-authenticate")).toBe("Bearer");
});
