import { afterAll, beforeAll, expect, test } from "vitest";
import { runJobs } from "../../jobs/run-jobs.ts";
import { applySettings } from "../../store/apply-settings.ts";
import { type Database, openDatabase } from "../../store/open-database.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
let pool: Database;
let jobs: { stop(): Promise<void> };
const complaints: object[] = [];
beforeAll(async () => {
  api = await openTestApi();
  pool = openDatabase(api.connection, { max: 6, patient: true });
  const quiet = () => {};
  jobs = await runJobs(pool, { debug: quiet, info: quiet, error: (details) => complaints.push(details) });
});
afterAll(async () => {
  await jobs.stop();
  await pool.close();
  await api.close();
});

type Progress = Record<"rows" | "done" | "created" | "updated" | "unchanged" | "refused", number> & {
  state: string;
};
const upload = async (file: string | Uint8Array) => {
  const key = await api.keyFor("acme", "admin");
  const answer = await api.app.request("/accounts/acme/leads/imports?fileName=my%20leads.csv", {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
    body: typeof file === "string" ? file : Buffer.from(file),
  });
  const body = (await answer.json()) as { id: string; suggested: object; columns: string[]; rows: number };
  return { status: answer.status, body };
};
/** Starts an import and waits until it is done, as a page does that shows how far it is. */
const run = async (id: string, columns: object, ifThere = "update") => {
  const started = await api.ask("POST", `/leads/imports/${id}/start`, { columns, ifThere });
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  return expect
    .poll(async () => (await api.ask("GET", `/leads/imports/${id}`)).body, { interval: 50 })
    .toMatchObject({ state: "done" })
    .then(async () => (await api.ask("GET", `/leads/imports/${id}`)).body as unknown as Progress);
};
const refusedOf = async (id: string) => {
  const key = await api.keyFor("acme", "admin");
  const answer = await api.app.request(`/accounts/acme/leads/imports/${id}/refused.csv`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return (await answer.text()).trimEnd().split("\r\n");
};
const namesOf = async (search: string) => {
  const { body } = await api.ask("GET", `/leads?search=${encodeURIComponent(search)}&sort=name`);
  return (body as unknown as { items: { name: string }[] }).items.map(({ name }) => name);
};

test("ten thousand leads come in with 37 bad rows, and again without a change", async () => {
  const lines = Array.from({ length: 10_000 }, (_, row) => {
    const phone =
      row % 270 === 100
        ? "12"
        : `(312) ${200 + Math.floor(row / 10_000)}-${String(row % 10_000).padStart(4, "0")}`;
    return `"Person, ${row}",${phone},${row % 2 === 0 ? "Dana" : ""}`;
  });
  const file = `Full name,Mobile phone,Owner\r\n${lines.join("\r\n")}\r\n`;
  const first = await upload(file);
  expect(first).toMatchObject({
    status: 201,
    body: {
      rows: 10_000,
      columns: ["Full name", "Mobile phone", "Owner"],
      preview: [["Person, 0", "(312) 200-0000", "Dana"], [], [], [], []].map((row) =>
        row.length === 0 ? expect.any(Array) : row,
      ),
      suggested: { name: "Full name", phones: ["Mobile phone"], assignedTo: "Owner", blocked: null },
    },
  });
  const done = await run(first.body.id, first.body.suggested);
  expect(done).toMatchObject({ rows: 10_000, done: 10_000, created: 9_963, updated: 0, refused: 37 });
  const refused = await refusedOf(first.body.id);
  expect(refused).toHaveLength(38);
  expect(refused[0]).toBe("Full name,Mobile phone,Owner,reason");
  expect(refused[1]).toMatch(/^"Person, 100",12,Dana,"Mobile phone: ""12"" is no phone number/);
  const { body } = await api.ask("GET", "/leads?search=person%2C%209998");
  expect(body).toMatchObject({ items: [{ assignedTo: "dana@acme.test", phones: ["+13122009998"] }] });
  const { items } = (await api.ask("GET", "/audit?limit=1")).body as unknown as { items: object[] };
  expect(items).toMatchObject([{ itemName: "my leads.csv", action: "applied", undoable: false }]);

  // The refused rows, mended, are a file that can be imported.
  const mended = refused.map((line) => line.replace(",12,", ",312 555 0150,")).slice(0, 2);
  const second = await upload(mended.join("\r\n"));
  expect(await run(second.body.id, second.body.suggested)).toMatchObject({ created: 0, updated: 1 });
  const third = await upload(`${file.split("\r\n").slice(0, 1_000).join("\r\n")}\r\n`);
  expect(await run(third.body.id, third.body.suggested)).toMatchObject({
    unchanged: 995,
    updated: 0,
    refused: 4,
  });
  expect(complaints).toEqual([]);
});

test("files as programs for tables write them: other separators, signs, quotes and lines", async () => {
  const german = Buffer.concat([
    Buffer.from("Name;Telefon;Blocked\r\nJ\xfcrgen Gr\xfcn;+1 312 555 0171;ja\r\n", "latin1"),
    Buffer.from('"Zwei\r\nZeilen";3125550172;\r\nDrei;"3125550173; 3125550174";no\r\n', "latin1"),
  ]);
  const one = await upload(german);
  expect(one.body.suggested).toEqual({
    name: "Name",
    phones: ["Telefon"],
    assignedTo: null,
    blocked: "Blocked",
    consentSource: null,
    consentAt: null,
  });
  expect(await run(one.body.id, one.body.suggested)).toMatchObject({ rows: 3, created: 2, refused: 1 });
  expect(await namesOf("5550171")).toEqual(["Jürgen Grün"]);
  expect(await namesOf("5550174")).toEqual(["Drei"]);
  expect(await refusedOf(one.body.id)).toHaveLength(3);
  const wide = Buffer.from("\uFEFFAda\t3125550175\nBob\t3125550176\n", "utf16le");
  const two = await upload(wide);
  expect(two.body).toMatchObject({ columns: ["Column 1", "Column 2"], hasHeading: false });
  expect(await run(two.body.id, { name: "Column 1", phones: ["Column 2"] })).toMatchObject({ created: 2 });
});

test("two who share a phone stay two, one who stands twice is one, and what is there is added to", async () => {
  await applySettings(api.database, {
    account: { slug: "acme" },
    leads: [{ name: "Old", phones: ["+13125550181", "+13125550189"], assignedTo: "dana@acme.test" }],
  });
  const file = "name,phone\nMia,3125550180\nTom,3125550180\nMia,3125550180\nNew,3125550181\n";
  const first = await upload(file);
  expect(await run(first.body.id, first.body.suggested)).toMatchObject({
    created: 2,
    updated: 1,
    unchanged: 1,
  });
  expect(await namesOf("5550180")).toEqual(["Mia", "Tom"]);
  expect((await api.ask("GET", "/leads?search=5550189")).body).toMatchObject({
    items: [{ name: "New", phones: ["+13125550181", "+13125550189"], assignedTo: "dana@acme.test" }],
  });
  const again = await upload(file);
  expect(await run(again.body.id, again.body.suggested)).toMatchObject({
    created: 0,
    updated: 0,
    unchanged: 4,
  });
  const skipped = await upload("name,phone\nOther,3125550181\nFresh,3125550182\n");
  expect(await run(skipped.body.id, skipped.body.suggested, "skip")).toMatchObject({
    created: 1,
    unchanged: 1,
  });
  expect(await namesOf("5550181")).toEqual(["New"]);
});

test("what can't be imported is said before anything is", async () => {
  expect((await upload("")).status).toBe(400);
  expect((await upload("name,phone\n")).status).toBe(400);
  const { body } = await upload("name,phone\nA,3125550190\n");
  const start = (columns: object) => api.ask("POST", `/leads/imports/${body.id}/start`, { columns });
  expect((await start({ phones: [] })).body.error).toMatchObject({
    fields: { "columns.phones": expect.any(String) },
  });
  expect((await start({ phones: ["fax"], name: "who" })).body.error).toMatchObject({
    fields: { "columns.phones[0]": "is not a column of this file", "columns.name": expect.any(String) },
  });
  await run(body.id, { name: "name", phones: ["phone"] });
  expect((await start({ phones: ["phone"] })).status).toBe(409);
  for (const id of ["999", "x"]) expect((await api.ask("GET", `/leads/imports/${id}`)).status).toBe(404);
});
