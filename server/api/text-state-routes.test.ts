import { afterAll, beforeAll, expect, test } from "vitest";
import { planText } from "../../store/messages/plan-text.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

const LINE = "+13125550121";
let api: TestApi;
let status = "FAILED";
beforeAll(async () => {
  api = await openTestApi(async (input) => {
    const { pathname } = new URL(String(input));
    if (pathname === "/v1/Tollfree/Verifications") return Response.json({ verifications: [] });
    if (pathname === "/v1/Services") return Response.json({ services: [{ sid: "MG1" }] });
    if (pathname.endsWith("/PhoneNumbers")) return Response.json({ phone_numbers: [{ phone_number: LINE }] });
    return Response.json({ compliance: [{ campaign_status: status, errors: [] }] });
  });
});
afterAll(() => api.close());

test("a campaign that Twilio rejected blocks the number before a text fails; verified, what waits goes", async () => {
  const check = async () => (await api.ask("POST", "/text-registrations/check", {})).body;
  expect(await check()).toMatchObject({
    asked: 1,
    troubles: [],
    items: [
      {
        number: LINE,
        state: "rejected",
        said: "FAILED",
        blocked: { code: "30034", next: expect.any(String) },
      },
    ],
  });
  const refused = await api.ask("POST", "/conversations/phone:+13125550160/texts", {
    text: "Hi",
    from: LINE,
  });
  expect(refused.body).toMatchObject({ error: { message: expect.stringContaining("Texts are blocked") } });

  const { id: accountId } = await api.database.query
    .selectFrom("account")
    .select("id")
    .where("slug", "=", "acme")
    .executeTakeFirstOrThrow();
  const text = {
    accountId,
    kind: "textBack" as const,
    number: LINE,
    phone: "+13125550160",
    body: "Hi",
    key: null,
  };
  const id = await planText(api.database.query, { ...text, now: -1000 });
  // It was its turn, and it was put off.
  await api.database.query
    .updateTable("text_message")
    .set({ next_try_at: new Date(3_600_000) })
    .execute();
  status = "VERIFIED";
  expect(await check()).toMatchObject({ items: [{ state: "registered", blocked: null }] });
  const { next_try_at: at } = await api.database.query
    .selectFrom("text_message")
    .select("next_try_at")
    .where("id", "=", id ?? "")
    .executeTakeFirstOrThrow();
  expect(at?.getTime()).toBe(0);
});

test("somebody says that a number is registered; one against which nothing is known is not there", async () => {
  expect((await api.ask("DELETE", `/text-registrations/${encodeURIComponent(LINE)}`)).status).toBe(404);
});

test("figures of texts need a time that can be read", async () => {
  const answer = await api.ask("GET", "/text-report?since=2026-01-01T00:00:00Z&until=2025-01-01T00:00:00Z");
  expect(answer.body).toMatchObject({ error: { fields: { until: "expected a time after since" } } });
});
