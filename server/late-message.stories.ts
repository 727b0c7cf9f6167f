import { expect, test } from "vitest";
import { listDueMessages } from "../store/voicemails/keep-voicemails.ts";
import { findVoicemail } from "../store/voicemails/list-voicemails.ts";
import { recovered, startBadDayWithNode } from "./testing/start-bad-day.ts";
import { ANNA, LINE, startHouse } from "./testing/start-house.ts";

test("the carrier tells of a message minutes after the call was given up as missed: the message is kept all the same", async () => {
  const house = await startHouse(
    {},
    // Its callbacks come ten minutes late.
    { kind: "telnyx", misbehave: { delay: { chance: 1, upToSeconds: 600 } }, random: () => 0.99 },
  );
  await house.carrier.call({ from: ANNA, to: LINE, caller: { leavesMessage: 9 } }).ended;
  await house.clock.sleep(130_000);
  // Time stands still while this is looked at.
  const goOn = house.clock.hold();
  expect(await house.node.sweep()).toBe(1);
  expect(await house.calls()).toMatchObject([{ outcome: "missed", recording: null }]);
  const { database } = house.node;
  expect(await listDueMessages(database.query, 10)).toEqual([]);
  goOn();
  await house.carrier.idle();
  const [due] = await listDueMessages(database.query, 10);
  expect(await findVoicemail(database, due?.accountId ?? "", due?.callId ?? "", undefined)).toMatchObject({
    state: "new",
    seconds: expect.any(Number),
    fetchState: "waiting",
  });
  // Terminal is final.
  expect(await house.calls()).toMatchObject([{ outcome: "missed" }]);
});

test("the database is away while a caller speaks: when it is back, the message is there and is due", async () => {
  const day = await startBadDayWithNode();
  day.before(/\/message\//, () => day.postgres.stop());
  const heard = await day.call({ caller: { leavesMessage: 9 } });
  expect(heard.recordings).toHaveLength(1);
  await day.postgres.start();
  await recovered(day.node);
  expect(await day.calls()).toMatchObject([{ outcome: "voicemail" }]);
  const [due, ...others] = await listDueMessages(day.node.database.query, 10);
  expect(others).toEqual([]);
  expect(
    await findVoicemail(day.node.database, due?.accountId ?? "", due?.callId ?? "", undefined),
  ).toMatchObject({
    seconds: 9,
    fetchState: "waiting",
  });
});
