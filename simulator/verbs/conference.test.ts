import { expect, test } from "vitest";
import { placeFromProduct } from "../testing/place-from-product.ts";
import { ANNA, BEN, CALLER, carrierWith, LINE, type Page } from "../testing/small-product.ts";

const ROOM = (attributes: string) =>
  `<Dial action="/after"><Conference ${attributes}>call-1</Conference></Dial>`;
const PAGES: Record<string, Page> = {
  "/voice": () =>
    ROOM(
      'startConferenceOnEnter="false" endConferenceOnExit="true" waitUrl="/ringback" statusCallback="/room-status" statusCallbackEvent="start end join leave"',
    ),
  "/ringback": () => "<Play>/ringback.wav</Play>",
  "/staff": () => '<Gather numDigits="1" timeout="5" action="/accept"><Say>Press 1</Say></Gather><Hangup/>',
  "/accept": ({ Digits }) => (Digits === "1" ? ROOM('endConferenceOnExit="true"') : "<Hangup/>"),
  "/after": () => "<Say>The other side has left.</Say>",
};

test("ring everyone, and the first who accepts is connected, not the machine that picked up first", async () => {
  const carrier = carrierWith(PAGES);
  carrier.phone(ANNA, { does: "voicemail", after: 1 });
  carrier.phone(BEN, { does: "answers", after: 6, presses: [{ key: "1", after: 2 }], hangsUpAfter: 50 });
  const call = carrier.call({ from: CALLER, to: LINE });
  await placeFromProduct(carrier, { To: ANNA, From: LINE, Url: "https://product.example/staff" });
  await placeFromProduct(carrier, { To: BEN, From: LINE, Url: "https://product.example/staff" });
  await carrier.idle();
  expect(call.connectedTo).toBe(BEN);
  expect(call.bridges).toHaveLength(1);
  expect(call.heard).toEqual(["The other side has left."]);
  expect(carrier.violations).toEqual([]);
  const events = carrier.requests.filter((one) => one.url.endsWith("/room-status"));
  expect(events.map((one) => one.params.StatusCallbackEvent)).toContain("participant-join");
  const after = carrier.requests.find((one) => one.url.endsWith("/after"));
  expect(after?.params).toMatchObject({ DialCallStatus: "answered" });
  expect(after?.params).not.toHaveProperty("DialCallSid");
});

test("the caller leaves the room before anyone came", async () => {
  const carrier = carrierWith(PAGES);
  const call = await carrier.call({ from: CALLER, to: LINE, caller: { hangsUpAfter: 12 } }).ended;
  expect(call.connectedTo).toBeNull();
  expect(call.status).toBe("completed");
});
