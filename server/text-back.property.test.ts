import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PhoneScript } from "../simulator/scripts.ts";
import { DANA, LINE } from "./testing/start-house.ts";
import { HOUR, MINUTE, startTextHouse } from "./testing/start-text-house.ts";

const WINDOW_HOURS = 24;

type Step = "missed" | "answered" | "stop" | "start" | "chat" | "soon" | "minutes" | "hours" | "day";
const step = fc.constantFrom<Step>(
  "missed",
  "missed",
  "answered",
  "stop",
  "start",
  "chat",
  "soon",
  "minutes",
  "hours",
  "day",
);

const ANSWERS: PhoneScript = {
  does: "answers",
  after: 3,
  presses: [{ key: "1", after: 2 }],
  hangsUpAfter: 5,
};

let house: Awaited<ReturnType<typeof startTextHouse>>;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  house = await startTextHouse({ textBack: { windowHours: WINDOW_HOURS } }, {}, (end) => {
    closing.unshift(end);
  });
  // Strangers reach Dana, if she answers.
  const { query } = house.node.database;
  const dana = await query.selectFrom("staff").select("id").executeTakeFirstOrThrow();
  await query.updateTable("number").set({ user_id: dana.id }).execute();
});
afterAll(async () => {
  for (const close of closing) await close();
});

test("whatever a caller and the business do: never two text-backs in a window, and none after STOP", async () => {
  let callers = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
      callers += 1;
      const phone = `+1312555${1000 + callers}`;
      /** From when to when they wanted no texts. */
      const stopped: { from: number; until: number }[] = [];
      for (const one of steps) {
        house.carrier.phone(DANA, one === "answered" ? ANSWERS : { does: "ringsOut" });
        const last = stopped.at(-1);
        if (one === "missed") await house.missed(phone);
        if (one === "answered") await house.call({ from: phone });
        if (one === "chat") await house.texts("When are you open?", phone);
        if (one === "stop") {
          await house.texts("STOP", phone);
          if (last === undefined || last.until < Number.POSITIVE_INFINITY)
            stopped.push({ from: house.clock.now(), until: Number.POSITIVE_INFINITY });
        }
        if (one === "start") {
          await house.texts("START", phone);
          if (last !== undefined) last.until = Math.min(last.until, house.clock.now());
        }
        const wait = { soon: MINUTE / 2, minutes: 5 * MINUTE, hours: 3 * HOUR, day: 25 * HOUR };
        if (one in wait) await house.later(wait[one as keyof typeof wait]);
        await house.work();
      }
      await house.later(2 * MINUTE);
      const texts = house.carrier.messages.filter((text) => text.to === phone && text.from === LINE);
      const times = texts.map(({ createdAt }) => createdAt).sort((earlier, later) => earlier - later);
      times.forEach((at, index) => {
        const before = times[index - 1];
        if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(WINDOW_HOURS * HOUR);
        for (const { from, until } of stopped) expect(from <= at && at < until).toBe(false);
      });
      // And they are not simply left alone: who was missed, and nothing else, is texted.
      const missedAlone = steps.every((one) => one === "missed" || one === "chat");
      if (missedAlone && steps.includes("missed") && isDay(house.clock.now())) expect(texts).toHaveLength(1);
      expect(house.broken).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

/** Outside of quiet hours in Chicago, from a while ago: UTC-6 or UTC-5. */
function isDay(at: number): boolean {
  const hour = new Date(at).getUTCHours();
  return hour >= 15 && hour <= 23;
}
