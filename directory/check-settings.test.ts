import { expect, test } from "vitest";
import { type CheckSnapshot, checkSettings } from "./check-settings.ts";
import { parseSettings } from "./parse-settings.ts";

/** A stored account as a file would make it. */
function snapshotOf(
  sections: { account?: object; staff?: object[]; numbers?: object[] },
  more: Partial<CheckSnapshot> = {},
): CheckSnapshot {
  const account = { slug: "acme", name: "Acme", country: "US", timezone: "UTC", ...sections.account };
  const numbers = (sections.numbers ?? [{}]).map((number) => ({
    number: "+13125550111",
    carrier: "main",
    ...number,
  }));
  const { accounts, problems } = parseSettings({ ...sections, account, numbers }, () => null);
  expect(problems).toEqual([]);
  const [listed] = accounts;
  if (listed?.account == null) throw new Error("nothing listed");
  const keyed = <T>(items: T[] | null) =>
    (items ?? []).map((settings, index) => ({ id: String(index + 1), settings, version: "1" }));
  return {
    stored: {
      id: "1",
      settingsVersion: "1",
      version: "1",
      account: listed.account,
      carriers: [],
      staff: keyed(listed.staff),
      numbers: keyed(listed.numbers),
      greetings: new Set(),
    },
    leadsOf: new Map(),
    ownNumbers: ["+13125550111"],
    ...more,
  };
}
const codes = (snapshot: CheckSnapshot) =>
  checkSettings(snapshot).map(({ code, about }) => `${code}: ${about}`);
const dana = { email: "dana@acme.test", name: "Dana", phone: "+13125550101" };

test("a business whose every caller reaches somebody has no findings", () => {
  const snapshot = snapshotOf(
    { account: { companyPhone: "+13125550100" }, staff: [dana], numbers: [{ user: dana.email }] },
    { leadsOf: new Map([["1", 3]]) },
  );
  expect(checkSettings(snapshot)).toEqual([]);
});

test("a number with nobody behind it is found", () => {
  expect(checkSettings(snapshotOf({ numbers: [{ label: "Leeds line" }] }))).toEqual([
    {
      code: "reachesNobody",
      account: "acme",
      about: "Leeds line (+13125550111)",
      text: "Callers of Leeds line (+13125550111) reach nobody: they can only leave a message.",
      severity: "error",
      cause: "No rung of its ladder leads to a phone that can be rung.",
      link: { section: "numbers", id: "1", field: "forwardingNumber" },
    },
  ]);
});

test("a forwarding number that is our own number would loop", () => {
  const snapshot = snapshotOf(
    {
      account: { companyPhone: "+13125550100" },
      numbers: [{ forwardingNumber: "+13125550112" }, { number: "+13125550112" }],
    },
    { ownNumbers: ["+13125550111", "+13125550112"] },
  );
  expect(codes(snapshot)).toEqual(["wouldLoop: +13125550111, forwarding"]);
});

test("leads of somebody without a phone or inactive are counted", () => {
  const { phone: _, ...phoneless } = dana;
  const eve = { email: "eve@acme.test", name: "Eve", phone: "+13125550102", active: false };
  const snapshot = snapshotOf(
    { account: { companyPhone: "+13125550100" }, staff: [phoneless, eve] },
    {
      leadsOf: new Map([
        ["1", 12],
        ["2", 1],
      ]),
    },
  );
  expect(checkSettings(snapshot).map(({ text }) => text)).toEqual([
    "12 leads are assigned to Dana, who has no phone.",
    "1 lead is assigned to Eve, who is inactive.",
  ]);
});

test("leads who reach nobody are found even where strangers reach somebody", () => {
  const snapshot = snapshotOf(
    { account: { ladder: ["leadUser"] }, staff: [{ ...dana, active: false }] },
    { leadsOf: new Map([["1", 2]]) },
  );
  expect(codes(snapshot)).toContain("leadsReachNobody: dana@acme.test");
});

test("one phone in two rungs, an inactive user and a rung beyond the budget are found", () => {
  const twice = snapshotOf({
    account: { companyPhone: "+13125550100" },
    numbers: [{ forwardingNumber: "+13125550100" }],
  });
  expect(codes(twice)).toEqual(["rungTwice: +13125550111, company"]);
  const off = snapshotOf({
    account: { companyPhone: "+13125550100" },
    staff: [{ ...dana, active: false }],
    numbers: [{ user: dana.email }],
  });
  expect(codes(off)).toEqual(["userInactive: +13125550111, numberUser"]);
  const long = snapshotOf({
    account: { companyPhone: "+13125550100", ringBudgetSeconds: 20 },
    numbers: [{ forwardingNumber: "+13125550103" }],
  });
  expect(codes(long)).toEqual(["overBudget: +13125550111, company"]);
});

test("a lead's user whose phone is also the forwarding number is named, and being the number's user is fine", () => {
  const snapshot = snapshotOf(
    { staff: [dana], numbers: [{ user: dana.email, forwardingNumber: "+13125550101" }] },
    { leadsOf: new Map([["1", 1]]) },
  );
  expect(codes(snapshot)).toEqual([
    "rungTwice: +13125550111, forwarding",
    "rungTwice: dana@acme.test, +13125550111",
  ]);
});
