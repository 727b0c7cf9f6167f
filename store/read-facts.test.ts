import { expect, test } from "vitest";
import { indexSettings } from "../directory/settings-snapshot.ts";
import type { E164 } from "../routing/values.ts";
import { applySettings } from "./apply-settings.ts";
import { canShowCaller, readFacts } from "./read-facts.ts";
import { readAllSettings, readRecentLeads } from "./read-known-settings.ts";
import { useDatabase } from "./testing/use-database.ts";

const database = useDatabase();
const LINE = "+13125550111" as E164;
const NIGHT = "+13125550112" as E164;
const ANNA = "+13125550123" as E164;

const settings = {
  account: {
    slug: "acme",
    name: "Acme",
    country: "US",
    timezone: "America/Chicago",
    companyPhone: "+13125550101",
    onCallPhone: "+13125550104",
    closedLadder: ["onCall"],
    hours: { mon: ["09:00-12:30", "13:30-18:00"], tue: ["09:00-18:00"] },
    holidays: [{ date: "2026-03-03", name: "Foundation day", hours: ["10:00-12:00"] }],
  },
  carriers: [{ id: "main", kind: "twilio", accountSid: "AC1", authToken: "s3cret" }],
  staff: [
    { email: "dana@acme.test", name: "Dana", phone: "+13125550101", hours: { mon: ["10:00-16:00"] } },
    { email: "leo@acme.test", name: "Leo", phone: "+13125550104", awayUntil: "2026-03-02T20:00:00+01:00" },
    {
      email: "eve@acme.test",
      name: "Eve",
      phone: "+13125550105",
      daysOff: [{ from: "2026-03-02", to: "2026-03-03" }],
    },
    // Who is inactive has no hours that count.
    { email: "off@acme.test", name: "Off", phone: "+13125550102", active: false, hours: {} },
  ],
  numbers: [
    { number: LINE, carrier: "main", user: "eve@acme.test", forwardingNumber: "+13125550102" },
    { number: NIGHT, carrier: "main", hours: { mon: ["22:00-06:00"] }, closedLadder: "voicemail" },
  ],
  leads: [{ name: "Anna Berg", phones: [ANNA], assignedTo: "dana@acme.test" }],
};

test("the database and the last known settings say the same of hours, at every hour of three days", async () => {
  expect(await applySettings(database(), settings)).toMatchObject({ ok: true });
  const { pool } = database();
  const known = JSON.parse(JSON.stringify(await readAllSettings(pool)));
  const index = indexSettings(known, canShowCaller);
  await readRecentLeads(pool, async (leads) => leads.forEach(index.addLead));
  const begin = Date.parse("2026-03-02T06:00:00Z");
  const said = new Set<string | null>();
  for (let hour = 0; hour < 72; hour += 1) {
    for (const to of [LINE, NIGHT]) {
      const call = { from: ANNA, to, at: begin + hour * 3_600_000 };
      const found = await readFacts(pool, call);
      expect({ ...index.find(call)?.facts, degraded: false }).toEqual(found?.facts);
      said.add(found?.facts.closed ?? null);
    }
  }
  expect([...said]).toContain(null);
  expect([...said]).toContain(
    "The business has been closed since 12:00 (Foundation day); it opens Mon 09:00.",
  );
  expect([...said]).toContain(
    "This number has been closed since 12:00 (Foundation day); it opens Mon 22:00.",
  );
});

test("whose own phone the company phone is, and who is off, is among the facts of every call", async () => {
  const facts = async (at: string) =>
    (await readFacts(database().pool, { from: null, to: LINE, at: Date.parse(at) }))?.facts;
  // Monday, 08:00 in Chicago.
  expect((await facts("2026-03-02T14:00:00Z"))?.absentOwners).toEqual([
    {
      phone: "+13125550101",
      name: "Dana",
      absence: { reason: "outsideHours", text: "is outside working hours until 10:00" },
    },
    { phone: "+13125550104", name: "Leo", absence: { reason: "dayOff", text: "is away until 13:00" } },
  ]);
  expect((await facts("2026-03-02T19:00:00Z"))?.absentOwners).toEqual([]);
});

test("a snapshot from before there were hours is read as always open", async () => {
  const known = await readAllSettings(database().pool);
  const without = (rows: object[], ...names: string[]) =>
    rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name))));
  const old = {
    accounts: without(known.accounts, "timezone", "hours", "holidays", "closed_ladder", "on_call_phone"),
    numbers: without(known.numbers, "hours", "closed_ladder"),
    staff: without(known.staff, "hours", "days_off", "away_until"),
  } as unknown as Parameters<typeof indexSettings>[0];
  const found = indexSettings(old, canShowCaller).find({ from: null, to: LINE, at: 0 });
  expect(found?.facts).toMatchObject({ closed: null, absentOwners: [], account: { onCallPhone: null } });
});
