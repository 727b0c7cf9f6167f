import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beginCall } from "../calls/call-state.ts";
import type { Script } from "../calls/script.ts";
import type { AccountId, CallId, E164 } from "../routing/values.ts";
import { openTestApi, type TestApi } from "../server/api/testing/open-api.ts";
import { keepCallRows } from "./keep-call-rows.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

async function call(slug: string, startedAt: number, caller: string | null): Promise<string> {
  const { id } = await api.database.query
    .selectFrom("account")
    .select("id")
    .where("slug", "=", slug)
    .executeTakeFirstOrThrow();
  const script: Script = {
    callId: randomUUID() as CallId,
    accountId: id as AccountId,
    business: "+13125550121" as E164,
    caller: caller as E164 | null,
    startedAt,
    menu: null,
    steps: [],
    ending: caller === null ? "reject" : "voicemail",
    greeting: "",
    recordingNotice: null,
  };
  const record = {
    script,
    carrierId: slug,
    carrierCallId: `CA${startedAt}`,
    direction: "inbound" as const,
    from: script.caller,
    fromAsGiven: caller ?? "anonymous",
    to: script.business,
    lead: null,
    attestation: null,
    decision: null,
    state: beginCall(script).state,
  };
  await keepCallRows(api.database.pool).open(record, {});
  return script.callId;
}
const list = async (query: string) =>
  (await api.ask("GET", `/calls${query}`)).body as unknown as {
    items: { id: string }[];
    nextCursor: string | null;
  };

test("a manager looks through the calls: the newest first, page by page, by caller, outcome and time", async () => {
  const first = await call("acme", 1_000, "+13125550150");
  const [one, two] = await Promise.all([call("acme", 2_000, null), call("acme", 2_000, "+13125550151")]);
  const foreign = await call("stranger", 3_000, "+13125550150");

  const page = await list("?limit=2");
  expect(page.items.map(({ id }) => id).sort()).toEqual([one, two].sort());
  expect((await list(`?limit=2&cursor=${page.nextCursor}`)).items).toMatchObject([{ id: first }]);
  expect((await list("?from=%2B13125550150")).items).toMatchObject([{ id: first }]);
  expect((await list("?from=+13125550150")).items).toMatchObject([{ id: first }]);
  expect((await list("?outcome=rejected")).items).toMatchObject([
    { id: one, from: null, outcome: "rejected" },
  ]);
  expect((await list("?since=1970-01-01T00:00:02Z")).items).toHaveLength(2);
  expect((await list("?until=1970-01-01T00:00:02Z")).items).toMatchObject([{ id: first }]);
  expect(page.items[0]).not.toHaveProperty("story");

  const { body } = await api.ask("GET", `/calls/${first}`);
  expect(body).toMatchObject({ id: first, story: [{ text: "+13125550150 called +13125550121." }, {}] });
  expect((await api.ask("GET", `/calls/${foreign}`)).status).toBe(404);
});
