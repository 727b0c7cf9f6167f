import { describe, expect, test } from "vitest";
import { followUpCalls } from "../jobs/follow-up-calls.ts";
import type { CarrierKind, PhoneScript } from "../simulator/index.ts";
import { changeSettings, formGroup, IDA, LEO } from "./testing/change-settings.ts";
import { ANNA, COMPANY, DANA, type House, STRANGER, startHouse } from "./testing/start-house.ts";

const accepts = (after: number, talksFor = 30): PhoneScript => ({
  does: "answers",
  after,
  presses: [{ key: "1", after: 4 }],
  hangsUpAfter: talksFor,
});
const results = (kept: { legs: { destination: string; result: string | null }[] }) =>
  Object.fromEntries(kept.legs.map(({ destination, result }) => [destination, result]));
const texts = (kept: { story: { text: string }[] }) => kept.story.map(({ text }) => text);

describe.each<CarrierKind>(["twilio", "signalwire", "telnyx"])(
  "a group that rings together, at %s",
  (kind) => {
    const open = async (change = {}): Promise<House> => {
      const house = await startHouse({}, { kind, signingKey: "space-signing-key", ...change });
      await formGroup(house, "together");
      return house;
    };

    test("a machine picks up at once, and the others ring on: the first who presses 1 has the caller", async () => {
      const house = await open();
      house.carrier.phone(DANA, { does: "voicemail", after: 1 });
      house.carrier.phone(LEO, accepts(8));
      house.carrier.phone(IDA, { does: "ringsOut" });
      const { heard, kept } = await house.call({ from: STRANGER });
      expect(heard.connectedTo).toBe(LEO);
      expect(kept.outcome).toBe("answered");
      expect(kept.answeredBy).toMatchObject({ destination: LEO, name: "Leo", rung: "group:sales" });
      expect(results(kept)).toMatchObject({ [DANA]: "notAccepted", [LEO]: "connected", [IDA]: "canceled" });
      expect(texts(kept)).toContain("The call ended: answered by Leo.");
      expect(heard.errors).toEqual([]);
    });

    test("nobody accepts: the caller goes on to the company phone, and the group's phones fall silent", async () => {
      const house = await open();
      house.carrier.phone(DANA, { does: "declines", after: 3 });
      house.carrier.phone(LEO, { does: "ringsOut" });
      house.carrier.phone(IDA, { does: "voicemail", after: 5 });
      house.carrier.phone(COMPANY, { does: "answers", after: 2, hangsUpAfter: 20 });
      const { heard, kept } = await house.call({ from: STRANGER });
      expect(heard.connectedTo).toBe(COMPANY);
      expect(results(kept)).toMatchObject({
        [LEO]: "noAnswer",
        [IDA]: "notAccepted",
        [COMPANY]: "connected",
      });
    });

    test("the caller hangs up while they ring: all of them stop, and nobody is rung afterwards", async () => {
      const house = await open();
      for (const phone of [DANA, LEO, IDA]) house.carrier.phone(phone, { does: "ringsOut" });
      const { kept } = await house.call({ from: STRANGER, caller: { hangsUpAfter: 9 } });
      expect(kept.outcome).toBe("abandoned");
      expect(new Set(Object.values(results(kept)))).toEqual(new Set(["canceled"]));
      const rung = house.carrier.calls.filter(({ direction }) => direction === "outbound-api");
      expect(rung.map(({ status }) => status)).toEqual(["canceled", "canceled", "canceled"]);
    });
  },
);

describe("a group that rings together", () => {
  const open = async (): Promise<House> => {
    const house = await startHouse();
    await formGroup(house, "together");
    return house;
  };

  test("two press 1 one after the other: the second hears that the call is taken", async () => {
    const house = await open();
    house.carrier.phone(DANA, { does: "answers", after: 2, presses: [{ key: "1", after: 7 }] });
    house.carrier.phone(LEO, { does: "answers", after: 2, presses: [{ key: "1", after: 7.2 }] });
    house.carrier.phone(IDA, { does: "ringsOut" });
    const { heard, kept } = await house.call({ from: STRANGER });
    expect(heard.bridges).toHaveLength(1);
    expect(kept.legs.filter(({ result }) => result === "connected")).toHaveLength(1);
    const leo = house.carrier.calls.find(({ to }) => to === LEO);
    // Its call is ended by us at the same moment: it heard so, or was cut off before.
    expect(leo?.bridges).toEqual([]);
  });

  test("the carrier places no calls: the caller is not left waiting, but goes on", async () => {
    const house = await startHouse({}, { authToken: "0123456789abcdef0123456789abcdef" });
    await formGroup(house, "together");
    await house.node.database.pool.query(
      "UPDATE carrier SET account_sid = 'AC00000000000000000000000000000000'",
    );
    await house.node.refreshSettings();
    house.carrier.phone(COMPANY, { does: "answers", after: 2, hangsUpAfter: 20 });
    const { heard, kept } = await house.call({ from: STRANGER });
    expect(heard.connectedTo).toBe(COMPANY);
    expect(results(kept)).toMatchObject({ [DANA]: "failed", [LEO]: "failed", [IDA]: "failed" });
  });

  test("without screening one dial rings them all, and whoever picks up first is connected", async () => {
    const house = await startHouse({ screening: { staff: false } });
    await formGroup(house, "together");
    house.carrier.phone(DANA, { does: "ringsOut" });
    house.carrier.phone(LEO, { does: "answers", after: 5, hangsUpAfter: 20 });
    house.carrier.phone(IDA, { does: "answers", after: 9, hangsUpAfter: 20 });
    const { heard, kept } = await house.call({ from: STRANGER });
    expect(heard.connectedTo).toBe(LEO);
    expect(kept.answeredBy?.name).toBe("Leo");
    expect(results(kept)).toMatchObject({ [DANA]: "canceled", [LEO]: "connected", [IDA]: "canceled" });
    expect(house.carrier.calls.filter(({ direction }) => direction === "outbound-api")).toEqual([]);
  });
});

describe("a group that rings one after the other", () => {
  test("in turn: each call begins with the next person, also over many nodes' calls", async () => {
    const house = await startHouse();
    await formGroup(house, "inTurn");
    const first: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      for (const phone of [DANA, LEO, IDA]) house.carrier.phone(phone, accepts(3));
      const { kept } = await house.call({ from: STRANGER });
      first.push(kept.legs[0]?.destination ?? "");
    }
    expect(first).toEqual([DANA, LEO, IDA, DANA, LEO, IDA]);
  });

  test("asking who would ring takes nobody's turn", async () => {
    const house = await startHouse();
    await formGroup(house, "inTurn");
    const { answerWhoRings } = await import("../store/answer-who-rings.ts");
    const question = { from: STRANGER, to: "+13125550111", at: house.clock.now() };
    for (let round = 0; round < 3; round += 1) {
      const answer = await answerWhoRings(house.node.database, question, null);
      expect(answer).toMatchObject({ ok: true });
    }
    const { kept } = await house.call({ from: STRANGER });
    expect(kept.legs[0]?.destination).toBe(DANA);
  });

  test("longest idle: who talked last comes last", async () => {
    const house = await startHouse();
    await formGroup(house, "longestIdle");
    for (const phone of [DANA, LEO, IDA]) house.carrier.phone(phone, accepts(3));
    const firsts: (string | undefined)[] = [];
    for (let round = 0; round < 4; round += 1) {
      const { kept } = await house.call({ from: STRANGER });
      firsts.push(kept.legs[0]?.destination);
    }
    expect(firsts).toEqual([DANA, LEO, IDA, DANA]);
  });

  test("who is on a call is passed over, and it is said; unless the account wants it otherwise", async () => {
    const house = await startHouse();
    await formGroup(house, "fixed");
    house.carrier.phone(DANA, accepts(2, 100));
    house.carrier.phone(LEO, accepts(2, 20));
    const long = house.carrier.call({ from: ANNA, to: "+13125550111" });
    await house.clock.sleep(30_000);
    const { kept } = await house.call({ from: STRANGER });
    expect(kept.answeredBy?.name).toBe("Leo");
    expect(kept.decision?.rungs[0]?.text).toContain("Dana is on another call.");
    await long.ended;
    await house.carrier.idle();
    const { kept: later } = await house.call({ from: STRANGER });
    expect(later.answeredBy?.name).toBe("Dana");
    await changeSettings(house, "account", { skipBusy: false });
    const { kept: again } = await house.call({ from: STRANGER });
    expect(again.answeredBy?.name).toBe("Dana");
  });
});

test("the last contact: who talked to the lead is rung first when they call again", async () => {
  const house = await startHouse({ assigned: false });
  await formGroup(house, "fixed", ["lastContact", "group:sales"]);
  house.carrier.phone(DANA, { does: "declines", after: 2 });
  house.carrier.phone(LEO, accepts(3));
  const { kept: first } = await house.call({});
  expect(first.answeredBy?.name).toBe("Leo");
  expect(first.decision?.rungs[0]).toMatchObject({ rung: "lastContact", reason: "noContact" });
  const log = { error: () => {}, info: () => {}, debug: () => {} };
  const stop = new AbortController().signal;
  await followUpCalls(house.node.database, { now: house.clock.now, log, stop });
  const { kept: second } = await house.call({});
  expect(second.legs.map(({ destination }) => destination)).toEqual([LEO]);
  expect(second.decision?.rungs[0]?.text).toBe(
    "Leo, who was last in contact with Anna Berg, rings for 20 s.",
  );
  // A month later that is forgotten.
  await house.clock.sleep(31 * 86_400_000);
  const { kept: third } = await house.call({});
  expect(third.decision?.rungs[0]).toMatchObject({ reason: "noContact" });
});
