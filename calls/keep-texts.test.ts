import fc from "fast-check";
import { expect, test } from "vitest";
import { keepTexts } from "./keep-texts.ts";

const key = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h");
const text = fc
  .string({ unit: "binary", maxLength: 40 })
  .filter((one) => one.isWellFormed())
  .map((one) => one.repeat(3));
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant("set" as const), key, text }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), key, text }) },
  ),
  { maxLength: 80 },
);

test("whatever is kept, forgotten and written over: what is there is what was written last, and the newest is there", () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 200, max: 600 }), (sequence, bytes) => {
      const kept = keepTexts({ most: 5, bytes });
      const written = new Map<string, string>();
      for (const step of sequence) {
        if (step.do === "delete") {
          kept.delete(step.key);
          written.delete(step.key);
          expect(kept.get(step.key)).toBeNull();
          continue;
        }
        kept.set(step.key, step.text);
        written.delete(step.key);
        written.set(step.key, step.text);
        if (Buffer.byteLength(step.text) <= bytes) expect(kept.get(step.key)).toBe(step.text);
        expect(kept.size).toBeLessThanOrEqual(5);
        for (const [name, last] of written) expect([null, last]).toContain(kept.get(name));
      }
    }),
    { numRuns: 300 },
  );
});

test("as many as there may be are there, the oldest first to go", () => {
  const kept = keepTexts({ most: 3, bytes: 10_000_000 });
  for (const name of ["a", "b", "c", "d"]) kept.set(name, name.repeat(200_000));
  expect(kept.get("a")).toBeNull();
  expect(["b", "c", "d"].map((name) => kept.get(name)?.length)).toEqual([200_000, 200_000, 200_000]);
});
