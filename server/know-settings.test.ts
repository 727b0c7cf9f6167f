import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SnapshotLead } from "../directory/settings-snapshot.ts";
import type { E164 } from "../routing/values.ts";
import { applySettings } from "../store/apply-settings.ts";
import { readAllSettings, readKnownSettings, type SettingsPart } from "../store/read-known-settings.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { useDatabase } from "../store/testing/use-database.ts";
import { type KnownSettings, knowSettings } from "./know-settings.ts";
import { pack } from "./last-known-file.ts";

const database = useDatabase();
const phoneAt = (place: number) => `+1312555${String(place).padStart(4, "0")}`;
const LINES = 450;
const BLOCKED = "+13125559000" as E164;
const ANNA = "+13125559001" as E164;
const BO = "+13125559002" as E164;
/** With whatever lines and lists could be told by: U+2028 ends a line for some readers. */
const BO_NAME = "Bo [of\u2028Line 1],";

/** More of everything than is kept in one part. */
const settings = {
  account: {
    slug: "acme",
    name: "Acme",
    country: "US",
    timezone: "America/Chicago",
    blockedCallers: [BLOCKED, "+1900*"],
  },
  carriers: [{ id: "main", kind: "twilio", accountSid: "AC1", authToken: "s3cret" }],
  staff: [{ email: "dana@acme.test", name: "Dana", phone: "+13125559003" }],
  numbers: Array.from({ length: LINES }, (_, place) => ({
    number: phoneAt(place),
    label: `Line ${place}`,
    carrier: "main",
    user: "dana@acme.test",
  })),
};

const leads = async (): Promise<SnapshotLead[]> => {
  const { rows } = await database().pool.query<{ account: string; dana: string }>(
    "SELECT account_id::text AS account, id::text AS dana FROM staff",
  );
  const [{ account, dana } = { account: "", dana: "" }] = rows;
  const common = { account_id: account, blocked: false, user_id: dana };
  return [
    { ...common, id: "1", name: "Anna Berg", phones: [ANNA] },
    { ...common, id: "2", name: BO_NAME, phones: [BO] },
  ];
};

function start(folder: string): Promise<KnownSettings> {
  return knowSettings(folder, (error) => expect.unreachable(String(error)));
}

/** What a node says that has seen nothing but the files. */
async function expectAllKnown(folder: string): Promise<void> {
  const known = await start(folder);
  const ask = (from: E164, line: number) => known.find({ from, to: phoneAt(line) as E164, at: 0 })?.facts;
  expect(known.secret?.length).toBeGreaterThan(0);
  expect(known.carrier("main")?.authToken).toBe("s3cret");
  for (const line of [0, 199, 200, LINES - 1]) expect(ask(ANNA, line)?.number.label).toBe(`Line ${line}`);
  expect(ask(ANNA, 0)?.lead).toMatchObject({ name: "Anna Berg", user: { name: "Dana" } });
  expect(ask(BO, 0)?.lead).toMatchObject({ name: BO_NAME });
  expect(ask(BLOCKED, 0)?.caller.blockedBy).toBe(BLOCKED);
  expect(ask("+19005550100" as E164, 0)?.caller.blockedBy).toBe("+1900*");
}

test("what a node has learnt, in however many parts, the next one on its folder knows", async () => {
  expect(await applySettings(database(), settings)).toMatchObject({ ok: true });
  const folder = await makeScratchFolder();
  const known = await start(folder);
  expect(known.secret).toBeNull();
  const parts: SettingsPart[] = [];
  for await (const part of readKnownSettings(database().pool)) parts.push(part);
  expect(parts.filter(({ numbers }) => numbers !== undefined).length).toBe(3);

  await known.learn(readKnownSettings(database().pool));
  await known.learnLeads(await Promise.all((await leads()).map((lead) => pack([lead]))));
  await expectAllKnown(folder);
  for (const name of ["last-known-settings.json", "last-known-leads.json"])
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
});

test("settings that are as they were are not written again; others are", async () => {
  expect(await applySettings(database(), settings)).toMatchObject({ ok: true });
  const folder = await makeScratchFolder();
  const file = join(folder, "last-known-settings.json");
  await (await start(folder)).learn(readKnownSettings(database().pool));
  const known = await start(folder);
  const before = await stat(file);
  await known.learn(readKnownSettings(database().pool));
  expect((await stat(file)).ino).toBe(before.ino);
  await database().pool.query("UPDATE number SET label = 'Another' WHERE number = $1", [phoneAt(LINES - 1)]);
  await known.learn(readKnownSettings(database().pool));
  expect((await stat(file)).ino).not.toBe(before.ino);
  expect(await readFile(file, "utf8")).toContain("Another");
});

test("files as they were before there were parts are read", async () => {
  expect(await applySettings(database(), settings)).toMatchObject({ ok: true });
  const folder = await makeScratchFolder();
  await writeFile(
    join(folder, "last-known-settings.json"),
    JSON.stringify(await readAllSettings(database().pool)),
  );
  const lines = (await leads()).map((lead) => JSON.stringify(lead));
  await writeFile(join(folder, "last-known-leads.json"), `[${lines.join(",\n")}]`);
  await expectAllKnown(folder);
});

test.each([
  ["torn settings", "last-known-settings.json", '{"secret":"AAAA"}\n{"accounts":[{"id"'],
  ["an empty file of settings", "last-known-settings.json", ""],
  ["torn leads", "last-known-leads.json", '[{"id":"1"'],
])("%s: as none", async (_, name, text) => {
  const folder = await makeScratchFolder();
  await writeFile(join(folder, name), text);
  const known = await start(folder);
  expect(known.secret).toBeNull();
  expect(known.find({ from: ANNA, to: phoneAt(0) as E164, at: 0 })).toBeNull();
});
