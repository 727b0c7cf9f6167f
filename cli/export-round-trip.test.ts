import fc from "fast-check";
import { expect, test } from "vitest";
import { deleteRows } from "../store/testing/empty-database.ts";
import { useDatabase } from "../store/testing/use-database.ts";
import { runCommand } from "./testing/run-command.ts";

const database = useDatabase();

const phone = fc.integer({ min: 100, max: 199 }).map((last) => `+13125550${last}`);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const name = fc
  .string({ minLength: 1, maxLength: 30, unit: "binary" })
  .filter((text) => text.trim() !== "" && !/\p{Cc}/u.test(text));
const RUNGS = ["leadUser", "numberUser", "forwarding", "company", "onCall", "lastContact", "group:sales"];
const ladder = fc.subarray(RUNGS, { minLength: 1 });
const treatment = fc.constantFrom("ring", "voicemail", "reject");
const spans = fc.constantFrom(
  [],
  ["9:00-17:00"],
  ["08:00-12:00", "13:30-18:00"],
  ["18:00-02:00"],
  ["03:00-24:00"],
);
const hours = maybe(fc.record({ mon: spans, tue: spans, wed: spans, sun: spans }, { requiredKeys: [] }));
const date = fc.integer({ min: 1, max: 9 }).map((day) => `2026-03-0${day}`);
const daysOff = fc.array(
  date.map((day) => ({ from: day, to: day })),
  { maxLength: 2 },
);
const textBack = fc.record(
  {
    on: fc.boolean(),
    text: name,
    afterSeconds: fc.nat({ max: 86_400 }),
    windowHours: fc.integer({ min: 1, max: 720 }),
    quietHours: fc.record({ from: fc.constantFrom("21:00", "00:00"), to: fc.constantFrom("08:00", "00:00") }),
    outcomes: fc.subarray(["missed", "abandoned", "voicemail"], { minLength: 1 }),
  },
  { requiredKeys: [] },
);
const ring = maybe(fc.integer({ min: 5, max: 120 }));
const staffEmail = fc.constantFrom("a@acme.test", "b@acme.test", "c@acme.test");
const told = fc.record({ mail: fc.boolean(), text: fc.boolean() }, { requiredKeys: [] });
const notify = maybe(
  fc.record(
    {
      callAnswered: told,
      callMissed: told,
      routingAlert: told,
      whose: fc.constantFrom("own", "all"),
      onlyWhenOn: fc.boolean(),
      digestAt: fc.constantFrom("07:30", "23:59"),
    },
    { requiredKeys: [] },
  ),
);
const webhooks = fc.uniqueArray(
  fc.record({
    url: fc.constantFrom("https://a.example.com/hooks", "https://b.example.com/", "http://10.0.0.7:8080/x"),
    events: fc.subarray(["callAnswered", "callMissed", "voicemailLeft", "routingAlert"], { minLength: 1 }),
    description: maybe(name),
    active: fc.boolean(),
    secret: maybe(
      fc
        .uint8Array({ minLength: 24, maxLength: 64 })
        .map((key) => `whsec_${Buffer.from(key).toString("base64")}`),
    ),
  }),
  { selector: ({ url }) => url, maxLength: 2 },
);
const menu = fc.record(
  {
    greeting: name,
    choices: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom("1", "2", "3"),
        label: name,
        to: fc.oneof(ladder, fc.constant("voicemail")),
      }),
      { selector: ({ key }) => key, minLength: 1 },
    ),
  },
  { requiredKeys: ["choices"] },
);
const templates = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom("a", "b"),
    name,
    text: name.map((words) => `${words.replaceAll(/[{}]/g, "")} {firstName} {me}`),
    staff: maybe(fc.constantFrom("a@acme.test", "b@acme.test")),
  }),
  { selector: ({ id }) => id },
);
const unused = { carrier: "main" };

const campaigns = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom("spring-offer", "call-them", "x"),
    name,
    kind: fc.constantFrom("text", "call"),
    audience: fc.record({ search: maybe(name), assignedTo: maybe(fc.constantFrom("none", "a@acme.test")) }),
    steps: fc.array(
      fc.record({ text: fc.constantFrom("Hi {firstName}: #1", "  Wait\nfor it"), afterHours: fc.nat(9) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    sender: maybe(fc.record({ use: fc.constantFrom("default", "own") })),
    assignment: maybe(
      fc.record({
        to: fc.constant("inTurn"),
        staff: fc.shuffledSubarray(["a@acme.test", "b@acme.test"], { minLength: 1 }),
      }),
    ),
    quietHours: maybe(fc.record({ from: fc.constant("21:30") })),
    dailyCap: maybe(fc.integer({ min: 1, max: 1_000 })),
    segmentPrice: maybe(fc.constantFrom(0, 0.0079)),
    startAt: maybe(fc.constant("2099-03-01T10:00:00+02:00")),
  }),
  { selector: ({ id }) => id, maxLength: 2 },
);
const settings = fc
  .record({
    campaigns,
    account: fc.record({
      slug: fc.constant("acme"),
      name,
      country: fc.constant("US"),
      timezone: fc.constantFrom("UTC", "America/Chicago"),
      companyPhone: maybe(phone),
      onCallPhone: maybe(phone),
      ladder,
      hours,
      holidays: fc.uniqueArray(fc.record({ date, name, hours: spans }), {
        selector: (one) => one.date,
        maxLength: 2,
      }),
      closedLadder: maybe(ladder),
      groups: fc
        .record({
          name,
          order: fc.constantFrom("together", "inTurn", "longestIdle", "fixed"),
          members: fc.shuffledSubarray(["a@acme.test", "b@acme.test", "c@acme.test"]),
          ringSeconds: ring,
        })
        .map((group) => [{ id: "sales", ...group }]),
      skipBusy: fc.boolean(),
      templates,
      help: fc.record(
        { answer: fc.constantFrom("ifCarrierDoesNot", "always", "never"), text: name },
        { requiredKeys: [] },
      ),
      lastContactDays: fc.integer({ min: 1, max: 365 }),
      ringSeconds: ring,
      ifNobodyAnswers: fc.constantFrom("next", "voicemail", "hangup"),
      rejectWithheld: fc.boolean(),
      textBack: maybe(textBack),
      callbacks: maybe(
        fc.record({
          ignoreShorterThanSeconds: fc.nat({ max: 60 }),
          escalateAfterMinutes: maybe(fc.integer({ min: 1, max: 600 })),
        }),
      ),
      blockedCallers: fc
        .tuple(
          fc.uniqueArray(phone, { maxLength: 3 }),
          fc.subarray(["+1900*", "+13125550*", "+4490*"]),
          fc.subarray([{ caller: "+44*", note: "not: ours" }]),
        )
        .map((lists) => lists.flat()),
      unverifiedCallers: maybe(fc.record({ C: treatment, none: treatment }, { requiredKeys: [] })),
      silentCallers: maybe(fc.record({ holdOff: fc.boolean(), calls: fc.integer({ min: 2, max: 20 }) })),
    }),
    staff: fc.constant(["a@acme.test", "b@acme.test", "c@acme.test"]).chain((emails) =>
      fc.tuple(
        ...emails.map((email) =>
          fc.record({
            email: fc.constant(email),
            name,
            phone: maybe(phone),
            active: fc.boolean(),
            hours,
            daysOff,
            awayUntil: maybe(date.map((day) => `${day}T10:00:00Z`)),
            screening: maybe(fc.boolean()),
            notify,
            callbackPlace: maybe(fc.integer({ min: 1, max: 9 })),
          }),
        ),
      ),
    ),
    numbers: fc.uniqueArray(
      fc
        .record({
          number: phone,
          label: maybe(name),
          forwardingNumber: maybe(phone),
          user: maybe(staffEmail),
          ladder: maybe(ladder),
          menu: maybe(menu),
          hours,
          closedLadder: maybe(fc.oneof(ladder, fc.constant("voicemail"))),
          ringSeconds: ring,
          whisper: maybe(name),
          textBack: maybe(fc.record({ on: maybe(fc.boolean()), text: maybe(name) })),
          textsPerSecond: maybe(fc.integer({ min: 1, max: 10 })),
          recordCalls: fc.boolean(),
          recordingNotice: maybe(fc.constantFrom("We record calls.", "  ")),
        })
        .map((one) => ({ ...one, ...unused })),
      { selector: ({ number }) => number, maxLength: 3 },
    ),
    webhooks,
    browsers: maybe(
      fc.constant({
        apiKeySid: `SK${"1".repeat(32)}`,
        apiKeySecret: "s",
        applicationSid: `AP${"2".repeat(32)}`,
      }),
    ),
    textsPerSecond: maybe(fc.integer({ min: 1, max: 1_000 })),
    leads: fc.array(
      fc.record({
        name,
        phones: fc.uniqueArray(phone, { minLength: 1, maxLength: 3 }),
        assignedTo: maybe(staffEmail),
        blocked: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ browsers, textsPerSecond, ...sections }) => ({
    ...sections,
    carriers: [
      { id: "main", kind: "twilio", accountSid: "AC1", authToken: "t", textsPerSecond, ...browsers },
    ],
  }));

async function apply(text: string): Promise<void> {
  const { code, err } = await runCommand(database(), ["apply", "file"], { file: text });
  expect(err).toBe("");
  expect(code).toBe(0);
}
const empty = () => deleteRows(database().pool);

async function decisions(
  numbers: readonly { number: string }[],
  callers: readonly string[],
): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const { number } of numbers) {
    for (const caller of callers) {
      // A Monday: in the morning, and late at night.
      for (const at of ["2026-03-02T15:30:00Z", "2026-03-03T05:00:00Z"]) {
        const { out } = await runCommand(database(), ["who-rings", caller, number, "--at", at, "--json"]);
        const { lead, settingsVersion: _, ...decision } = JSON.parse(out).decision;
        answers.push({ ...decision, lead: lead?.name ?? null });
      }
    }
  }
  return answers;
}

test("what is exported and applied to an empty installation exports and behaves the same", async () => {
  await fc.assert(
    fc.asyncProperty(settings, fc.boolean(), async (given, asJson) => {
      const flags = ["--with-secrets", ...(asJson ? ["--json"] : [])];
      const callers = ["withheld", ...new Set(given.leads.flatMap(({ phones }) => phones))];
      await empty();
      await apply(JSON.stringify(given));
      const exported = (await runCommand(database(), ["export", ...flags])).out;
      const before = await decisions(given.numbers, callers);
      await apply(exported);
      expect((await runCommand(database(), ["apply", "f"], { f: exported })).out).toMatch(/nothing changed/);
      await empty();
      await apply(exported);
      expect((await runCommand(database(), ["export", ...flags])).out).toBe(exported);
      expect(await decisions(given.numbers, callers)).toEqual(before);
    }),
    { numRuns: 25 },
  );
});

test("several accounts make a list; without secrets it is applied over what is stored", async () => {
  await empty();
  const one = (slug: string, id: string) => ({
    account: { slug, name: slug, country: "GB", timezone: "Europe/London" },
    carriers: [
      { id, kind: "telnyx", apiKey: `KEY-${id}`, publicKey: Buffer.alloc(32, 7).toString("base64") },
    ],
    leads: [{ name: "Bo: the # builder", phones: ["020 7946 0123"] }],
  });
  await apply(JSON.stringify({ accounts: [one("one", "t1"), one("two", "t2")] }));
  for (const format of [[], ["--json"]]) {
    const open = (await runCommand(database(), ["export", ...format])).out;
    expect(open).not.toContain("KEY-");
    await apply(open);
    expect((await runCommand(database(), ["apply", "f"], { f: open })).out).toBe(
      "one: nothing changed (3 unchanged)\ntwo: nothing changed (3 unchanged)\n",
    );
    const whole = (await runCommand(database(), ["export", "--with-secrets", ...format])).out;
    await empty();
    await apply(whole);
    expect((await runCommand(database(), ["export", "--with-secrets", ...format])).out).toBe(whole);
  }
  expect((await runCommand(database(), ["export", "--account", "two"])).out).toMatch(
    /^account:\n {2}slug: two\n/,
  );
});
