import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { receiveText } from "../../store/messages/keep-told-texts.ts";
import { openRecordings } from "../../voicemail/open-recordings.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

const ANNA = "+13125550150";
const STRANGER = "+13125550161";
const LINE = "+13125550121";
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

let api: TestApi;
let dana: string;
let leo: string;
let lead: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ringright-api-"));
  api = await openTestApi(undefined, openRecordings({ dataFolder: folder, bucket: null }));
  dana = await api.cookieFor("acme", "member");
  leo = await api.cookieFor("acme", "member");
  const { query } = api.database;
  const row = await query
    .selectFrom("lead_phone")
    .select("lead_id")
    .where("phone", "=", ANNA)
    .executeTakeFirstOrThrow();
  lead = row.lead_id;
  // The first of the two members is Anna's.
  await api.ask("PATCH", `/leads/${lead}`, { assignedTo: await emailOf("first") });
  await api.ask("PATCH", "", { defaultOutboundNumber: LINE });
  await receive(ANNA, "My roof leaks");
  await receive(STRANGER, "Do you do gutters?");
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

async function emailOf(which: "first" | "second"): Promise<string> {
  const rows = await api.database.query
    .selectFrom("staff")
    .select("email")
    .where("email", "like", "member-%")
    .orderBy("id")
    .execute();
  return rows[which === "first" ? 0 : 1]?.email ?? "";
}

let texts = 0;
async function receive(from: string, body: string): Promise<void> {
  const { id } = await api.database.query
    .selectFrom("account")
    .select("id")
    .where("slug", "=", "acme")
    .executeTakeFirstOrThrow();
  const connection = { id: "acme", accountId: id, country: "US", kind: "twilio", accountSid: "AC1" } as const;
  const carrier = { ...connection, authToken: "s3cret", credentials: {}, apiBaseUrl: null };
  const text = { id: `SM${texts++}`, from, to: LINE, body, media: [] };
  await receiveText(api.database.pool, carrier, text, (texts - 10) * 1000);
}

async function as(cookie: string, method: string, path: string, body?: object, headers = {}) {
  const answer = await api.app.request(`/accounts/acme${path}`, {
    method,
    headers: { cookie, "x-ringright": "1", "content-type": "application/json", ...headers },
    ...(body === undefined
      ? {}
      : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
  });
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers of many shapes.
  return { status: answer.status, body: (text.startsWith("{") ? JSON.parse(text) : text) as any };
}
const idOf = (phone: string) => encodeURIComponent(`phone:${phone}`);

test("members see their own conversations alone; owners and admins all of them", async () => {
  const all = (await api.ask("GET", "/conversations")).body as { items?: { id: string }[] };
  expect(all.items?.map(({ id }) => id)).toEqual([`phone:${STRANGER}`, `lead:${lead}`]);
  const own = (await as(dana, "GET", "/conversations")).body;
  expect(own.items).toMatchObject([
    { id: `lead:${lead}`, unread: true, needsAnswer: true, last: { text: "My roof leaks" } },
  ]);
  expect((await as(leo, "GET", "/conversations")).body.items).toEqual([]);
  expect((await as(leo, "GET", `/conversations/lead:${lead}`)).status).toBe(404);
  expect((await as(leo, "GET", `/conversations/lead:${lead}/items`)).status).toBe(404);
  expect((await as(leo, "POST", `/conversations/lead:${lead}/texts`, { text: "Hi" })).status).toBe(404);
});

test("reading is each person's own", async () => {
  expect((await as(dana, "GET", "/conversations/count")).body).toEqual({ unread: 1 });
  expect((await as(dana, "POST", `/conversations/lead:${lead}/read`, {})).body).toEqual({ unread: 0 });
  const admin = await api.cookieFor("acme", "admin");
  expect((await as(admin, "GET", "/conversations?unread=true")).body.items).toHaveLength(2);
  // Neither is theirs: one is a member's lead, the other came by somebody's own number.
  expect((await as(admin, "GET", "/conversations/count")).body).toEqual({ unread: 0 });
});

test("a text is written once for a key, by whom it says, and answers", async () => {
  const headers = { "idempotency-key": "one" };
  const first = await as(dana, "POST", `/conversations/lead:${lead}/texts`, { text: "On my way" }, headers);
  expect(first).toMatchObject({
    status: 201,
    body: {
      kind: "text",
      direction: "out",
      text: "On my way",
      state: "queued",
      number: LINE,
      segments: 1,
      trouble: null,
    },
  });
  const again = await as(dana, "POST", `/conversations/lead:${lead}/texts`, { text: "On my way" }, headers);
  expect(again.body.id).toBe(first.body.id);
  const { body } = await as(dana, "GET", `/conversations/lead:${lead}`);
  expect(body).toMatchObject({ needsAnswer: false, phones: [ANNA], sending: { from: LINE, refusal: null } });
});

test("a picture is uploaded, goes with one text alone, and is seen by who sees the text", async () => {
  const uploaded = await as(dana, "POST", "/text-media?fileName=roof.png", PNG, {
    "content-type": "image/png",
  });
  expect(uploaded).toMatchObject({ status: 201, body: { contentType: "image/png", bytes: PNG.length } });
  const { id } = uploaded.body;
  const path = `/conversations/lead:${lead}/texts`;
  expect((await as(dana, "POST", path, { text: "", media: [id] })).body).toMatchObject({
    pictures: [{ id, state: "kept" }],
  });
  expect((await as(dana, "POST", path, { text: "", media: [id] })).status).toBe(400);
  expect((await as(dana, "GET", `/text-media/${id}`)).status).toBe(200);
  expect((await as(leo, "GET", `/text-media/${id}`)).status).toBe(404);
  const html = await as(dana, "POST", "/text-media", Buffer.from("<script>alert(1)</script>"), {
    "content-type": "image/png",
  });
  expect(html.status).toBe(400);
});

test("what a text lacks or can't be is named", async () => {
  const path = `/conversations/lead:${lead}/texts`;
  const named = async (body: object) =>
    Object.keys((await as(dana, "POST", path, body)).body.error.fields ?? {});
  expect(await named({ text: " " })).toEqual(["text"]);
  expect(await named({ text: "x".repeat(1601) })).toEqual(["text"]);
  expect(await named({ text: "Hi", to: STRANGER })).toEqual(["to"]);
  expect(await named({ text: "Hi", from: "+13125550199" })).toEqual(["from"]);
  expect(await named({ text: "Hi", colour: "red" })).toEqual(["colour"]);
  await api.ask("POST", "/opt-outs", { phone: STRANGER, reason: "said so" });
  expect(
    (await api.ask("POST", `/conversations/${idOf(STRANGER)}/texts`, { text: "Hi" })).body,
  ).toMatchObject({
    error: { code: "conflict", message: expect.stringContaining("wants no texts") },
  });
});

test("given to Leo, the stranger's conversation is his; a member gives nobody any", async () => {
  const [{ id: staffId } = { id: "" }] = await api.database.query
    .selectFrom("staff")
    .select("id")
    .where("email", "=", await emailOf("second"))
    .execute();
  expect((await as(dana, "PATCH", `/conversations/lead:${lead}`, { owner: staffId })).status).toBe(403);
  expect((await api.ask("PATCH", `/conversations/${idOf(STRANGER)}`, { owner: staffId })).status).toBe(200);
  expect((await as(leo, "GET", "/conversations")).body.items).toMatchObject([
    { phone: STRANGER, owner: { id: staffId } },
  ]);
  const none = await api.ask("PATCH", `/conversations/${idOf(STRANGER)}`, { needsAnswer: false });
  expect(none.body).toMatchObject({ needsAnswer: false });
});

test("notes are for the staff; one's own can be removed", async () => {
  const { body: note } = await as(dana, "POST", `/conversations/lead:${lead}/notes`, { text: "Has a dog" });
  expect(note).toMatchObject({ kind: "note", text: "Has a dog", own: true });
  const { body: page } = await as(dana, "GET", `/conversations/lead:${lead}/items?limit=2`);
  const { body: rest } = await as(
    dana,
    "GET",
    `/conversations/lead:${lead}/items?limit=50&cursor=${page.nextCursor}`,
  );
  const texts = [...page.items, ...rest.items].map(({ text }: { text: string }) => text);
  expect(texts.toSorted()).toEqual(["", "Has a dog", "My roof leaks", "On my way"]);
  expect((await as(leo, "DELETE", `/notes/${note.id}`)).status).toBe(404);
  expect((await as(dana, "DELETE", `/notes/${note.id}`)).status).toBe(200);
});

test("templates: everybody's by admins, one's own by anybody; an unknown field is refused by its name", async () => {
  const add = (body: object) => as(dana, "POST", "/templates", body);
  expect(await add({ name: "Late", text: "Hi {frstName}" })).toMatchObject({
    status: 400,
    body: { error: { fields: { text: expect.stringContaining("{frstName}") } } },
  });
  expect((await add({ name: "Late", text: "Hi", shared: true })).status).toBe(403);
  expect(await add({ name: "Late", text: "Hi {firstName}, {me} of {business}" })).toMatchObject({
    status: 201,
    body: { id: "late", shared: false },
  });
  expect((await api.ask("POST", "/templates", { name: "Hello", text: "Hi", shared: true })).status).toBe(201);
  expect((await as(leo, "GET", "/templates")).body.items).toMatchObject([{ id: "hello" }]);
  const preview = await as(dana, "POST", "/templates/preview", {
    text: "Hi {firstName}, from {line}",
    conversation: `lead:${lead}`,
  });
  expect(preview.body).toEqual({ text: `Hi Anna, from ${LINE}` });
  expect((await as(dana, "PATCH", "/templates/late", { text: "Hello {lead}" })).body.text).toBe(
    "Hello {lead}",
  );
  expect((await as(leo, "DELETE", "/templates/late")).status).toBe(404);
  expect((await as(dana, "DELETE", "/templates/late")).status).toBe(200);
});

test("the list of who wants no texts is brought and taken along as CSV, and every change is in the audit log", async () => {
  const owner = await api.cookieFor("acme", "owner");
  const csv = Buffer.from("Phone,Reason\r\n(312) 555-0190,asked\r\nnobody,\r\n(312) 555-0190,again\r\n");
  expect((await as(owner, "POST", "/opt-outs/import", csv, { "content-type": "text/csv" })).body).toEqual({
    added: 1,
    known: 1,
    refused: 1,
    problems: [{ row: 3, reason: "there is no phone number in it" }],
  });
  const { body } = await as(owner, "GET", "/opt-outs/export.csv");
  expect(body).toContain("+13125550190,");
  expect((await as(owner, "GET", "/opt-outs?search=0190")).body.items).toMatchObject([{ said: "asked" }]);
  expect((await as(owner, "DELETE", "/opt-outs/%2B13125550190?reason=wrote%20a%20letter")).status).toBe(200);
  const { body: log } = await as(owner, "GET", "/audit?section=optOuts");
  expect(log.items.map(({ action }: { action: string }) => action)).toEqual([
    "removed",
    "applied",
    "created",
  ]);
});

test("consent is kept with a lead, and exported", async () => {
  const consent = { source: "web form", at: "2026-01-31T00:00:00.000Z" };
  expect((await api.ask("PATCH", `/leads/${lead}`, { consent })).body).toMatchObject({ consent });
  expect((await as(await api.cookieFor("acme", "owner"), "GET", "/leads/export.csv")).body).toContain(
    "web form,2026-01-31",
  );
  expect((await as(dana, "GET", `/conversations/lead:${lead}`)).body.consent).toEqual(consent);
});

test("a text that failed is sent again: judged anew, with its pictures, once while that one is under way", async () => {
  const { query } = api.database;
  const path = `/conversations/lead:${lead}/texts`;
  const uploaded = await as(dana, "POST", "/text-media", PNG, { "content-type": "image/png" });
  const { body: first } = await as(dana, "POST", path, { text: "Here is it", media: [uploaded.body.id] });
  const becomes = (id: string, state: "failed" | "delivered", error: string | null) =>
    query.updateTable("text_message").set({ state, error, next_try_at: null }).where("id", "=", id).execute();
  const again = (id: string, cookie = dana) => as(cookie, "POST", `/texts/${id}/again`, {});
  expect(await again(first.id)).toMatchObject({ status: 409, body: { error: { code: "conflict" } } });
  await becomes(first.id, "failed", "the phone is switched off");
  expect((await as(dana, "GET", `/conversations/lead:${lead}/items`)).body.items).toContainEqual(
    expect.objectContaining({ id: first.id, canSendAgain: true, sentAgainAs: null, againOf: null }),
  );
  // Neither who may not see it, nor a text that is none.
  expect((await again(first.id, leo)).status).toBe(404);
  expect((await again("999999")).status).toBe(404);
  const both = await Promise.all([again(first.id), again(first.id)]);
  const [{ body: second }] = both;
  expect(both.map(({ status, body }) => [status, body.id])).toEqual(Array(2).fill([201, second.id]));
  expect(second).toMatchObject({
    ...{ text: "Here is it", state: "queued", purpose: "person", number: LINE, againOf: first.id },
    ...{ pictures: [{ state: "kept", contentType: "image/png" }], canSendAgain: false },
  });
  expect(second.pictures[0].id).not.toBe(uploaded.body.id);
  expect((await as(dana, "GET", `/text-media/${second.pictures[0].id}`)).status).toBe(200);
  expect((await again(first.id)).body.id).toBe(second.id);
  // That one fails too: another follows, whichever of them is pressed; sent, it stays the last.
  await becomes(second.id, "failed", "the phone is switched off");
  const { body: third } = await again(first.id);
  expect(third).toMatchObject({ againOf: second.id, state: "queued" });
  await becomes(third.id, "delivered", null);
  expect((await again(second.id)).body.id).toBe(third.id);
  expect((await again(third.id)).status).toBe(409);
  // Whoever wants no texts by now gets none.
  await becomes(third.id, "failed", "the phone is switched off");
  await api.ask("POST", "/opt-outs", { phone: ANNA, reason: "said so" });
  expect((await again(third.id)).body.error.message).toContain("wants no texts");
  await api.ask("DELETE", `/opt-outs/${encodeURIComponent(ANNA)}?reason=wrote`);
  const { rows } = await api.database.pool.query(
    "SELECT count(*)::int FROM text_message WHERE body = 'Here is it'",
  );
  expect(rows).toEqual([{ count: 3 }]);
});
