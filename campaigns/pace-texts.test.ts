import { expect, test } from "vitest";
import { countRoom, countRooms, type NumberLine, paceTexts } from "./pace-texts.ts";

const texts = Array.from({ length: 100 }, (_, id) => ({
  id,
  carrier: id % 2 === 0 ? "main" : "spare",
  number: `n${id % 4}`,
}));
const room = {
  numbers: new Map(["n0", "n1", "n2", "n3"].map((number) => [number, 25])),
  carriers: new Map([
    ["main", 100],
    ["spare", 100],
  ]),
};

test("so many a second at each carrier, no further than ten seconds ahead", () => {
  const first = paceTexts(texts, { now: 1_000, perSecond: 2, paced: {}, room });
  const main = first.placed.filter(({ carrier }) => carrier === "main").map(({ at }) => at);
  expect(main.slice(0, 3)).toEqual([1_000, 1_500, 2_000]);
  expect(main.at(-1)).toBe(11_000);
  expect(first.placed).toHaveLength(42);
  const soon = paceTexts(texts, { now: 1_200, perSecond: 2, paced: first.paced, room });
  expect(soon.placed).toEqual([]);
  expect(paceTexts(texts, { now: 60_000, perSecond: 2, paced: soon.paced, room }).placed[0]?.at).toBe(60_000);
});

test("no more in a number's line than it sends in ten seconds, and of a fast one than can be counted quickly", () => {
  expect(countRoom({ perSecond: 1, inLine: 0 })).toBe(10);
  expect(countRoom({ perSecond: 1, inLine: 12 })).toBe(0);
  expect(countRoom({ perSecond: 100, inLine: 400 })).toBe(600);
  expect(countRoom({ perSecond: 500, inLine: 1_500 })).toBe(500);
  const numbers = new Map([
    ["n0", 3],
    ["n1", 25],
  ]);
  const narrow = { ...room, numbers };
  const { placed } = paceTexts(texts, { now: 5, perSecond: null, paced: {}, room: narrow });
  expect(placed.filter(({ number }) => number === "n0")).toHaveLength(3);
  expect(placed.filter(({ number }) => number === "n1")).toHaveLength(25);
  expect(placed).toHaveLength(28);
  expect(new Set(placed.map(({ at }) => at))).toEqual(new Set([5]));
});

test("numbers of one carrier share its line; those of another are not held up by it", () => {
  const line = { perSecond: 10, inLine: 4, carrier: "main", carrierPerSecond: 2 };
  const lines = new Map<string, NumberLine>([
    ["n0", line],
    ["n2", line],
    ["n1", { perSecond: 1, inLine: 0, carrier: "spare", carrierPerSecond: null }],
  ]);
  const counted = countRooms(lines);
  expect(counted.numbers.get("n0")).toBe(96);
  expect([...counted.carriers]).toEqual([
    ["main", 12],
    ["spare", 10],
  ]);
  expect(counted.all).toBe(22);
  const { placed } = paceTexts(texts, { now: 5, perSecond: null, paced: {}, room: counted });
  expect(placed.filter(({ carrier }) => carrier === "main")).toHaveLength(12);
  expect(placed.filter(({ carrier }) => carrier === "spare")).toHaveLength(10);
});
