import { expect, test, vi } from "vitest";
import { gatherWork } from "./gather-work.ts";

const never = () => false;

/** A statement that stays under way until it is told to end. */
function heldStatement() {
  const batches: { items: number[]; end: () => void }[] = [];
  const run = (items: number[]) =>
    new Promise<string[]>((resolve) => {
      batches.push({ items, end: () => resolve(items.map((item) => `did ${item}`)) });
    });
  return { batches, run };
}
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test("what comes alone goes at once; what comes meanwhile goes together, in its order", async () => {
  const { batches, run } = heldStatement();
  const doIt = gatherWork({ run, isShared: never, lanes: 1, most: 3 });
  const first = doIt(1);
  await nextTurn();
  const later = [2, 3, 4, 5].map(doIt);
  await nextTurn();
  expect(batches.map(({ items }) => items)).toEqual([[1]]);
  batches[0]?.end();
  expect(await first).toBe("did 1");
  for (const place of [1, 2]) {
    await expect.poll(() => batches).toHaveLength(place + 1);
    batches[place]?.end();
  }
  expect(await Promise.all(later)).toEqual(["did 2", "did 3", "did 4", "did 5"]);
  expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3, 4], [5]]);
});

test("requests of one moment share a statement", async () => {
  const { batches, run } = heldStatement();
  const doIt = gatherWork({ run, isShared: never, lanes: 2, most: 10 });
  const all = [1, 2, 3].map(doIt);
  await nextTurn();
  expect(batches.map(({ items }) => items)).toEqual([[1, 2, 3]]);
  batches[0]?.end();
  await Promise.all(all);
});

test("a piece that is refused fails alone", async () => {
  const doIt = gatherWork({
    run: async (items: number[]) => {
      if (items.includes(2)) throw new Error("no twos");
      return items;
    },
    isShared: never,
    lanes: 1,
    most: 10,
  });
  const results = await Promise.allSettled([1, 2, 3].map(doIt));
  expect(results.map((one) => (one.status === "fulfilled" ? one.value : String(one.reason)))).toEqual([
    1,
    "Error: no twos",
    3,
  ]);
});

test("an error that concerns all is asked for once", async () => {
  let asked = 0;
  const doIt = gatherWork({
    run: async () => {
      asked += 1;
      throw new Error("away");
    },
    isShared: () => true,
    lanes: 1,
    most: 10,
  });
  const results = await Promise.allSettled([1, 2, 3].map(doIt));
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(asked).toBe(1);
});

test("what may wait for company waits for it, and not where it must not", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  try {
    const { batches, run } = heldStatement();
    let hold = 200;
    const doIt = gatherWork({ run, isShared: never, lanes: 2, most: 10, holdMs: () => hold });
    const first = doIt(1);
    await vi.advanceTimersByTimeAsync(150);
    const second = doIt(2);
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(50);
    expect(batches.map(({ items }) => items)).toEqual([[1, 2]]);
    hold = 0;
    const third = doIt(3);
    await nextTurn();
    expect(batches.map(({ items }) => items)).toEqual([[1, 2], [3]]);
    for (const { end } of batches) end();
    await Promise.all([first, second, third]);
  } finally {
    vi.useRealTimers();
  }
});

test("enough of them wait no longer", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const { batches, run } = heldStatement();
    const doIt = gatherWork({ run, isShared: never, lanes: 2, most: 10, holdMs: () => 200, enough: 3 });
    const early = [1, 2].map(doIt);
    await vi.advanceTimersByTimeAsync(150);
    expect(batches).toEqual([]);
    const third = doIt(3);
    await nextTurn();
    expect(batches.map(({ items }) => items)).toEqual([[1, 2, 3]]);
    // The next is held as long as any, not for what was left of the time before.
    const fourth = doIt(4);
    await vi.advanceTimersByTimeAsync(150);
    expect(batches).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(50);
    expect(batches.map(({ items }) => items)).toEqual([[1, 2, 3], [4]]);
    for (const { end } of batches) end();
    await Promise.all([...early, third, fourth]);
  } finally {
    vi.useRealTimers();
  }
});
