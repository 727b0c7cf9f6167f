import { describe, expect, test } from "vitest";
import type { PhoneScript } from "../simulator/index.ts";
import type { Business } from "./testing/seed-business.ts";
import { ANNA, COMPANY, DANA, FORWARDING, LINE, STRANGER, startHouse } from "./testing/start-house.ts";

/** Each story is something that went wrong in a system like this one: docs/lessons.md has the list. */
const accepts = (after = 4): PhoneScript => ({
  does: "answers",
  after,
  presses: [{ key: "1", after: 3 }],
  hangsUpAfter: 60,
});
const nobodySet: Business = { assigned: false, forwardingNumber: null, companyPhone: null };

describe("every call ends somewhere", () => {
  test("1, 25: nobody to ring and nothing set: the caller is asked for a message, and the account is alerted", async () => {
    const house = await startHouse(nobodySet);
    const { heard, kept } = await house.call({ caller: { leavesMessage: 5 } });
    expect(heard.legs).toEqual([]);
    expect(kept.outcome).toBe("voicemail");
    expect(await house.alerts()).toEqual(["nobodyToRing"]);
  });

  test("2, 18: an unreachable phone does not stop the rest", async () => {
    const house = await startHouse();
    house.carrier.phone(DANA, { does: "unreachable" });
    house.carrier.phone(FORWARDING, { does: "unreachable", as: "no-answer", after: 2 });
    house.carrier.phone(COMPANY, { does: "answers", after: 3 });
    const { heard, kept } = await house.call({});
    expect(heard.connectedTo).toBe(COMPANY);
    expect(kept.legs.map((leg) => leg.result)).toEqual(["failed", "noAnswer", "connected"]);
  });

  test("3: the total ring budget holds, whatever the legs want", async () => {
    const house = await startHouse({ ringBudgetSeconds: 30, dana: { ringSeconds: 25 } });
    const { kept } = await house.call({ caller: { leavesMessage: 4 } });
    expect(kept.legs.map((leg) => [leg.rung, leg.seconds])).toEqual([
      ["leadUser", 25],
      ["forwarding", 5],
    ]);
    expect(kept.decision?.rungs.find((rung) => rung.rung === "company")?.reason).toBe("overBudget");
  });

  test("11, 12: busy and declined go on at once, and the busy phone is not rung again", async () => {
    const house = await startHouse();
    house.carrier.phone(DANA, { does: "declines", after: 2 });
    house.carrier.phone(FORWARDING, { does: "busy" });
    house.carrier.phone(COMPANY, { does: "answers", after: 1 });
    const { heard, kept } = await house.call({});
    expect(heard.legs.map((leg) => leg.to)).toEqual([DANA, FORWARDING, COMPANY]);
    expect(kept.legs.map((leg) => leg.result)).toEqual(["busy", "busy", "connected"]);
  });

  test("if nobody answers: hang up, or voicemail at once", async () => {
    const hangup = await startHouse({ ifNobodyAnswers: "hangup" });
    expect((await hangup.call({})).kept).toMatchObject({ outcome: "missed", legs: [{ rung: "leadUser" }] });
    const voicemail = await startHouse({ ifNobodyAnswers: "voicemail" });
    const { kept } = await voicemail.call({ caller: { leavesMessage: 6 } });
    expect(kept).toMatchObject({ outcome: "voicemail", legs: [{ rung: "leadUser" }] });
  });
});

describe("only a person answers", () => {
  test("4: a cell's own voicemail picks up: never an answer, silent hang-up, next rung", async () => {
    const house = await startHouse();
    house.carrier.phone(DANA, { does: "voicemail", after: 12 });
    house.carrier.phone(FORWARDING, accepts());
    const { heard, kept } = await house.call({});
    expect(heard.connectedTo).toBe(FORWARDING);
    expect(kept.legs.map((leg) => leg.result)).toEqual(["notAccepted", "connected"]);
  });

  test("22: a wrong key, or none, hangs up that leg; only 1 connects", async () => {
    const house = await startHouse();
    house.carrier.phone(DANA, { does: "answers", after: 2, presses: [{ key: "5", after: 3 }] });
    house.carrier.phone(FORWARDING, { does: "answers", after: 2 });
    const { heard, kept } = await house.call({ caller: { leavesMessage: 4 } });
    expect(heard.bridges.map((bridge) => bridge.to)).not.toContain(DANA);
    expect(heard.bridges.map((bridge) => bridge.to)).not.toContain(FORWARDING);
    expect(kept.legs.slice(0, 2).map((leg) => leg.result)).toEqual(["notAccepted", "notAccepted"]);
  });

  test("where screening is off, whoever picks up is connected, and hears who calls", async () => {
    const house = await startHouse({ screening: { staff: false } });
    house.carrier.phone(DANA, { does: "answers", after: 2 });
    const { heard, kept } = await house.call({});
    expect(heard.connectedTo).toBe(DANA);
    expect(heard.heardByLegs[DANA]).toEqual(["Anna Berg, your lead, is calling the Leeds line."]);
    expect(kept).toMatchObject({ outcome: "answered", answeredBy: { name: "Dana" } });
  });

  test("5: after an answered call ends, nobody else is rung", async () => {
    const house = await startHouse();
    house.carrier.phone(DANA, accepts());
    house.carrier.phone(FORWARDING, accepts());
    const { heard } = await house.call({});
    expect(heard.legs.map((leg) => leg.to)).toEqual([DANA]);
    expect(heard.dialedAfterBridge).toBe(false);
  });
});

describe("the caller may go at any moment", () => {
  test.each([1, 5, 7, 9, 20, 45, 62, 75])(
    "the caller hangs up after %i s: one outcome, nobody rung afterwards",
    async (after) => {
      const house = await startHouse();
      house.carrier.phone(DANA, { does: "voicemail", after: 6 });
      const { heard, kept } = await house.call({ caller: { hangsUpAfter: after } });
      expect(kept.state === "ended" || kept.state === "closing").toBe(true);
      const left = heard.legs.filter(
        (leg) => (leg.startedAt ?? 0) > (heard.timeline[0]?.at ?? 0) + after * 1000,
      );
      expect(left).toEqual([]);
      if (after < 40) expect(kept.outcome).toBe("abandoned");
    },
  );

  test("while the message is recorded: it counts if there is one", async () => {
    const house = await startHouse(nobodySet);
    const spoken = await house.call({ caller: { leavesMessage: 6, hangsUpAfterMessage: true } });
    expect(spoken.kept).toMatchObject({ outcome: "voicemail", recording: { seconds: 6 } });
    const silent = await house.call({ caller: { leavesMessage: 0 } });
    expect(silent.kept.outcome).toBe("missed");
  });
});

describe("who calls", () => {
  test.each(["anonymous", "+266696687", "Restricted", ""])(
    "24: a withheld caller (%j) is no lead, and the business number is shown",
    async (from) => {
      const house = await startHouse();
      house.carrier.phone(FORWARDING, accepts());
      const { heard, kept } = await house.call({ from });
      expect(heard.legs[0]).toMatchObject({ to: FORWARDING, callerId: LINE });
      expect(heard.heardByLegs[FORWARDING]?.[0]).toContain("A withheld caller");
      expect(kept).toMatchObject({ from: null, outcome: "answered" });
    },
  );

  test("withheld callers are rejected as busy where the account says so; blocked leads always", async () => {
    const house = await startHouse({ rejectWithheld: true });
    const withheld = await house.call({ from: "anonymous" });
    expect(withheld.heard.status).toBe("busy");
    expect(withheld.kept).toMatchObject({ outcome: "rejected", legs: [] });
    const blocked = await startHouse({ blocked: true });
    expect((await blocked.call({})).kept.outcome).toBe("rejected");
  });

  test("caller ID: the caller's by default, the business number where chosen", async () => {
    const house = await startHouse();
    expect((await house.call({})).heard.legs[0]?.callerId).toBe(ANNA);
    const business = await startHouse({ callerId: "business" });
    expect((await business.call({})).heard.legs[0]?.callerId).toBe(LINE);
  });

  test("23: the forwarding number is the line itself: a loop, not rung, and said", async () => {
    const house = await startHouse({ forwardingNumber: LINE });
    const { heard, kept } = await house.call({ from: STRANGER });
    expect(heard.legs.map((leg) => leg.to)).toEqual([COMPANY]);
    expect(kept.story.map((line) => line.text).join(" ")).toContain("a loop");
  });

  test("Dana calls her own line: her own phone is not rung", async () => {
    const house = await startHouse({ dana: { phone: ANNA } });
    const { heard, kept } = await house.call({});
    expect(heard.legs[0]?.to).toBe(FORWARDING);
    expect(kept.decision?.rungs[0]?.reason).toBe("isCaller");
  });

  test("14: the number without its plus matches the same lead", async () => {
    const house = await startHouse();
    house.carrier.phone(DANA, accepts());
    const { kept } = await house.call({ from: "3125550123" });
    expect(kept).toMatchObject({ from: ANNA, lead: { name: "Anna Berg" } });
  });
});
