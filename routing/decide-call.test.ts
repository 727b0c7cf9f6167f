import { describe, expect, test } from "vitest";
import { decideCall, isMeantForVoicemail } from "./decide-call.ts";
import type { Facts } from "./facts.ts";
import { CALLED, CALLER, DANA, LEO, makeFacts, person, phone } from "./testing/make-facts.ts";
import type { Seconds } from "./values.ts";

const [FORWARDING, COMPANY] = ["+13125550102", "+13125550100"];
const s = (value: number) => value as Seconds;

/** The rules of product.md §2: what is set, and which phones ring in which order. */
const TABLE: [rule: string, facts: Facts, rings: string[], skipped: Record<string, string>][] = [
  [
    "1. the lead's user has a phone",
    makeFacts(),
    ["+13125550101", FORWARDING, COMPANY],
    { numberUser: "notSet" },
  ],
  [
    "2. the lead's user has no phone",
    makeFacts({ lead: { user: person("Dana", null) } }),
    [FORWARDING, COMPANY],
    { leadUser: "userHasNoPhone" },
  ],
  [
    "2. the lead has no user",
    makeFacts({ lead: { user: null } }),
    [FORWARDING, COMPANY],
    { leadUser: "leadHasNoUser" },
  ],
  ["2. the caller is no lead", makeFacts({ lead: null }), [FORWARDING, COMPANY], { leadUser: "noLead" }],
  [
    "2. the number has a user, who comes before its forwarding number",
    makeFacts({ lead: null, number: { user: LEO } }),
    ["+13125550104", FORWARDING, COMPANY],
    { leadUser: "noLead" },
  ],
  [
    "3. no forwarding number: the company phone",
    makeFacts({ lead: null, number: { forwarding: null } }),
    [COMPANY],
    { forwarding: "notSet" },
  ],
  [
    "4. nothing at all: voicemail",
    makeFacts({ lead: null, number: { forwarding: null }, account: { companyPhone: null } }),
    [],
    { company: "notSet" },
  ],
  [
    "a user who is inactive is not rung",
    makeFacts({ lead: { user: { ...DANA, active: false } } }),
    [FORWARDING, COMPANY],
    { leadUser: "userInactive" },
  ],
  [
    "nor through a side door: their phone is the forwarding number too",
    makeFacts({ lead: { user: { ...DANA, active: false } }, number: { forwarding: DANA.phone } }),
    [COMPANY],
    { leadUser: "userInactive", forwarding: "alreadyTried" },
  ],
  [
    "the destination is the caller",
    makeFacts({ lead: { user: person("Dana", CALLER) } }),
    [FORWARDING, COMPANY],
    { leadUser: "isCaller" },
  ],
  [
    "the destination is a number of the installation: a loop",
    makeFacts({ number: { forwarding: phone("+13125550112", { ours: true }) } }),
    ["+13125550101", COMPANY],
    { forwarding: "wouldLoop" },
  ],
  [
    "the destination is the very number that was called",
    makeFacts({ number: { forwarding: phone(CALLED) } }),
    ["+13125550101", COMPANY],
    { forwarding: "wouldLoop" },
  ],
  [
    "the destination can't be dialled",
    makeFacts({ number: { forwarding: phone("+19005551234", { dialing: "notDialable" }) } }),
    ["+13125550101", COMPANY],
    { forwarding: "notDialable" },
  ],
  [
    "the destination's country is not allowed",
    makeFacts({ number: { forwarding: phone("+442079460000", { dialing: "countryNotAllowed" }) } }),
    ["+13125550101", COMPANY],
    { forwarding: "countryNotAllowed" },
  ],
  [
    "one person in two rungs is rung once",
    makeFacts({ number: { user: DANA } }),
    ["+13125550101", FORWARDING, COMPANY],
    { numberUser: "alreadyTried" },
  ],
  [
    "the number's own ladder wins: number's user first, no company phone",
    makeFacts({ number: { user: LEO, ladder: ["numberUser", "leadUser"] } }),
    ["+13125550104", "+13125550101"],
    { forwarding: "rungOff", company: "rungOff" },
  ],
  [
    "a withheld caller is no lead",
    makeFacts({ lead: null, caller: { phone: null } }),
    [FORWARDING, COMPANY],
    { leadUser: "noLead" },
  ],
  [
    "the budget is used up: the last rung is not tried",
    makeFacts({ account: { ringSeconds: s(30) } }),
    ["+13125550101", FORWARDING],
    { company: "overBudget" },
  ],
  [
    "if nobody answers: voicemail, after the first phone",
    makeFacts({ account: { ifNobodyAnswers: "voicemail" } }),
    ["+13125550101"],
    { forwarding: "rungOff", company: "rungOff" },
  ],
];

describe("who rings", () => {
  test.each(TABLE)("%s", (_rule, facts, rings, skipped) => {
    const decision = decideCall(facts);
    expect(decision.plan.flatMap((entry) => entry.destinations)).toEqual(rings);
    const reasons = Object.fromEntries(decision.rungs.map((rung) => [rung.rung, rung.reason]));
    expect(reasons).toMatchObject(skipped);
    expect(decision.rungs).toHaveLength(4);
    for (const rung of decision.rungs) expect(rung.text).toMatch(/^[A-Z].*\.$/);
    expect(decision.ending).toBe("voicemail");
  });
});

describe("who is refused", () => {
  test.each([
    ["a blocked lead", makeFacts({ lead: { blocked: true } })],
    ["a caller on the block list", makeFacts({ lead: null, caller: { blockedBy: CALLER } })],
    [
      "a withheld caller where those are rejected",
      makeFacts({ lead: null, caller: { phone: null }, account: { rejectWithheld: true } }),
    ],
  ])("%s", (_who, facts) => {
    expect(decideCall(facts)).toMatchObject({ ending: "reject", plan: [], rungs: [] });
  });
});

describe("how a leg is rung", () => {
  const first = (facts: Facts) => decideCall(facts).plan[0];

  test("ring seconds: the user's, else the number's, else the account's, else 20", () => {
    const account = { ringSeconds: s(12) };
    const number = { ringSeconds: s(17) };
    expect(
      first(makeFacts({ account, number, lead: { user: { ...DANA, ringSeconds: s(9) } } }))?.seconds,
    ).toBe(9);
    expect(first(makeFacts({ account, number }))?.seconds).toBe(17);
    expect(first(makeFacts({ account }))?.seconds).toBe(12);
    expect(first(makeFacts())?.seconds).toBe(20);
  });

  test("a leg that the budget cuts says so", () => {
    const decision = decideCall(makeFacts({ account: { ringSeconds: s(25) } }));
    expect(decision.plan.map((entry) => entry.seconds)).toEqual([25, 25, 10]);
    expect(decision.rungs.at(-1)?.text).toContain("cut from 25 s by the call's budget of 60 s");
  });

  test("screening: the user's own, else by kind of rung", () => {
    const screening = (facts: Facts) => decideCall(facts).plan.map((entry) => entry.screening);
    expect(screening(makeFacts())).toEqual([true, true, false]);
    expect(screening(makeFacts({ lead: { user: { ...DANA, screening: false } } }))).toEqual([
      false,
      true,
      false,
    ]);
    const strict = { staff: false, forwarding: false, company: true };
    expect(screening(makeFacts({ account: { screening: strict } }))).toEqual([false, false, true]);
  });

  test("caller ID: the user's, else the number's, else the account's; the business number where the caller's can't be shown", () => {
    expect(first(makeFacts())?.callerId).toBe("caller");
    expect(first(makeFacts({ account: { callerId: "business" } }))?.callerId).toBe("business");
    expect(first(makeFacts({ number: { callerId: "business" } }))?.callerId).toBe("business");
    expect(first(makeFacts({ lead: { user: { ...DANA, callerId: "business" } } }))?.callerId).toBe(
      "business",
    );
    expect(first(makeFacts({ number: { canShowCaller: false } }))?.callerId).toBe("business");
    expect(first(makeFacts({ lead: null, caller: { phone: null } }))?.callerId).toBe("business");
  });

  test("if nobody answers, hang up; but with nobody to ring there is always voicemail", () => {
    const account = { ifNobodyAnswers: "hangup" as const };
    expect(decideCall(makeFacts({ account })).ending).toBe("hangup");
    const nothing = { lead: null, number: { forwarding: null }, account: { ...account, companyPhone: null } };
    expect(decideCall(makeFacts(nothing)).ending).toBe("voicemail");
  });

  test("one phone of several leads: the explanation names the rule", () => {
    expect(decideCall(makeFacts({ lead: { otherMatches: 2 } })).leadText).toBe(
      "3 leads have this phone: Anna Berg is taken, the one you contacted last, or else changed last.",
    );
  });
});

describe("hours", () => {
  const OFF = { reason: "outsideHours" as const, text: "is outside working hours until Mon 09:00" };
  const AWAY = { reason: "dayOff" as const, text: "is away until 3 Dec" };
  const closed = "The business has been closed since 18:00; it opens Mon 09:00.";
  const ON_CALL = "+13125550105";
  const rings = (facts: Facts) => decideCall(facts).plan.flatMap((entry) => entry.destinations);
  const verdict = (facts: Facts, rung: string) => decideCall(facts).rungs.find((one) => one.rung === rung);

  test("who is outside working hours or away is skipped, and it is said until when", () => {
    const off = makeFacts({
      lead: { user: { ...DANA, absence: OFF } },
      number: { user: { ...LEO, absence: AWAY } },
    });
    expect(rings(off)).toEqual([FORWARDING, COMPANY]);
    expect(verdict(off, "leadUser")).toEqual({
      rung: "leadUser",
      verdict: "skipped",
      reason: "outsideHours",
      text: "Dana, to whom the lead Anna Berg is assigned, is outside working hours until Mon 09:00.",
    });
    expect(verdict(off, "numberUser")).toMatchObject({
      reason: "dayOff",
      text: "Leo, this number's user, is away until 3 Dec.",
    });
  });

  test("nor are they rung through a side door that comes later in the ladder", () => {
    const off = makeFacts({ lead: { user: { ...DANA, absence: OFF } }, number: { forwarding: DANA.phone } });
    expect(rings(off)).toEqual([COMPANY]);
    expect(verdict(off, "forwarding")).toMatchObject({
      reason: "alreadyTried",
      text: "The forwarding number +13125550101 would ring +13125550101, but Dana is outside working hours until Mon 09:00.",
    });
  });

  test("nor where they stand in no rung of this call", () => {
    const owner = { phone: phone(COMPANY).phone, name: "Leo", absence: AWAY };
    const off = makeFacts({ absentOwners: [owner] });
    expect(rings(off)).toEqual(["+13125550101", FORWARDING]);
    expect(verdict(off, "company")).toMatchObject({
      reason: "dayOff",
      text: "The company phone +13125550100 is the phone of Leo, who is away until 3 Dec.",
    });
  });

  test("closed, without a ladder for it: straight to voicemail, on purpose", () => {
    const decision = decideCall(makeFacts({ closed }));
    expect(decision).toMatchObject({ plan: [], ending: "voicemail", closedText: closed });
    expect(decision.endingText).toBe("While closed, the caller is asked for a message at once.");
    expect(decision.rungs.map(({ reason }) => reason)).toEqual(["rungOff", "rungOff", "rungOff", "rungOff"]);
    expect(isMeantForVoicemail(decision)).toBe(true);
  });

  test("closed, with an on-call phone: it rings, screened as a forwarding number is", () => {
    const account = { closedLadder: ["onCall" as const], onCallPhone: phone(ON_CALL) };
    const decision = decideCall(makeFacts({ closed, account }));
    expect(decision.plan).toEqual([
      { rung: "onCall", destinations: [ON_CALL], seconds: 20, screening: true, callerId: "caller" },
    ]);
    expect(decision.rungs[0]?.text).toBe("The on-call phone +13125550105 rings for 20 s.");
    // While open nobody speaks of it.
    expect(rings(makeFacts({ account }))).not.toContain(ON_CALL);
    expect(decideCall(makeFacts({ account })).closedText).toBe("");
  });

  test("closed, with an on-call phone that is not set: voicemail for want of a phone", () => {
    const decision = decideCall(makeFacts({ closed, account: { closedLadder: ["onCall"] } }));
    expect(decision).toMatchObject({ plan: [], ending: "voicemail" });
    expect(decision.rungs[0]).toMatchObject({ rung: "onCall", reason: "notSet" });
    expect(isMeantForVoicemail(decision)).toBe(false);
  });

  test("a number's own ladder while closed comes before its account's, also where it is voicemail", () => {
    const account = { closedLadder: ["company" as const] };
    expect(rings(makeFacts({ closed, account }))).toEqual([COMPANY]);
    expect(rings(makeFacts({ closed, account, number: { closedLadder: ["forwarding"] } }))).toEqual([
      FORWARDING,
    ]);
    expect(rings(makeFacts({ closed, account, number: { closedLadder: [] } }))).toEqual([]);
  });

  test("blocked callers are rejected while closed as well", () => {
    expect(decideCall(makeFacts({ closed, caller: { blockedBy: CALLER } })).ending).toBe("reject");
  });
});

describe("the last contact", () => {
  const account = { ladder: ["lastContact" as const, "company" as const] };
  const first = (facts: Facts) => decideCall(facts).rungs[0];

  test("rings who last talked or wrote to the lead", () => {
    const facts = makeFacts({ account, lead: { lastContact: LEO } });
    expect(decideCall(facts).plan[0]?.destinations).toEqual(["+13125550104"]);
    expect(first(facts)?.text).toBe("Leo, who was last in contact with Anna Berg, rings for 20 s.");
  });

  test("is skipped where nobody has in that time, and for callers who are no leads", () => {
    expect(first(makeFacts({ account, lead: {} }))).toMatchObject({
      reason: "noContact",
      text: "Nobody has talked or written to Anna Berg in the last 30 days.",
    });
    expect(first(makeFacts({ account, lead: null }))).toMatchObject({ reason: "noLead" });
  });
});

describe("a menu", () => {
  const menu = {
    greeting: "For Sales, press 1.",
    choices: [
      { key: "1", label: "Sales", ladder: ["company" as const] },
      { key: "2", label: "Messages", ladder: [] },
    ],
  };

  test("before a key: what is rung without a choice, and that the caller is asked first", () => {
    const decision = decideCall(makeFacts({ number: { menu } }));
    expect(decision.plan).toHaveLength(3);
    expect(decision.menuText).toBe(
      "The caller first hears a menu: 1 for Sales, 2 for Messages. Without a key, the call goes on as here.",
    );
  });

  test("a key's own ladder, and what it leaves out", () => {
    const decision = decideCall(makeFacts({ number: { menu }, menuKey: "1" }));
    expect(decision.plan.map(({ rung }) => rung)).toEqual(["company"]);
    expect(decision.menuText).toBe("The caller pressed 1 in the menu, for Sales.");
    expect(decision.rungs.at(-1)?.text).toBe("This rung is switched off for this number on key 1.");
  });

  test("a key that leads to voicemail is meant so", () => {
    const decision = decideCall(makeFacts({ number: { menu }, menuKey: "2" }));
    expect(decision).toMatchObject({ plan: [], ending: "voicemail" });
    expect(isMeantForVoicemail(decision)).toBe(true);
  });

  test("while closed nobody is asked", () => {
    const decision = decideCall(makeFacts({ number: { menu }, closed: "The business is closed." }));
    expect(decision.menuText).toBe("");
  });
});
