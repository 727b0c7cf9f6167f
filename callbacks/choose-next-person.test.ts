import fc from "fast-check";
import { expect, test } from "vitest";
import { type Candidate, chooseNextPerson } from "./choose-next-person.ts";

const dana = { id: "1", name: "Dana", there: true };
const lee = { id: "2", name: "Lee", there: true };
const kim = { id: "3", name: "Kim", there: true };

test.each([
  ["the first in line", [dana, lee], [], "Dana"],
  ["not whoever had it", [dana, lee], ["1"], "Lee"],
  ["not who is off", [dana, { ...lee, there: false }, kim], ["1"], "Kim"],
  ["nobody is left", [dana, lee], ["1", "2"], undefined],
  ["nobody is in line", [], [], undefined],
] as [string, Candidate[], string[], string | undefined][])("%s", (_what, line, had, name) => {
  expect(chooseNextPerson(line, new Set(had))?.name).toBe(name);
});

test("whoever is in line, and however often: nobody gets it twice, and it comes to an end", () => {
  const person = fc.record({
    id: fc.constantFrom("1", "2", "3", "4"),
    name: fc.constant("someone"),
    there: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(person, { maxLength: 8 }), (line) => {
      const had = new Set<string>();
      for (let next = chooseNextPerson(line, had); next !== null; next = chooseNextPerson(line, had)) {
        expect(had.has(next.id)).toBe(false);
        had.add(next.id);
      }
      expect(had.size).toBeLessThanOrEqual(4);
    }),
  );
});
