import { afterAll, beforeAll, expect, test } from "vitest";
import { applySettings } from "../../store/apply-settings.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

type Entry = {
  id: string;
  section: string;
  itemId: string;
  itemName: string;
  action: string;
  fields: { field: string; before: unknown; after: unknown }[];
  undoable: boolean;
  undoneBy: string | null;
};
const audit = async (query = "") =>
  ((await api.ask("GET", `/audit${query}`)).body as unknown as { items: Entry[] }).items;
const undo = (id: string | undefined) => api.ask("POST", `/audit/${id}/undo`, {});
const idOf = async (section: string, which: (item: Record<string, unknown>) => boolean = () => true) => {
  const { items } = (await api.ask("GET", `/${section}`)).body as { items: Record<string, unknown>[] };
  return String(items.find(which)?.id);
};

test("a manager sees who changed what, with the old value and the new one", async () => {
  const id = await idOf("numbers");
  await api.ask("PATCH", `/numbers/${id}`, { label: "Leeds line", ringSeconds: 15 });
  expect((await audit())[0]).toMatchObject({
    actor: { kind: "key", name: "the manager's key" },
    section: "numbers",
    itemId: id,
    itemName: "Leeds line (+13125550121)",
    action: "changed",
    fields: [
      { field: "label", before: null, after: "Leeds line" },
      { field: "ringSeconds", before: null, after: 15 },
    ],
    undoable: true,
    undoneBy: null,
  });
  expect(await audit(`?section=numbers&id=${id}`)).toHaveLength(2);
  expect(await audit("?section=carriers")).toMatchObject([{ itemId: "acme", action: "created" }]);
});

test("a settings file is one entry for each thing, and one for all its leads", async () => {
  const was = (await audit("?limit=200")).length;
  const settings = {
    account: { slug: "acme" },
    staff: [{ email: "eve@acme.test", name: "Eve", phone: "+13125550141" }],
    leads: [1, 2, 3].map((last) => ({ name: `Lead ${last}`, phones: [`+1312555018${last}`] })),
  };
  await applySettings(api.database, settings);
  await applySettings(api.database, settings);
  const entries = await audit("?limit=200");
  expect(entries.length).toBe(was + 2);
  expect(entries[0]).toMatchObject({
    actor: { kind: "commandLine" },
    section: "leads",
    itemId: null,
    action: "applied",
    fields: [
      { field: "changed", before: null, after: 0 },
      { field: "created", before: null, after: 3 },
      { field: "unchanged", before: null, after: 0 },
    ],
    undoable: false,
  });
  expect(entries[1]).toMatchObject({ section: "staff", itemName: "Eve", action: "created" });
  expect((await undo(entries[0]?.id)).body.error?.code).toBe("conflict");
});

test("a change is undone by another change; undoing that one brings it back", async () => {
  const id = await idOf("staff");
  await api.ask("PATCH", `/staff/${id}`, { phone: "+13125550147" });
  const [change] = await audit();
  const undone = await undo(change?.id);
  expect((await api.ask("GET", `/staff/${id}`)).body).toMatchObject({ phone: "+13125550111" });
  const [undoing, original] = await audit();
  expect(undoing).toMatchObject({ id: undone.body.entryId, undoes: change?.id, undoneBy: null });
  expect(original).toMatchObject({ id: change?.id, undoable: false, undoneBy: undoing?.id });
  expect((await undo(change?.id)).status).toBe(409);
  await undo(undoing?.id);
  expect((await api.ask("GET", `/staff/${id}`)).body).toMatchObject({ phone: "+13125550147" });
  expect((await audit())[2]).toMatchObject({ id: change?.id, undoable: true, undoneBy: null });
});

test("what was changed since is not undone, and the answer says by whom", async () => {
  const id = await idOf("leads");
  await api.ask("PATCH", `/leads/${id}`, { name: "Anna Berg" });
  const [first] = await audit();
  await api.ask("PATCH", `/leads/${id}`, { blocked: true });
  const [second] = await audit();
  expect(await undo(first?.id)).toMatchObject({
    status: 409,
    body: { error: { code: "stale", message: "it was changed by the manager's key since" } },
  });
  // Undone in their turn, the newest first, both go.
  expect((await undo(second?.id)).status).toBe(200);
  expect((await undo(first?.id)).status).toBe(200);
  expect((await api.ask("GET", `/leads/${id}`)).body).toMatchObject({ name: "Anna", blocked: false });
  await api.database.query
    .updateTable("lead")
    .set({ name: "By hand", changed_at: new Date() })
    .where("id", "=", id as never)
    .execute();
  const [third] = await audit();
  expect((await undo(third?.id)).body.error?.code).toBe("stale");
});

test("who was removed comes back with what they had, under the key they had", async () => {
  const eve = await idOf("staff", ({ name }) => name === "Eve");
  const dana = await idOf("staff", ({ name }) => name === "Dana");
  const number = await idOf("numbers");
  await api.ask("PATCH", `/numbers/${number}`, { user: "eve@acme.test" });
  const lead = await api.ask("POST", "/leads", {
    name: "Cy",
    phones: ["+13125550170"],
    assignedTo: "eve@acme.test",
  });
  const removed = await api.ask("DELETE", `/staff/${eve}?takeOver=${dana}`);
  expect(removed.body).toEqual({ deleted: true, unassigned: { leads: 1, numbers: 1 } });
  const find = async () => [
    (await api.ask("GET", `/leads/${lead.body.id}`)).body.assignedTo,
    (await api.ask("GET", `/numbers/${number}`)).body.user,
  ];
  expect(await find()).toEqual(["dana@acme.test", "dana@acme.test"]);
  const [entry] = await audit("?section=staff");
  expect(entry).toMatchObject({ action: "removed", itemName: "Eve" });
  expect(entry?.fields).toContainEqual({ field: "leadsHandedOver", before: null, after: "1 to Dana" });
  expect((await undo(entry?.id)).status).toBe(200);
  expect((await api.ask("GET", `/staff/${eve}`)).body).toMatchObject({ id: eve, name: "Eve" });
  expect(await find()).toEqual(["eve@acme.test", "eve@acme.test"]);
});

test("who is made inactive hands over in the same step; nobody who is away can take over", async () => {
  const eve = await idOf("staff", ({ name }) => name === "Eve");
  const dana = await idOf("staff", ({ name }) => name === "Dana");
  for (const wrong of [eve, "999"]) {
    const refused = await api.ask("PATCH", `/staff/${eve}?takeOver=${wrong}`, { active: false });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { fields: { takeOver: expect.any(String) } } },
    });
  }
  expect((await api.ask("PATCH", `/staff/${eve}?takeOver=x`, { active: false })).status).toBe(400);
  await api.ask("PATCH", `/staff/${eve}?takeOver=${dana}`, { active: false });
  const { items } = (await api.ask("GET", "/leads?limit=200")).body as unknown as {
    items: { assignedTo: string | null }[];
  };
  expect(items.map(({ assignedTo }) => assignedTo)).not.toContain("eve@acme.test");
  const [entry] = await audit("?section=staff");
  await undo(entry?.id);
  expect((await api.ask("GET", `/staff/${eve}`)).body).toMatchObject({ active: true });
  expect((await api.ask("GET", `/leads?limit=200`)).body.items).toContainEqual(
    expect.objectContaining({ name: "Cy", assignedTo: "eve@acme.test" }),
  );
});

test("a secret never shows in the log, and a change of one can't be undone", async () => {
  await api.ask("PATCH", "/carriers/acme", { authToken: "n3w-secret" });
  const [entry] = await audit();
  expect(entry?.fields).toEqual([{ field: "authToken", before: "set", after: "changed" }]);
  expect((await undo(entry?.id)).body.error?.code).toBe("conflict");
  const { rows } = await api.database.pool.query("SELECT audit_entry::text AS row FROM audit_entry");
  expect(JSON.stringify(rows)).not.toMatch(/s3cret|n3w-secret/);
});

test("a stranger's changes are not there, and only an owner undoes what concerns owners", async () => {
  const stranger = await api.keyFor("stranger", "owner");
  const foreign = await api.app.request("/accounts/stranger/audit", {
    headers: { authorization: `Bearer ${stranger}` },
  });
  const { items } = (await foreign.json()) as { items: Entry[] };
  expect((await undo(items[0]?.id)).status).toBe(404);
  await api.ask("POST", "/staff", { email: "boss@acme.test", name: "Boss", role: "owner" });
  const [entry] = await audit();
  const admin = await api.keyFor("acme", "admin");
  expect((await api.ask("POST", `/audit/${entry?.id}/undo`, {}, admin)).status).toBe(403);
  expect((await undo(entry?.id)).status).toBe(200);
});
