import { expect, test } from "vitest";
import type { EndedCall } from "../calls/ended-call.ts";
import { COMPANY, FORWARDING, type House, STRANGER, startHouse } from "../server/testing/start-house.ts";
import { claimFollowUps } from "../store/follow-ups/keep-follow-ups.ts";
import { followUpCalls } from "./follow-up-calls.ts";
import type { FollowUpStep } from "./follow-up-steps.ts";

const MINUTE = 60_000;

/** Follows up what is due, as a process would; gives the calls that it worked on. */
async function followUp(house: House, step: (call: EndedCall) => Promise<void> = async () => {}) {
  const worked: EndedCall[] = [];
  const broke: unknown[] = [];
  const steps: FollowUpStep[] = [
    { name: "first", run: step },
    {
      name: "second",
      run: async (call) => {
        worked.push(call);
      },
    },
  ];
  const next = await followUpCalls(house.node.database, {
    now: house.clock.now,
    log: { debug: () => {}, info: () => {}, error: (details) => broke.push(details) },
    stop: new AbortController().signal,
    steps,
  });
  return { worked, next, broke };
}

test("each call is followed up once after its end, whatever its outcome", async () => {
  const house = await startHouse({ rejectWithheld: true });
  house.carrier.phone(FORWARDING, { does: "answers", after: 3, presses: [{ key: "1", after: 3 }] });
  const outcomes = [
    (await house.call({ from: STRANGER })).kept.outcome,
    (await house.call({ from: "anonymous" })).kept.outcome,
  ];
  house.carrier.phone(FORWARDING, { does: "ringsOut" });
  house.carrier.phone(COMPANY, { does: "ringsOut" });
  outcomes.push(
    (await house.call({ from: STRANGER, caller: { hangsUpAfter: 4 } })).kept.outcome,
    (await house.call({ from: STRANGER, caller: { leavesMessage: 9 } })).kept.outcome,
  );
  expect(outcomes).toEqual(["answered", "rejected", "abandoned", "voicemail"]);
  const { worked, next } = await followUp(house);
  expect(worked.map(({ outcome }) => outcome).sort()).toEqual(outcomes.sort());
  expect(worked.find(({ outcome }) => outcome === "abandoned")?.record).toMatchObject({ from: STRANGER });
  expect(next).toBeNull();
  expect((await followUp(house)).worked).toEqual([]);
});

test("a step that fails is tried again, and holds the others up no more than it must", async () => {
  const house = await startHouse();
  await house.call({ caller: { hangsUpAfter: 4 } });
  const first = await followUp(house, async () => {
    throw new Error("no luck");
  });
  expect(first.worked).toHaveLength(1);
  expect(first.broke).toHaveLength(1);
  expect(first.next).toBe(house.clock.now() + 2_000);
  expect((await followUp(house)).worked).toEqual([]);
  await house.clock.sleep(2_000);
  expect((await followUp(house)).next).toBeNull();
});

test("of two processes one follows a call up; where it died, the other does it two minutes later", async () => {
  const house = await startHouse();
  await house.call({ caller: { hangsUpAfter: 4 } });
  let seen: EndedCall[] = [];
  // While the first one works, a second looks.
  await followUp(house, async () => {
    seen = (await followUp(house)).worked;
  });
  expect(seen).toEqual([]);

  await house.call({ caller: { hangsUpAfter: 4 } });
  const { database } = house.node;
  expect(await claimFollowUps(database.query, { now: house.clock.now(), most: 10 })).toHaveLength(1);
  expect((await followUp(house)).worked).toEqual([]);
  await house.clock.sleep(2 * MINUTE);
  expect((await followUp(house)).worked).toHaveLength(1);
});
