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
  });
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
