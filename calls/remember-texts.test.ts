import fc from "fast-check";
import { expect, test } from "vitest";
import { rememberTexts } from "./remember-texts.ts";

test("the newest are remembered, as many as there is room for", () => {
  const texts = rememberTexts<string>({ most: 3, bytes: 10 });
  for (const key of ["a", "b", "c", "d"]) texts.set(key, key);
  expect(["a", "b", "c", "d"].map(texts.get)).toEqual([null, "b", "c", "d"]);
  texts.set("e", "12345");
  texts.set("f", "678");
  expect(["b", "c", "d", "e", "f"].map(texts.get)).toEqual([null, null, "d", "12345", "678"]);
  texts.set("g", "longer than all");
  expect(texts.get("g")).toBeNull();
  expect(texts.size).toBe(3);
  texts.clear();
  expect([texts.get("f"), texts.size]).toEqual([null, 0]);
});

type Move = { key: number; text: string | null };

test("whatever is set and deleted: what is given is what was set last, and only older ones than any other are gone", () => {
  const move = fc.record<Move>({
    key: fc.integer({ min: 0, max: 12 }),
    text: fc.option(fc.string({ unit: "grapheme", maxLength: 14 }), { freq: 4 }),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const bytes = 64;
      const texts = rememberTexts<number>({ most: 5, bytes });
      // In the order in which they were set.
      let expected: { key: number; text: string }[] = [];
      for (const { key, text } of moves) {
        expected = expected.filter((one) => one.key !== key);
        if (text === null) texts.delete(key);
        else {
          texts.set(key, text);
          if (Buffer.byteLength(text) <= bytes) expected.push({ key, text });
        }
        const kept = expected.slice(expected.length - texts.size);
        expect(kept.map((one) => texts.get(one.key))).toEqual(kept.map((one) => one.text));
        for (const one of expected.slice(0, expected.length - texts.size))
          expect(texts.get(one.key)).toBeNull();
        // Around the end of the room at most one text's length is left free, and so is what was deleted.
        expected = kept;
        if (text !== null && Buffer.byteLength(text) <= bytes) expect(kept.at(-1)?.key).toBe(key);
      }
    }),
    { numRuns: 2_000 },
  );
});
