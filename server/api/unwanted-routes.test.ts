import { afterAll, beforeAll, expect, test } from "vitest";
import { applySettings } from "../../store/apply-settings.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const LINE = "+13125550121";
const list = async (query = "") =>
  ((await api.ask("GET", `/blocked-callers${query}`)).body.items as { caller: string }[]).map(
    ({ caller }) => caller,
  );
const block = (caller: string, note?: string) => api.ask("POST", "/blocked-callers", { caller, note });
const unblock = (caller: string) => api.ask("DELETE", `/blocked-callers/${encodeURIComponent(caller)}`);
const ending = async (from: string, more = {}) => {
  const { body } = await api.ask("POST", "/who-rings", { from, to: LINE, ...more });
  return (body.decision as { endingText: string }).endingText;
};
const undo = (entryId: unknown) => api.ask("POST", `/audit/${entryId}/undo`, {});

test("a caller and a pattern are blocked, listed, found and taken off again; a real call is decided by them", async () => {
  expect(await block("+1 (900) *", "premium")).toMatchObject({ status: 201, body: { caller: "+1900*" } });
  await block("312-555-0177");
  expect((await api.ask("GET", "/blocked-callers")).body).toMatchObject({
    items: [
      { caller: "+13125550177", note: null, addedBy: "the manager's key" },
      { caller: "+1900*", note: "premium", addedBy: "the manager's key" },
    ],
    nextCursor: null,
  });
  expect(await list("?search=prem")).toEqual(["+1900*"]);
  expect(await list("?search=0177")).toEqual(["+13125550177"]);
  // A phone finds the pattern that covers it.
  expect(await list(`?search=${encodeURIComponent("+1 900 555 0142")}`)).toEqual(["+1900*"]);
  expect(await ending("+19005550142")).toBe(
    "The caller is on your block list (+1900*): the caller hears a busy tone.",
  );
  expect(await ending("+13125550177")).toBe(
    "The caller is on your block list: the caller hears a busy tone.",
  );
  expect(await unblock("+1900*")).toMatchObject({ status: 200, body: { deleted: true } });
  expect(await unblock("+1900*")).toMatchObject({ status: 404 });
  expect(await ending("+19005550142")).not.toContain("block list");
  await unblock("+13125550177");
  expect(api.told.length).toBeGreaterThan(0);
});

test("the list comes page by page", async () => {
  for (const caller of ["+1900*", "+1976*", "+4490*"]) await block(caller);
  const first = (await api.ask("GET", "/blocked-callers?limit=2")).body;
  expect(first.items).toMatchObject([{ caller: "+1900*" }, { caller: "+1976*" }]);
  expect(await list(`?limit=2&cursor=${first.nextCursor}`)).toEqual(["+4490*"]);
  for (const caller of ["+1900*", "+1976*", "+4490*"]) await unblock(caller);
});

test("what is no phone and no pattern is refused, with the field and what is expected", async () => {
  for (const caller of ["+1*", "tom", "900*", ""]) {
    const { status, body } = await block(caller);
    expect([caller, status]).toEqual([caller, 400]);
    expect(body.error).toMatchObject({ fields: { caller: expect.stringMatching(/expected/) } });
  }
  expect((await api.ask("POST", "/blocked-callers", { caller: "+1900*", why: "x" })).status).toBe(400);
});

test("before it is blocked it is said whom it would hit: calls, leads, one's own people", async () => {
  const { body } = await api.ask("POST", "/blocked-callers/preview", { caller: "+131255501*" });
  expect(body).toMatchObject({
    caller: "+131255501*",
    calls: 0,
    leadCount: 1,
    leads: [{ name: "Anna" }],
    own: ["+13125550121", "Dana"],
  });
  expect(await list()).toEqual([]);
});

test("blocking is undone, and undone again, from the audit log; not where it was changed since", async () => {
  const { entryId } = (await block("+1900*", "premium")).body;
  const entries = (await api.ask("GET", "/audit?section=blockedCallers")).body.items as object[];
  expect(entries[0]).toMatchObject({
    id: entryId,
    itemName: "+1900*",
    action: "created",
    undoable: true,
    fields: [
      { field: "note", after: "premium" },
      { field: "caller", after: "+1900*" },
    ],
  });
  const undone = await undo(entryId);
  expect(undone.status).toBe(200);
  expect(await list()).toEqual([]);
  expect((await undo(undone.body.entryId)).status).toBe(200);
  expect((await api.ask("GET", "/blocked-callers")).body.items).toMatchObject([
    { caller: "+1900*", note: "premium" },
  ]);
  // Taken off by somebody else in between: nothing is undone over that.
  await api.ask("PATCH", "", { blockedCallers: [] });
  expect((await undo(entryId)).status).toBe(409);
});

test("the whole list is part of the account's settings, and undoing keeps what others added since", async () => {
  const blockedCallers = ["+13125550178", { caller: "+1900*", note: "premium" }];
  expect((await api.ask("PATCH", "", { blockedCallers: blockedCallers.toReversed() })).body).toMatchObject({
    blockedCallers,
  });
  const [entry] = (await api.ask("GET", "/audit?section=account")).body.items as {
    id: string;
    fields: object[];
  }[];
  expect(entry?.fields).toEqual([{ field: "blockedCallers", before: [], after: blockedCallers }]);
  await block("+4490*");
  expect((await undo(entry?.id)).status).toBe(200);
  expect(await list()).toEqual(["+4490*"]);
  await unblock("+4490*");
  expect((await api.ask("PATCH", "", { blockedCallers: ["+1900*", "nonsense"] })).body.error).toMatchObject({
    fields: { "blockedCallers[1]": expect.stringMatching(/is no phone number: expected a phone/) },
  });
});

test("attestation is a condition: who rings says what would become of a caller nobody vouches for", async () => {
  const patched = await api.ask("PATCH", "", { unverifiedCallers: { C: "reject", failed: "voicemail" } });
  expect(patched.body.unverifiedCallers).toEqual({
    B: "ring",
    C: "reject",
    failed: "voicemail",
    none: "ring",
  });
  expect(await ending("+13125550199", { attestation: "C" })).toBe(
    "Nobody vouches for the caller's number (attestation C): the caller hears a busy tone.",
  );
  expect(await ending("+13125550199", { attestation: "failed" })).toMatch(
    /failed its check .* asked for a message/,
  );
  expect(await ending("+13125550199", { attestation: "A" })).toBe(await ending("+13125550199"));
  expect((await api.ask("POST", "/who-rings", { from: null, to: LINE, attestation: "D" })).status).toBe(400);
  expect((await api.ask("PATCH", "", { unverifiedCallers: { C: "shout" } })).status).toBe(400);
  await api.ask("PATCH", "", { unverifiedCallers: { C: "ring", failed: "ring" } });
});

test("who called again and again without a word is listed with the end of it, and let through", async () => {
  expect((await api.ask("PATCH", "", { silentCallers: { calls: 1 } })).body.error).toMatchObject({
    fields: { "silentCallers.calls": "expected whole calls from 2 to 20" },
  });
  await api.ask("PATCH", "", { silentCallers: { calls: 2, forMinutes: 30 } });
  // The API of these tests lives at the beginning of 1970.
  await api.database.pool.query(`INSERT INTO call (account_id, id, direction, caller_as_given, called, arrival, script,
      phase, state, version, started_at, last_event_at)
    SELECT 1, gen_random_uuid(), 'inbound', '', '', '{}', '{}', 'ended', '{}', 1, to_timestamp(-60), to_timestamp(-60)
    FROM generate_series(1, 2)`);
  await api.database.pool.query(`INSERT INTO silent_call (account_id, phone, at, call_id)
    SELECT 1, phone, to_timestamp(-60), id FROM call, unnest(ARRAY['+13125550199', '+13125550150']) AS phone
    WHERE account_id = 1`);
  const at = "1970-01-01T00:00:00Z";
  const held = async () => (await api.ask("GET", "/held-off-callers")).body.items;
  // Anna is Dana's lead: spared.
  expect(await held()).toEqual([
    {
      phone: "+13125550199",
      lead: null,
      lastCallAt: "1969-12-31T23:59:00.000Z",
      heldUntil: "1970-01-01T00:29:00.000Z",
    },
  ]);
  expect(await ending("+13125550199", { at })).toMatch(
    /is held off until 18:29: the caller hears a busy tone\.$/,
  );
  expect(await ending("+13125550150", { at })).not.toMatch(/held off/);
  expect((await api.ask("DELETE", "/held-off-callers/+13125550199")).status).toBe(200);
  expect(await ending("+13125550199", { at })).not.toMatch(/held off/);
  expect(await held()).toEqual([]);
  expect((await api.ask("DELETE", "/held-off-callers/+13125550199")).status).toBe(404);
});

test("a member sees none of it and changes none of it; another account's list is its own", async () => {
  await block("+1900*");
  const member = await api.keyFor("acme", "member");
  for (const [method, path] of [
    ["GET", "/blocked-callers"],
    ["GET", "/held-off-callers"],
    ["POST", "/blocked-callers"],
    ["DELETE", "/blocked-callers/+1900*"],
  ] as const)
    expect(
      (await api.ask(method, path, method === "POST" ? { caller: "+1976*" } : undefined, member)).status,
    ).toBe(403);
  const applied = await applySettings(api.database, {
    account: {
      slug: "stranger",
      name: "stranger",
      country: "US",
      timezone: "UTC",
      blockedCallers: ["+1976*"],
    },
  });
  expect(applied.ok).toBe(true);
  expect(await list()).toEqual(["+1900*"]);
});
