import { describe, expect, test } from "vitest";
import { type CheckSnapshot, checkSettings } from "./check-settings.ts";
import { parseSettings } from "./parse-settings.ts";

/** A stored account as a file would make it. */
function snapshotOf(
  sections: { account?: object; carriers?: object[]; staff?: object[]; numbers?: object[] },
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
      carriers: keyed(listed.carriers),
      staff: keyed(listed.staff),
      numbers: keyed(listed.numbers),
      webhooks: [],
      greetings: new Set(),
    },
    leadsOf: new Map(),
    blockedLeads: new Map(),
    ownNumbers: ["+13125550111"],
    now: Date.parse("2026-11-26T12:00:00Z"),
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

describe("hours", () => {
  const office = { mon: ["09:00-18:00"], tue: ["09:00-18:00"] };
  const open = { companyPhone: "+13125550100", hours: office };
  const findings = (snapshot: CheckSnapshot) =>
    checkSettings(snapshot).map(({ code, text }) => `${code}: ${text}`);

  test("closed at night, to voicemail or to an on-call phone, is in order", () => {
    expect(findings(snapshotOf({ account: open }))).toEqual([]);
    const onCall = { ...open, closedLadder: ["onCall"], onCallPhone: "+13125550105" };
    expect(findings(snapshotOf({ account: onCall, staff: [dana] }))).toEqual([]);
  });

  test("hours do not hide who reaches nobody while open, whatever the time of the check", () => {
    const off = { ...dana, awayUntil: "2026-12-03T00:00:00Z" };
    expect(findings(snapshotOf({ account: open, staff: [off], numbers: [{ user: dana.email }] }))).toEqual(
      [],
    );
    expect(codes(snapshotOf({ account: { hours: office } }))).toEqual(["reachesNobody: +13125550111"]);
  });

  test("a ladder while closed that has an on-call phone, and none is set", () => {
    expect(findings(snapshotOf({ account: { ...open, closedLadder: ["onCall"] } }))).toEqual([
      "onCallNotSet: A ladder has the on-call phone as a rung, but none is set.",
      "closedReachesNobody: While closed, callers of +13125550111 reach nobody: they can only leave a message.",
    ]);
  });

  test("an on-call phone whose person is never rung while closed", () => {
    const account = { ...open, closedLadder: ["onCall"], onCallPhone: dana.phone };
    expect(findings(snapshotOf({ account, staff: [{ ...dana, hours: office }] }))).toEqual([
      "onCallIsOff: The on-call phone is the phone of Dana, who would not be rung while closed, for example today at 12:00: Dana is outside working hours until Mon 09:00.",
    ]);
    expect(findings(snapshotOf({ account, staff: [dana] }))).toEqual([]);
  });

  test("hours that are never open, of the business, a number and a person", () => {
    const snapshot = snapshotOf({
      account: { companyPhone: "+13125550100", hours: { mon: [] } },
      staff: [{ ...dana, hours: {} }],
      numbers: [{ label: "Leeds line", hours: { sun: [] } }],
    });
    expect(codes(snapshot)).toEqual([
      "neverOpen: business hours",
      "neverOpen: dana@acme.test",
      "neverOpen: Leeds line (+13125550111)",
    ]);
  });

  test("a holiday that is over and has no next date", () => {
    const holidays = [
      { date: "2025-12-25", name: "Christmas Day" },
      { date: "2026-12-25", name: "Christmas Day" },
      { date: "2026-07-04", name: "Independence Day" },
    ];
    expect(findings(snapshotOf({ account: { companyPhone: "+13125550100", holidays } }))).toEqual([
      "holidayOver: Independence Day (2026-07-04) is over, and no next date is set: calls ring as on any day.",
    ]);
  });

  test("a gap in the hours of the only person who would be rung", () => {
    const hours = { mon: ["09:00-18:00"], tue: ["09:00-14:00"] };
    const only = { account: { hours: office }, staff: [{ ...dana, hours }], numbers: [{ user: dana.email }] };
    expect(findings(snapshotOf(only))).toEqual([
      "nobodyThere: Callers of +13125550111 reach nobody at times while it is open, for example Tue 14:00: they can only leave a message.",
    ]);
    const covered = { ...only, account: { ...only.account, companyPhone: "+13125550100" } };
    expect(findings(snapshotOf(covered))).toEqual([]);
  });

  test("callbacks that are to go on, and nobody in line", () => {
    const escalating = { companyPhone: "+13125550100", callbacks: { escalateAfterMinutes: 30 } };
    expect(codes(snapshotOf({ account: escalating }))).toEqual(["nobodyInLine: callbacks"]);
    const gone = { ...dana, callbackPlace: 1, active: false };
    expect(codes(snapshotOf({ account: escalating, staff: [gone] }))).toEqual(["nobodyInLine: callbacks"]);
    expect(codes(snapshotOf({ account: escalating, staff: [{ ...dana, callbackPlace: 1 }] }))).toEqual([]);
  });
});

test("somebody who wants texts and has no phone is found; with a phone, without texts, or inactive they are not", () => {
  const texts = { callMissed: { text: true } };
  const staff = (more: object) => ({
    account: { companyPhone: "+13125550100" },
    staff: [{ ...dana, ...more }],
  });
  expect(codes(snapshotOf(staff({ phone: null, notify: texts })))).toEqual([
    "textsWithoutPhone: dana@acme.test",
  ]);
  expect(codes(snapshotOf(staff({ notify: texts })))).toEqual([]);
  expect(codes(snapshotOf(staff({ phone: null, notify: { digestAt: "07:30" } })))).toEqual([]);
  expect(codes(snapshotOf(staff({ phone: null, notify: texts, active: false })))).toEqual([]);
});

test("a number that is faster than what its carrier takes from all is found", () => {
  const carriers = [{ id: "main", kind: "twilio", accountSid: "AC1", authToken: "t", textsPerSecond: 10 }];
  const number = (textsPerSecond: number | null) => ({
    account: { companyPhone: "+13125550100" },
    carriers,
    numbers: [{ textsPerSecond }],
  });
  expect(checkSettings(snapshotOf(number(11)))).toMatchObject([
    {
      code: "paceOverCarrier",
      text: "+13125550111 may send 11 texts a second, but its carrier main takes 10 from all of its numbers together.",
      link: { section: "numbers", id: "1", field: "textsPerSecond" },
    },
  ]);
  expect(codes(snapshotOf(number(10)))).toEqual([]);
  expect(codes(snapshotOf(number(null)))).toEqual([]);
});

describe("groups and menus", () => {
  const max = { email: "max@acme.test", name: "Max", active: false, phone: "+13125550108" };
  const group = (members: string[]) => ({ id: "sales", name: "Sales", members });

  test("a group without members, and members who can't be rung", () => {
    const groups = [group([]), { id: "office", name: "Office", members: [dana.email, max.email] }];
    const snapshot = snapshotOf({
      account: { companyPhone: "+13125550100", groups, ladder: ["group:sales", "group:office", "company"] },
      staff: [dana, max],
    });
    expect(checkSettings(snapshot).map(({ text, link }) => [text, link.field])).toEqual([
      ["The group Sales has no members: nobody in it is rung.", "groups"],
      ["Max, a member of the group Office, is inactive.", "groups"],
    ]);
  });

  test("a number whose only rung is a group of people who are off reaches nobody", () => {
    const account = { groups: [group([max.email])], ladder: ["group:sales"] };
    expect(codes(snapshotOf({ account, staff: [max] }))).toContain("reachesNobody: +13125550111");
  });

  test("a key that rings nobody is found; one that is meant for voicemail is not", () => {
    const choices = [
      { key: "1", label: "Service", to: ["forwarding"] },
      { key: "2", label: "Messages", to: "voicemail" },
    ];
    const snapshot = snapshotOf({
      account: { companyPhone: "+13125550100" },
      numbers: [{ menu: { choices } }],
    });
    expect(checkSettings(snapshot).map(({ text }) => text)).toEqual([
      "Callers of +13125550111 who press 1 for Service reach nobody: they can only leave a message.",
    ]);
  });

  test("a group whose members all go home before closing time", () => {
    const nine = ["09:00-12:00"];
    const early = { ...dana, hours: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine } };
    const account = {
      groups: [group([dana.email])],
      ladder: ["group:sales"],
      hours: { mon: ["09:00-17:00"], tue: ["09:00-17:00"] },
    };
    expect(codes(snapshotOf({ account, staff: [early] }))).toContain("nobodyThere: +13125550111");
  });
});

test("people of one's own on the block list are found, and leads whom a pattern covers", () => {
  const found = checkSettings(
    snapshotOf(
      {
        account: { companyPhone: "+13125550100", blockedCallers: ["+1312555010*", "+1900*", "+13125550150"] },
        staff: [dana],
        numbers: [{ label: "Leeds line", user: dana.email }],
      },
      {
        blockedLeads: new Map([
          ["+1312555010*", 3],
          ["+1900*", 1],
        ]),
      },
    ),
  );
  expect(found.map(({ code, text, link }) => [code, text, link.field])).toEqual([
    ["blocksOwn", "Your block list (+1312555010*) covers the phone of Dana, +13125550101.", "blockedCallers"],
    ["blocksOwn", "Your block list (+1312555010*) covers the company phone, +13125550100.", "blockedCallers"],
    [
      "blocksLeads",
      "+1312555010* on your block list covers 3 of your leads, who hear a busy tone.",
      "blockedCallers",
    ],
    [
      "blocksLeads",
      "+1900* on your block list covers one of your leads, who hears a busy tone.",
      "blockedCallers",
    ],
  ]);
});
