import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

test("an owner makes a key, sees it once, uses it, and takes it back", async () => {
  const made = await api.ask("POST", "/api-keys", { role: "admin", label: " Night shift " });
  expect(made).toMatchObject({ status: 201, body: { role: "admin", label: "Night shift" } });
  const { id, key, hint } = made.body as Record<string, string>;
  expect(key).toMatch(/^rr_/);
  expect(key?.startsWith(hint?.slice(0, -1) ?? "?")).toBe(true);
  expect((await api.ask("GET", "", undefined, key)).status).toBe(200);
  expect((await api.ask("GET", "/api-keys", undefined, key)).status).toBe(403);

  const listed = await api.ask("GET", "/api-keys");
  expect(listed.body).toMatchObject({ nextCursor: null });
  const items = listed.body.items as { id: string }[];
  expect(items.find((one) => one.id === id)).toMatchObject({ hint, label: "Night shift", role: "admin" });
  expect(JSON.stringify(listed.body)).not.toContain(key);

  expect((await api.ask("DELETE", `/api-keys/${id}`)).body).toEqual({ deleted: true });
  expect((await api.ask("GET", "", undefined, key)).status).toBe(401);
  expect((await api.ask("DELETE", `/api-keys/${id}`)).status).toBe(404);
});

test("another account's key is not there, and an unknown role is said to be wrong", async () => {
  await api.keyFor("stranger", "owner");
  const { rows } = await api.database.pool.query<{ id: string }>(
    "SELECT k.id FROM api_key k JOIN account a ON a.id = k.account_id WHERE a.slug = 'stranger'",
  );
  expect((await api.ask("DELETE", `/api-keys/${rows[0]?.id}`)).status).toBe(404);
  expect((await api.ask("DELETE", "/api-keys/x%00")).status).toBe(404);
  expect((await api.ask("POST", "/api-keys", { role: "admin", label: "\u0000" })).status).toBe(400);
  const wrong = await api.ask("POST", "/api-keys", { role: "king", colour: "red" });
  expect(Object.keys(wrong.body.error as object).includes("fields")).toBe(true);
  expect(wrong.status).toBe(400);
});
