import { afterAll, beforeAll, expect, test } from "vitest";
import { USUAL_CHOICES } from "../../notify/notice-choices.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

type Body = { notify: object; error: { fields: Record<string, string> } };
const as = async (cookie: string, method = "GET", body?: object) => {
  const answer = await api.app.request("/accounts/acme/my-notices", {
    method,
    headers: { cookie, "x-ringright": "1", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
};

test.each(["member", "owner"] as const)(
  "a %s chooses what they are told of, a part at a time",
  async (role) => {
    const cookie = await api.cookieFor("acme", role);
    expect((await as(cookie)).body).toMatchObject({ notify: USUAL_CHOICES, hasPhone: false });
    const changed = await as(cookie, "PATCH", { callMissed: { text: true }, digestAt: "07:30" });
    expect(changed.body.notify).toEqual({
      ...USUAL_CHOICES,
      callMissed: { mail: true, text: true },
      digestAt: "07:30",
    });
    const more = await as(cookie, "PATCH", { callMissed: { mail: false }, digestAt: null });
    expect(more.body.notify).toEqual({ ...USUAL_CHOICES, callMissed: { mail: false, text: true } });
  },
);

test.each([
  [{ digestAt: "7:30" }, "notify.digestAt", /time of day such as 07:30/],
  [{ digestAt: "24:00" }, "notify.digestAt", /time of day/],
  [{ callMissed: { fax: true } }, "notify.callMissed.fax", /not a known field/],
  [{ whose: "everybody" }, "notify.whose", /expected one of own, all/],
])("%j is refused by name", async (body, field, words) => {
  const answer = await as(await api.cookieFor("acme", "member"), "PATCH", body);
  expect(answer.status).toBe(400);
  expect(answer.body.error.fields[field]).toMatch(words);
});

test("a key is nobody, and finds none; an admin changes a staff member's among their settings", async () => {
  expect((await api.ask("GET", "/my-notices")).status).toBe(404);
  const { items } = (await api.ask("GET", "/staff")).body as unknown as {
    items: { id: string; name: string }[];
  };
  const dana = items.find(({ name }) => name === "Dana")?.id;
  const admin = await api.keyFor("acme", "admin");
  const answer = await api.ask("PATCH", `/staff/${dana}`, { notify: { whose: "all" } }, admin);
  expect(answer.body).toMatchObject({ notify: { ...USUAL_CHOICES, whose: "all" } });
  expect((await api.ask("PATCH", `/staff/${dana}`, { notify: null })).body).toMatchObject({ notify: null });
});
