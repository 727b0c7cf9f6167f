import { describe, expect, test } from "vitest";
import { decideCall } from "./decide-call.ts";
import type { Facts, GroupFacts } from "./facts.ts";
import { DANA, LEO, makeFacts, person } from "./testing/make-facts.ts";
import type { GroupOrder, Seconds } from "./values.ts";

const s = (value: number) => value as Seconds;

describe("a ring group", () => {
  const IDA = person("Ida", "+13125550106");
  const group = (order: GroupOrder, change: Partial<GroupFacts> = {}): Facts["groups"][number] => ({
    id: "sales",
    name: "Sales",
    order,
    ringSeconds: null,
    turn: 0,
    members: [DANA, LEO, IDA],
    ...change,
  });
  const decide = (one: Facts["groups"][number], change: Parameters<typeof makeFacts>[0] = {}) =>
    decideCall(
      makeFacts({
        account: { ladder: ["group:sales", "company"], ...change.account },
        lead: null,
        groups: [one],
      }),
    );
  const phones = { Dana: "+13125550101", Leo: "+13125550104", Ida: "+13125550106" };

  test("together: all who can be rung, at once, and it is said who not and why", () => {
    const away = { ...LEO, absence: { reason: "dayOff" as const, text: "is away until 3 Dec" } };
    const decision = decide(group("together", { members: [DANA, away, IDA] }));
    expect(decision.plan[0]).toEqual({
      rung: "group:sales",
      destinations: [phones.Dana, phones.Ida],
      seconds: 20,
      screening: true,
      callerId: "caller",
    });
    expect(decision.rungs[0]).toMatchObject({
      verdict: "ring",
      seconds: 20,
      text: "The group Sales rings together for 20 s: Dana and Ida. Leo is away until 3 Dec.",
    });
    expect(decision.rungs[0]?.members?.map(({ name, verdict, reason }) => [name, verdict, reason])).toEqual([
      ["Dana", "ring", "rings"],
      ["Leo", "skipped", "dayOff"],
      ["Ida", "ring", "rings"],
    ]);
  });

  test.each<[GroupOrder, Partial<GroupFacts>, string[]]>([
    ["fixed", {}, [phones.Dana, phones.Leo, phones.Ida]],
    ["inTurn", { turn: 1 }, [phones.Leo, phones.Ida, phones.Dana]],
    ["inTurn", { turn: 5 }, [phones.Ida, phones.Dana, phones.Leo]],
    [
      "longestIdle",
      { members: [{ ...DANA, idleSince: 900 }, { ...LEO, idleSince: 100 }, IDA] },
      [phones.Ida, phones.Leo, phones.Dana],
    ],
  ])("%s: one after the other, in its order (%j)", (order, change, rings) => {
    const decision = decide(group(order, change), { account: { ringBudgetSeconds: s(120) } });
    expect(decision.plan.slice(0, 3).flatMap(({ destinations }) => destinations)).toEqual(rings);
    expect(decision.rungs[0]?.seconds).toBe(60);
  });

  test("whose turn it is goes round those who are there: nobody gets a colleague's calls on top", () => {
    const away = { ...LEO, active: false };
    const firsts = [0, 1, 2, 3].map(
      (turn) => decide(group("inTurn", { turn, members: [DANA, away, IDA] })).plan[0]?.destinations[0],
    );
    expect(firsts).toEqual([phones.Dana, phones.Ida, phones.Dana, phones.Ida]);
  });

  test("who is on a call is passed over, and their phone is no side door; unless the account says otherwise", () => {
    const members = [{ ...DANA, talking: true }, LEO];
    const busy = { account: { companyPhone: DANA.phone } };
    const decision = decide(group("fixed", { members }), busy);
    expect(decision.plan.map(({ destinations }) => destinations)).toEqual([[phones.Leo]]);
    expect(decision.rungs[0]?.text).toContain("Dana is on another call.");
    expect(decision.rungs[1]).toMatchObject({ rung: "company", reason: "alreadyTried" });
    const always = decide(group("fixed", { members }), { account: { skipBusy: false } });
    expect(always.plan[0]?.destinations).toEqual([phones.Dana]);
  });

  test("a member who was rung already, as the lead's user, is not rung again", () => {
    const decision = decideCall(
      makeFacts({ account: { ladder: ["leadUser", "group:sales"] }, groups: [group("together")] }),
    );
    expect(decision.plan.map(({ destinations }) => destinations)).toEqual([
      [phones.Dana],
      [phones.Leo, phones.Ida],
    ]);
  });

  test("nobody in it can be rung: skipped, with each one's reason", () => {
    const members = [{ ...DANA, active: false }, person("Max", null)];
    expect(decide(group("together", { members })).rungs[0]).toMatchObject({
      verdict: "skipped",
      reason: "userInactive",
      text: "Nobody in the group Sales can be rung. Dana is inactive. Max has no phone.",
    });
    expect(decide(group("fixed", { members: [] })).rungs[0]?.text).toBe("The group Sales has no members.");
  });

  test("the budget cuts those who come last", () => {
    const decision = decide(group("fixed"), { account: { ringSeconds: s(25) } });
    expect(decision.plan.map(({ seconds }) => seconds)).toEqual([25, 25, 10]);
    expect(decision.rungs[1]).toMatchObject({ rung: "company", reason: "overBudget" });
  });
});
