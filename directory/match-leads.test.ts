import fc from "fast-check";
import { expect, test } from "vitest";
import type { E164 } from "../routing/values.ts";
import { isEqual, matchLeads } from "./match-leads.ts";
import type { LeadSettings } from "./settings-schema.ts";

const lead = (name: string, ...phones: string[]): LeadSettings => ({
  name,
  phones: phones as E164[],
  assignedTo: null,
  blocked: false,
  lastContactedAt: null,
  consent: null,
});
const stored = (...leads: LeadSettings[]) =>
  leads.map((settings, index) => ({ id: String(index + 1), settings }));
const ids = (listed: LeadSettings[], ...kept: LeadSettings[]) =>
  matchLeads(listed, stored(...kept)).map((match) => match?.id ?? null);

test("a namesake with a shared phone is meant before anybody else with it", () => {
  expect(ids([lead("Anna", "1")], lead("Bo", "1"), lead("Anna", "1", "2"))).toEqual(["2"]);
  expect(ids([lead("Anna", "1")], lead("Bo", "1"))).toEqual(["1"]);
  expect(ids([lead("Anna", "1")], lead("Anna", "2"))).toEqual([null]);
});

test("nobody is claimed twice, and a namesake is left to whom it belongs", () => {
  expect(ids([lead("Cy", "1"), lead("Anna", "1")], lead("Anna", "1"))).toEqual([null, "1"]);
});

const leads = fc.array(
  fc.record({
    name: fc.constantFrom("Anna", "Bo"),
    phones: fc.uniqueArray(fc.constantFrom("1", "2", "3"), { minLength: 1 }) as fc.Arbitrary<E164[]>,
    assignedTo: fc.constantFrom(null, "dana@acme.test"),
    blocked: fc.boolean(),
    lastContactedAt: fc.constant(null),
    consent: fc.constantFrom(null, { source: "form", at: null }),
  }),
  { maxLength: 6 },
);

test("whatever is stored, the same list again means nothing but equals", () => {
  fc.assert(
    fc.property(leads, leads, (listed, kept) => {
      const before = stored(...kept);
      const matches = matchLeads(listed, before);
      const after = new Map(before.map(({ id, settings }) => [id, settings]));
      listed.forEach((settings, index) => {
        after.set(matches[index]?.id ?? `new ${index}`, settings);
      });
      const again = matchLeads(
        listed,
        [...after].map(([id, settings]) => ({ id, settings })),
      );
      expect(
        again.every((match, index) => match && isEqual(match.settings, listed[index] ?? match.settings)),
      ).toBe(true);
    }),
  );
});
