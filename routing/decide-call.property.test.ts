import fc from "fast-check";
import { expect, test } from "vitest";
import { decideCall } from "./decide-call.ts";
import type { Absence, Destination, Facts, Person } from "./facts.ts";
import { judgeCaller } from "./judge-caller.ts";
import { CALLED } from "./testing/make-facts.ts";
import {
  ATTESTATIONS,
  CALLER_TREATMENTS,
  DEFAULT_LADDER,
  type E164,
  GROUP_ORDERS,
  MIN_RING_SECONDS,
  RUNGS,
  type Rung,
  type Seconds,
} from "./values.ts";

// Few phones, so that the same one often stands in several places.
const phones = fc.integer({ min: 100, max: 112 }).map((n) => `+1312555${String(n).padStart(4, "0")}` as E164);
const destination: fc.Arbitrary<Destination> = fc.record({
  phone: phones,
  dialing: fc.constantFrom("allowed", "allowed", "allowed", "notDialable", "countryNotAllowed"),
  ours: fc.boolean(),
});
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 });
const seconds = fc.integer({ min: 5, max: 120 }).map((value) => value as Seconds);
const choice = fc.constantFrom("caller" as const, "business" as const);
const treatment = fc.constantFrom(...CALLER_TREATMENTS);
const absence: fc.Arbitrary<Absence> = fc.record({
  reason: fc.constantFrom("outsideHours", "dayOff"),
  text: fc.constant("is away until 3 Dec"),
});
const person: fc.Arbitrary<Person> = fc.record({
  id: fc.constantFrom("1", "2"),
  name: fc.string(),
  phone: maybe(destination),
  active: fc.boolean(),
  absence: maybe(absence),
  talking: fc.boolean(),
  idleSince: maybe(fc.nat()),
  ringSeconds: maybe(seconds),
  screening: maybe(fc.boolean()),
  callerId: maybe(choice),
  greeting: maybe(fc.string()),
});
const rung = fc.constantFrom<Rung>(...RUNGS, "group:sales", "group:nobody", "group:gone");
const ladder = fc.array(rung, { maxLength: 6 });
const menu = fc.record({
  greeting: fc.string(),
  choices: fc.uniqueArray(fc.record({ key: fc.constantFrom("1", "2"), label: fc.string(), ladder }), {
    selector: ({ key }) => key,
    minLength: 1,
  }),
});
const facts: fc.Arbitrary<Facts> = fc.record({
  settingsVersion: fc.nat(),
  account: fc.record({
    name: fc.string(),
    ladder,
    closedLadder: ladder,
    ringSeconds: maybe(seconds),
    ringBudgetSeconds: fc.integer({ min: 5, max: 600 }).map((value) => value as Seconds),
    ifNobodyAnswers: fc.constantFrom("next", "voicemail", "hangup"),
    screening: fc.record({ staff: fc.boolean(), forwarding: fc.boolean(), company: fc.boolean() }),
    callerId: choice,
    rejectWithheld: fc.boolean(),
    unverifiedCallers: fc.record({ B: treatment, C: treatment, failed: treatment, none: treatment }),
    holdOffLeads: fc.boolean(),
    skipBusy: fc.boolean(),
    lastContactDays: fc.integer({ min: 1, max: 365 }),
    companyPhone: maybe(destination),
    onCallPhone: maybe(destination),
    greeting: maybe(fc.string()),
  }),
  number: fc.record({
    number: fc.constant(CALLED),
    label: maybe(fc.string()),
    forwarding: maybe(destination),
    user: maybe(person),
    ladder: maybe(ladder),
    closedLadder: maybe(ladder),
    ringSeconds: maybe(seconds),
    callerId: maybe(choice),
    whisper: maybe(fc.string()),
    greeting: maybe(fc.string()),
    recordingNotice: maybe(fc.string()),
    menu: maybe(menu),
    canShowCaller: fc.boolean(),
  }),
  caller: fc.record({
    phone: maybe(phones),
    blockedBy: fc.constantFrom(null, null, null, "+1312*"),
    heldOff: fc.constantFrom(null, null, null, "The caller is held off."),
    attestation: maybe(fc.constantFrom(...ATTESTATIONS)),
  }),
  lead: maybe(
    fc.record({
      id: fc.string(),
      name: fc.string(),
      blocked: fc.boolean(),
      user: maybe(person),
      otherMatches: fc.nat(3),
      lastContact: maybe(person),
    }),
  ),
  groups: fc
    .tuple(fc.array(person, { maxLength: 10 }), fc.constantFrom(...GROUP_ORDERS), fc.nat(), maybe(seconds))
    .map(([members, order, turn, ringSeconds]) => [
      { id: "sales", name: "Sales", order, turn, ringSeconds, members },
      { id: "nobody", name: "Nobody", order, turn, ringSeconds, members: [] },
    ]),
  outreach: maybe(
    fc.record({
      campaign: maybe(fc.record({ id: fc.string(), name: fc.string() })),
      by: maybe(fc.string()),
      kind: fc.constantFrom("text", "call"),
      at: fc.nat(),
    }),
  ),
  outreachText: fc.string(),
  menuKey: fc.constantFrom(null, null, "1", "2", "9"),
  degraded: fc.boolean(),
  closed: maybe(fc.constant("The business has been closed since 18:00.")),
  absentOwners: fc.array(fc.record({ phone: phones, name: fc.string(), absence }), { maxLength: 3 }),
});
const ladderOf = ({ account, number, closed, menuKey }: Facts) => {
  const chosen = number.menu?.choices.find(({ key }) => key === menuKey);
  if (chosen !== undefined && closed === null) return chosen.ladder;
  return closed === null ? (number.ladder ?? account.ladder) : (number.closedLadder ?? account.closedLadder);
};

test("whatever the account: no throw, no forbidden phone, no overrun, no dead end, and every rung explained", () => {
  fc.assert(
    fc.property(facts, (given) => {
      const decision = decideCall(given);
      const rung = decision.plan.flatMap((entry) => entry.destinations);
      const candidates = [
        given.lead?.user?.phone,
        given.number.user?.phone,
        given.number.forwarding,
        given.account.companyPhone,
        given.account.onCallPhone,
        given.lead?.lastContact?.phone,
        ...given.groups.flatMap(({ members }) => members.map(({ phone }) => phone)),
      ];
      for (const phone of rung) {
        expect(phone).not.toBe(given.caller.phone);
        expect(phone).not.toBe(CALLED);
        const source = candidates.filter((one) => one?.phone === phone);
        expect(source.some((one) => one?.dialing === "allowed" && !one.ours)).toBe(true);
      }
      expect(new Set(rung).size).toBe(rung.length);
      const total = decision.plan.reduce((sum, entry) => sum + entry.seconds, 0);
      expect(total).toBeLessThanOrEqual(given.account.ringBudgetSeconds);
      for (const entry of decision.plan) expect(entry.seconds).toBeGreaterThanOrEqual(MIN_RING_SECONDS);
      // Nobody is left nowhere: somebody rings, or there is voicemail, or the caller is refused on purpose.
      if (decision.plan.length === 0) expect(["voicemail", "reject"]).toContain(decision.ending);
      // Who is refused or sent to voicemail for who they are leaves no rung to speak of.
      if (judgeCaller(given) === null) {
        // The other rungs are spoken of only where a ladder names them.
        const named = new Set<Rung>([...ladderOf(given), ...DEFAULT_LADDER]);
        expect(decision.rungs.map((verdict) => verdict.rung).sort()).toEqual([...named].sort());
      }
      expect(
        decision.rungs.filter((verdict) => verdict.verdict === "ring").map((verdict) => verdict.rung),
      ).toEqual([...new Set(decision.plan.map((entry) => entry.rung))]);
      expect(decideCall(given)).toEqual(decision);
    }),
    { numRuns: 3_000 },
  );
});

test("a person who is off is never rung, whatever else their phone is", () => {
  fc.assert(
    fc.property(facts, (given) => {
      const user = given.lead?.user;
      const offPhone = user?.active === false || user?.absence != null ? user.phone?.phone : undefined;
      fc.pre(offPhone !== undefined && ladderOf(given)[0] === "leadUser");
      expect(decideCall(given).plan.flatMap((entry) => entry.destinations)).not.toContain(offPhone);
    }),
    { numRuns: 500 },
  );
});

test("nor is who stands in no rung, through a phone of the business that is their own", () => {
  fc.assert(
    fc.property(facts, (given) => {
      const off = new Set<string>(given.absentOwners.map(({ phone }) => phone));
      const places = decideCall(given).plan.filter(
        ({ rung }) => rung === "forwarding" || rung === "company" || rung === "onCall",
      );
      for (const { destinations } of places)
        for (const phone of destinations) expect(off).not.toContain(phone);
    }),
    { numRuns: 1_000 },
  );
});

test("a blocked caller never rings anyone, nor one who is held off or refused for want of attestation", () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { caller, lead, account } = given;
      const decision = decideCall(given);
      const spared = lead?.user != null && !account.holdOffLeads;
      const unverified = caller.attestation !== null && caller.attestation !== "A" && caller.phone !== null;
      const treatment = unverified
        ? account.unverifiedCallers[caller.attestation as keyof typeof account.unverifiedCallers]
        : "ring";
      const refused =
        lead?.blocked ||
        caller.blockedBy !== null ||
        (caller.heldOff !== null && !spared) ||
        treatment === "reject";
      if (refused) expect(decision).toMatchObject({ ending: "reject", plan: [] });
      if (treatment !== "ring") expect(decision.plan).toEqual([]);
      if (decision.ending === "reject" || decision.rungs.length === 0)
        expect(decision.endingText).toMatch(/^(The|Withheld|Nobody) .*\.$/s);
    }),
    { numRuns: 2_000 },
  );
});
