import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

const LINE = "+13125550121";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  const { pool } = api.database;
  const leads = [
    { name: "Berta Kölle", phones: ["+13125550160", "+442071234567"] },
    { name: "100% Roofs", phones: ["+13125550161"] },
  ];
  for (const lead of leads) await api.ask("POST", "/leads", lead);
  await write("+13125550150", "in", "My roof leaks, can you come on Friday?");
  await write("+13125550150", "out", "Yes, at nine. Bring the Ladder");
  await write("+442071234567", "in", "Gutters, too");
  await write("+13125550160", "out", "On my way");
  await write("+13125550161", "in", "Price of a roof?");
  await write("+491701234567", "in", "a_b 100% sure");
  // Twelve strangers who write the same, and campaigns that nobody looks for.
  for (let index = 0; index < 12; index += 1) await write(`+1312555018${index}`, "in", "thanks");
  await write("+13125550199", "out", "Our ladder offer", "campaign");
  await pool.query("ANALYZE");
});
afterAll(() => api.close());

let moments = 0;
async function write(phone: string, direction: "in" | "out", body: string, kind?: string): Promise<void> {
  const at = new Date(Date.UTC(1970, 0, 1, 0, 0, moments++));
  await api.database.pool.query(
    `WITH written AS (INSERT INTO text_message (account_id, direction, kind, number, phone, body, segments, state, due_at,
      created_at, changed_at) SELECT id, $1, $2, $3, $4, $5, 1, 'received', $6, $6, $6 FROM account WHERE slug = 'acme')
    INSERT INTO conversation AS c (account_id, phone, number, last_at)
    SELECT id, $4, $3, $6 FROM account WHERE slug = 'acme'
    ON CONFLICT (account_id, phone) DO UPDATE SET last_at = excluded.last_at`,
    [direction, kind ?? (direction === "in" ? "inbound" : "person"), LINE, phone, body, at],
  );
}

type Listed = { lead: { name: string } | null; phone: string; found: { text: string } | null };
async function search(words: string, more = "", key?: string) {
  const path = `/conversations?search=${encodeURIComponent(words)}${more}`;
  const { status, body } = await api.ask("GET", path, undefined, key);
  return { status, body: body as unknown as { items: Listed[]; nextCursor: string | null } };
}
const who = async (words: string) =>
  (await search(words)).body.items.map(({ lead, phone }) => lead?.name ?? phone);

test.each([
  ["a part of a name", "ann", ["Anna"]],
  ["in any letters", "KÖLLE", ["Berta Kölle"]],
  ["two signs only where a name begins", "be", ["Berta Kölle"]],
  ["a phone as people write it", "(312) 555-0160", ["Berta Kölle"]],
  ["another phone of a lead, as it is written at home", "+44 20 7123 4567", ["Berta Kölle"]],
  ["a part of a phone", "0160", ["Berta Kölle"]],
  ["a part of an unknown phone", "+49 170", ["+491701234567"]],
  ["a word that they wrote, the newest first", "roof", ["100% Roofs", "Anna"]],
  ["one that we wrote", "ladder", ["Anna"]],
  ["words of one text, in any order", "friday leaks", ["Anna"]],
  ["words of two texts are in none", "friday ladder", []],
  ["a lead with two phones stands there once", "gutters", ["Berta Kölle"]],
  ["what means something in a pattern means itself", "100%", ["+491701234567", "100% Roofs"]],
  ["so does this", "a_b", ["+491701234567"]],
  ["and this finds nothing", "a\\b%", []],
  ["nobody has it", "zzzz", []],
])("%s: %s", async (_, words, expected) => {
  expect(await who(words)).toEqual(expected);
});

test("what was found is shown where words were searched for", async () => {
  expect((await search("friday")).body.items).toMatchObject([
    {
      found: {
        direction: "in",
        text: "My roof leaks, can you come on Friday?",
        at: "1970-01-01T00:00:00.000Z",
      },
    },
  ]);
  expect((await search("Berta")).body.items).toMatchObject([{ found: null }]);
  const { body } = await api.ask("GET", "/conversations?limit=1");
  expect(body).toMatchObject({ items: [{ found: null }] });
});

test("pages go on where the last one ended, and other filters hold too", async () => {
  const found: string[] = [];
  let cursor = "";
  do {
    const { body } = await search("thanks", `&limit=5${cursor}`);
    found.push(...body.items.map(({ phone }) => phone));
    cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
  } while (cursor !== "");
  expect(found).toHaveLength(12);
  expect(new Set(found).size).toBe(12);
  expect((await search("thanks", "&owner=nobody")).body.items).toEqual([]);
});

test("members find among their own alone; too much is refused by name", async () => {
  const answer = await api.app.request("/accounts/acme/conversations?search=roof", {
    headers: { cookie: await api.cookieFor("acme", "member") },
  });
  expect(await answer.json()).toMatchObject({ items: [] });
  expect(await search("x".repeat(101))).toMatchObject({ status: 400 });
  expect((await search("\0")).status).toBe(200);
});
