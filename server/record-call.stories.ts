import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { takeInMessage } from "../jobs/take-in-message.ts";
import type { PhoneScript } from "../simulator/index.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { findTalk } from "../store/voicemails/find-talk.ts";
import { listDueMessages } from "../store/voicemails/keep-voicemails.ts";
import { openRecordings } from "../voicemail/open-recordings.ts";
import { formGroup, IDA, LEO } from "./testing/change-settings.ts";
import { recovered, startBadDayWithNode } from "./testing/start-bad-day.ts";
import { DANA, FORWARDING, type House, STRANGER, startHouse } from "./testing/start-house.ts";

const accepts: PhoneScript = {
  does: "answers",
  after: 4,
  presses: [{ key: "1", after: 9 }],
  hangsUpAfter: 130,
};
const machine: PhoneScript = { does: "voicemail", after: 4, talksFor: 30 };
const NOTICE = "This call may be recorded.";

async function takeIn(house: Pick<House, "node" | "carrier">) {
  const { database } = house.node;
  const recordings = openRecordings({ dataFolder: await makeScratchFolder(), bucket: null });
  const send: typeof fetch = (input, init) => house.carrier.restHandler(new Request(input, init));
  const due = await listDueMessages(database.query, 10);
  for (const key of due) {
    const stop = new AbortController().signal;
    await takeInMessage(
      database,
      key,
      { recordings, send },
      { stop, onBroken: (error) => expect.unreachable(String(error)) },
    );
  }
  return { due, recordings };
}

describe("a number that records its calls", () => {
  test.each(["twilio", "signalwire", "telnyx"] as const)(
    "by %s: both are told, the talk is fetched and kept here, and the story says how long it is",
    async (kind) => {
      const house = await startHouse({ recordCalls: true }, { kind });
      house.carrier.phone(DANA, accepts);
      const { heard, kept } = await house.call({});
      expect(heard.connectedTo).toBe(DANA);
      expect(kept.outcome).toBe("answered");
      // The caller before anybody is rung, and Dana before she accepts.
      expect(heard.heard).toEqual([NOTICE]);
      expect(heard.heardByLegs[DANA]).toEqual([
        `Anna Berg, your lead, is calling the Leeds line. ${NOTICE} Press 1 to accept.`,
      ]);
      const { due, recordings } = await takeIn(house);
      expect(due).toEqual([{ accountId: "1", callId: kept.id, kind: "call" }]);
      const talk = await findTalk(house.node.database, "1", kept.id);
      expect(talk).toMatchObject({ fetchState: "fetched", error: null, nextTryAt: null });
      const bytes = Number(talk?.bytes);
      const audio = await buffer(await recordings.open(talk?.place ?? "", { first: 0, last: bytes - 1 }));
      expect(audio.length).toBe(bytes);
      expect(heard.talks).toMatchObject([{ seconds: talk?.seconds }]);
      expect(await house.alerts()).toEqual([]);
    },
  );

  test("a machine that picks up first is recorded by the carrier too: only the talk itself is kept", async () => {
    const house = await startHouse({ recordCalls: "We record calls to serve you better." });
    house.carrier.phone(DANA, machine);
    house.carrier.phone(FORWARDING, accepts);
    const { heard, kept } = await house.call({});
    expect(heard.connectedTo).toBe(FORWARDING);
    // Once, however many are rung.
    expect(heard.heard).toEqual(["We record calls to serve you better."]);
    expect(heard.talks).toHaveLength(2);
    expect(await findTalk(house.node.database, "1", kept.id)).toMatchObject({
      seconds: heard.talks[1]?.seconds,
    });
  });

  test.each(["twilio", "signalwire", "telnyx"] as const)(
    "a group that rings together at %s: the caller is told once, and the talk with whoever accepted is kept",
    async (kind) => {
      const house = await startHouse({ recordCalls: true }, { kind, signingKey: "space-signing-key" });
      await formGroup(house, "together");
      house.carrier.phone(DANA, { does: "ringsOut" });
      house.carrier.phone(LEO, { ...accepts, hangsUpAfter: 40 });
      house.carrier.phone(IDA, machine);
      const { heard, kept } = await house.call({ from: STRANGER });
      expect(heard.connectedTo).toBe(LEO);
      expect(heard.heard.filter((one) => one.includes(NOTICE))).toEqual([NOTICE]);
      const [leg] = house.carrier.calls.filter(({ talks }) => talks.length > 0);
      expect(leg).toMatchObject({ to: LEO, talks: [{ url: expect.any(String) }] });
      expect(await findTalk(house.node.database, "1", kept.id)).toMatchObject({
        seconds: leg?.talks[0]?.seconds,
      });
    },
  );

  test("nobody accepts: nothing of the ringing is kept, and the message is a message as ever", async () => {
    const house = await startHouse({ recordCalls: true, forwardingNumber: null, companyPhone: null });
    house.carrier.phone(DANA, machine);
    const { kept } = await house.call({ caller: { leavesMessage: 9 } });
    expect(kept.outcome).toBe("voicemail");
    expect(await findTalk(house.node.database, "1", kept.id)).toBeNull();
    expect((await takeIn(house)).due).toMatchObject([{ kind: "message" }]);
  });

  test("straight to voicemail, nobody is told of a recording that there won't be", async () => {
    const house = await startHouse({ recordCalls: true, hours: { fri: ["09:00-18:00"] } });
    const { heard } = await house.call({ caller: { leavesMessage: 9 } });
    expect(heard.heard.join(" ")).not.toContain(NOTICE);
  });

  test("without it nothing is recorded, and nobody is told so", async () => {
    const house = await startHouse();
    house.carrier.phone(DANA, accepts);
    const { heard } = await house.call({});
    expect(heard.talks).toEqual([]);
    expect(heard.heard).toEqual([]);
    expect(heard.heardByLegs[DANA]?.join(" ")).not.toContain("recorded");
  });

  test("the carrier's word of the recording comes while the database is away: it is kept when that is back", async () => {
    const day = await startBadDayWithNode({ recordCalls: true });
    day.carrier.phone(DANA, accepts);
    day.before(/\/call-recording\/0\//, day.postgres.stop);
    const heard = await day.call();
    expect(heard).toMatchObject({ connectedTo: DANA, errors: [] });
    await day.postgres.start();
    await recovered(day.node);
    const [kept] = await day.calls();
    expect(kept?.outcome).toBe("answered");
    const talk = await findTalk(day.node.database, "1", kept?.id ?? "");
    expect(talk).toMatchObject({ seconds: heard.talks[0]?.seconds, fetchState: "waiting" });
  });
});
