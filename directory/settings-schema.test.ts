import { expect, test } from "vitest";
import { parseSettings } from "./parse-settings.ts";
import { fieldOf } from "./problem.ts";

const account = { slug: "acme", name: "Acme", country: "US", timezone: "America/Chicago" };
const parse = (sections: object) => parseSettings({ account, ...sections }, () => null);
const problems = (sections: object) =>
  parse(sections).problems.map(({ path, message }) => `${fieldOf(path)} ${message}`);

test("unset, empty and blank mean the same, at any depth", () => {
  const blank = { email: "d@acme.test", name: "D", phone: "  ", ringSeconds: null, callerId: "" };
  const unset = { email: "d@acme.test", name: "D" };
  expect(parse({ staff: [blank] })).toEqual(parse({ staff: [unset] }));
  expect(parse({ account: { ...account, ladder: [], allowedCountries: [""] } }).problems).toHaveLength(1);
  expect(parse({ staff: [] }).accounts[0]?.staff).toBeNull();
});

test("defaults are those of the contract", () => {
  expect(parse({}).accounts[0]?.account).toMatchObject({
    ladder: ["leadUser", "numberUser", "forwarding", "company"],
    ringSeconds: null,
    ringBudgetSeconds: 60,
    ifNobodyAnswers: "next",
    screening: { staff: true, forwarding: true, company: false },
    callerId: "caller",
    rejectWithheld: false,
    allowedCountries: ["US"],
    onCallPhone: null,
    hours: null,
    holidays: [],
    closedLadder: [],
  });
});

test("texting back is off, with words, a window and quiet hours; what is stated stands beside the rest", () => {
  const quietHours = { from: "21:00", to: "08:00" };
  expect(parse({}).accounts[0]?.account).toMatchObject({
    textBack: { on: false, afterSeconds: 60, windowHours: 24, quietHours, outcomes: ["missed", "abandoned"] },
    callbacks: { ignoreShorterThanSeconds: 5, escalateAfterMinutes: null },
  });
  const some = parse({ account: { ...account, textBack: { on: true, quietHours: { to: "09:30" } } } });
  expect(some.accounts[0]?.account?.textBack).toMatchObject({
    on: true,
    quietHours: { from: "21:00", to: "09:30" },
  });
  const number = { number: "+13125550111", carrier: "main" };
  const numbers = [
    { ...number, textBack: { on: false } },
    { ...number, textBack: { text: " " } },
  ];
  expect(parse({ numbers }).accounts[0]?.numbers?.map(({ textBack }) => textBack)).toEqual([
    { on: false, text: null },
    null,
  ]);
});

test("what is no setting of missed calls is refused with its field and what is expected", () => {
  const textBack = {
    afterSeconds: -1,
    windowHours: 0.5,
    quietHours: { from: "25:00" },
    outcomes: ["answered"],
  };
  const callbacks = { ignoreShorterThanSeconds: 61, escalateAfterMinutes: 0 };
  const found = problems({
    account: { ...account, textBack, callbacks },
    staff: [{ email: "d@acme.test", name: "D", callbackPlace: 0 }],
    numbers: [
      { number: "+13125550111", carrier: "main", textsPerSecond: 1_001, textBack: { text: "x".repeat(481) } },
    ],
  });
  for (const expected of [
    "account.textBack.afterSeconds expected whole seconds from 0 to 86400",
    "account.textBack.windowHours expected whole hours from 1 to 720",
    'account.textBack.quietHours.from expected a time of day such as "21:00", up to "23:59"',
    "account.callbacks.ignoreShorterThanSeconds expected whole seconds from 0 to 60",
    "account.callbacks.escalateAfterMinutes expected whole minutes from 1 to 10080",
    "staff[0].callbackPlace expected whole places from 1 to 1000",
    "numbers[0].textsPerSecond expected whole texts from 1 to 1000",
  ])
    expect(found).toContain(expected);
  expect(found.filter((one) => /outcomes|textBack.text/.test(one))).toHaveLength(2);
});

test("calls from the app have limits and words of their own, and what is none is refused", () => {
  expect(parse({}).accounts[0]?.account).toMatchObject({
    outbound: { callsPerHour: 60, callsPerDay: 300, maxMinutes: 120 },
    dispositions: expect.arrayContaining(["Call again"]),
  });
  const stated = parse({ account: { ...account, outbound: { maxMinutes: 30 }, dispositions: [" Sold "] } });
  expect(stated.accounts[0]?.account).toMatchObject({
    outbound: { callsPerHour: 60, maxMinutes: 30 },
    dispositions: ["Sold"],
  });
  const outbound = { callsPerHour: -1, maxMinutes: 241 };
  const found = problems({ account: { ...account, outbound, dispositions: ["Sold", "Sold"] } });
  for (const expected of [
    "account.outbound.callsPerHour expected whole calls from 0 to 1000",
    "account.outbound.maxMinutes expected whole minutes from 1 to 240",
    "account.dispositions[1] stands twice in this list",
  ])
    expect(found).toContain(expected);
});

test("hours are stored in one form: every day, spans in their order, times in two digits", () => {
  const hours = { mon: ["13:30-18:00", "9:00-12:30"], fri: ["22:00-06:00"], sun: ["18:00-00:00"] };
  const parsed = parse({
    account: { ...account, hours, holidays: [{ date: "2026-12-25", name: "Christmas Day" }] },
  });
  expect(parsed.problems).toEqual([]);
  expect(parsed.accounts[0]?.account).toMatchObject({
    hours: {
      mon: ["09:00-12:30", "13:30-18:00"],
      tue: [],
      wed: [],
      thu: [],
      fri: ["22:00-06:00"],
      sat: [],
      sun: ["18:00-24:00"],
    },
    holidays: [{ date: "2026-12-25", name: "Christmas Day", hours: [] }],
  });
  const number = { number: "+13125550111", carrier: "main" };
  const numbers = [{ ...number, closedLadder: "voicemail" }, { ...number, closedLadder: ["onCall"] }, number];
  expect(parse({ numbers }).accounts[0]?.numbers?.map(({ closedLadder }) => closedLadder)).toEqual([
    "voicemail",
    ["onCall"],
    null,
  ]);
});

const staff = { email: "d@acme.test", name: "D" };
test.each([
  [
    "account",
    { ...account, hours: { mon: ["9 to 5"] } },
    'account.hours.mon[0] "9 to 5" is no span of hours',
  ],
  ["account", { ...account, hours: { mon: ["09:00-25:00"] } }, "account.hours.mon[0] "],
  ["account", { ...account, hours: { mon: ["09:00-09:00"] } }, "account.hours.mon[0] "],
  [
    "account",
    { ...account, hours: { mon: ["09:00-12:00", "11:00-18:00"] } },
    "account.hours.mon[1] is open at the same time as another of this day",
  ],
  [
    "account",
    { ...account, hours: { sun: ["22:00-06:00"], mon: ["05:00-09:00"] } },
    "account.hours.mon[0] is open at the same time as what begins on sun",
  ],
  [
    "account",
    { ...account, hours: { monday: ["09:00-12:00"] } },
    "account.hours.monday is not a day: expected mon, tue, wed, thu, fri, sat, sun",
  ],
  ["account", { ...account, hours: "always" }, "account.hours expected a set of fields"],
  ["account", { ...account, hours: { mon: "09:00-17:00" } }, "account.hours.mon expected a list, got text"],
  [
    "account",
    { ...account, holidays: [{ date: "2026-02-30", name: "X" }] },
    "account.holidays[0].date expected a date",
  ],
  ["account", { ...account, holidays: [{ date: "2026-12-25" }] }, "account.holidays[0].name is required"],
  [
    "account",
    { ...account, holidays: [1, 2].map((n) => ({ date: "2026-12-25", name: `X${n}` })) },
    "account.holidays[1].date 2026-12-25 stands twice",
  ],
  ["account", { ...account, closedLadder: ["pager"] }, "account.closedLadder[0] expected one of leadUser"],
  ["account", { ...account, onCallPhone: "911" }, "account.onCallPhone "],
  [
    "numbers",
    [{ number: "+13125550111", carrier: "m", closedLadder: "hangup" }],
    "numbers[0].closedLadder expected a list of rungs (leadUser, numberUser, forwarding, company, onCall, lastContact, or group:<id>), each once, or voicemail",
  ],
  [
    "staff",
    [{ ...staff, daysOff: [{ from: "2026-12-03", to: "2026-12-01" }] }],
    "staff[0].daysOff[0].to is before",
  ],
  [
    "staff",
    [{ ...staff, daysOff: [{ from: "tomorrow", to: "2026-12-01" }] }],
    "staff[0].daysOff[0].from expected a date",
  ],
  [
    "staff",
    [{ ...staff, daysOff: [{ from: "2026-01-01", to: "3026-01-01" }] }],
    "staff[0].daysOff[0].to expected ten",
  ],
  ["staff", [{ ...staff, awayUntil: "3 Dec" }], "staff[0].awayUntil expected a time such as"],
])("hours refused: %s %j", (section, value, expected) => {
  expect(problems({ [section]: value }).join("\n")).toContain(expected);
});

test.each([
  ["account", { ...account, timezone: "Chicago" }, "account.timezone expected an IANA time zone"],
  ["account", { ...account, timezone: "+01:00" }, "account.timezone expected an IANA time zone"],
  ["account", { ...account, slug: "Acme Roofing" }, "account.slug expected 1 to 60 lower-case"],
  [
    "account",
    { ...account, ringBudgetSeconds: 601 },
    "account.ringBudgetSeconds expected whole seconds from 5 to 600",
  ],
  ["account", { ...account, ringSeconds: "20" }, "account.ringSeconds expected whole seconds"],
  [
    "account",
    { ...account, companyPhone: "+442079460123" },
    "account.companyPhone +442079460123 is in a country",
  ],
  [
    "account",
    { ...account, companyPhone: "+19005551234" },
    "account.companyPhone +19005551234 can't be rung",
  ],
  ["account", { ...account, ladder: ["company", "company"] }, "account.ladder[1] stands twice"],
  ["account", "acme", "account expected a set of fields, got text"],
  ["staff", { email: "d@acme.test" }, "staff expected a list, got a set of fields"],
  ["leads", [{ name: "A" }], "leads[0].phones is required: expected a list"],
  [
    "leads",
    [{ name: "A", phones: ["+13125550123"], lastContactedAt: "today" }],
    "leads[0].lastContactedAt expected a time",
  ],
  [
    "carriers",
    [{ id: "m", kind: "carrierpigeon" }],
    "carriers[0].kind expected kind: twilio, signalwire or telnyx",
  ],
  [
    "carriers",
    [{ id: "M", kind: "twilio", accountSid: "AC1" }],
    "carriers[0].id expected 1 to 40 lower-case",
  ],
  [
    "carriers",
    [{ id: "m", kind: "telnyx", apiKey: "k", publicKey: "short" }],
    "carriers[0].publicKey expected the public key",
  ],
  [
    "carriers",
    [{ id: "m", kind: "twilio", accountSid: "A", signingKey: "k" }],
    "carriers[0].signingKey is not a known field",
  ],
  [
    "carriers",
    [{ id: "m", kind: "twilio", accountSid: "A", apiBaseUrl: "api" }],
    "carriers[0].apiBaseUrl expected an address",
  ],
  [
    "carriers",
    [{ id: "m", kind: "twilio", accountSid: "A", apiKeySid: "SK1" }],
    "carriers[0].apiKeySid expected the SID of an API key",
  ],
  [
    "carriers",
    [{ id: "m", kind: "telnyx", apiKey: "k", publicKey: "short", applicationSid: "AP1" }],
    "carriers[0].applicationSid is not a known field",
  ],
  ["pigeons", [], ""],
  ["pigeons", [1], "pigeons is not a known section"],
])("%s %j", (section, value, expected) => {
  const found = problems({ [section]: value });
  if (expected === "") expect(found).toEqual([]);
  else expect(found.join("\n")).toContain(expected);
});

test("an account without a slug, and several with one", () => {
  expect(parseSettings({ staff: [] }, () => null).problems).toEqual([
    { path: ["account"], message: "is required: expected at least its slug" },
  ]);
  expect(parseSettings({ accounts: [{ account }, { account }] }, () => null).problems).toEqual([
    { path: ["accounts", 1, "account", "slug"], message: "acme stands twice" },
  ]);
  expect(parseSettings({ accounts: 3, staff: [1] }, () => null).problems).toHaveLength(2);
});

test.each([
  [
    "account",
    { groups: [{ id: "Sales!", name: "Sales" }] },
    "account.groups[0].id expected 1 to 40 lower-case",
  ],
  [
    "account",
    { groups: [{ id: "a", name: "A", order: "random" }] },
    "account.groups[0].order expected one of",
  ],
  [
    "account",
    {
      groups: [
        { id: "a", name: "A" },
        { id: "a", name: "B" },
      ],
    },
    "groups[1].id a stands twice",
  ],
  ["account", { ladder: ["group:"] }, "account.ladder[0] expected one of leadUser"],
  ["account", { lastContactDays: 0 }, "account.lastContactDays expected at least 1"],
  ["numbers", { menu: { choices: [] } }, "numbers[0].menu.choices is required: expected a list"],
  ["numbers", { menu: { choices: [{ key: "0", label: "X", to: "voicemail" }] } }, "a key from 1 to 9"],
  [
    "numbers",
    { menu: { choices: [{ key: "1", label: "X", to: "hangup" }] } },
    "choices[0].to expected a list",
  ],
])("groups and menus refused: %s %j", (section, value, expected) => {
  const given = section === "account" ? { ...account, ...value } : account;
  const numbers = section === "numbers" ? [{ number: "+13125550111", carrier: "m", ...value }] : [];
  const carriers = [{ id: "m", kind: "twilio", accountSid: `AC${"0".repeat(32)}`, authToken: "x" }];
  expect(problems({ account: given, carriers, numbers }).join("\n")).toContain(expected);
});
