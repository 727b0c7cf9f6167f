import { expect, test } from "vitest";
import type { Carrier } from "../carrier.ts";
import { ANNA, CALLER, carrierWith, LINE } from "../testing/small-product.ts";

const PAGES = {
  "/voice": () =>
    `<Dial answerOnBridge="true" timeout="20" action="/after"><Number url="/screen">${ANNA}</Number></Dial>`,
  "/screen": () =>
    '<Gather numDigits="1" timeout="5" action="/accept"><Say>Press 1 to accept.</Say></Gather><Hangup/>',
  "/accept": (params: Record<string, string>) => (params.Digits === "1" ? "" : "<Hangup/>"),
  "/after": (params: Record<string, string>) =>
    params.DialBridged === "true" ? "<Hangup/>" : "<Say>Nobody is there.</Say><Hangup/>",
};

/** Someone calls; `hand` is asked at each thing that happens. */
async function callByHand(hand: (carrier: Carrier, what: string) => void) {
  const carrier = carrierWith(PAGES, { unscriptedPhone: { does: "byHand" } });
  const call = carrier.call({ from: CALLER, to: LINE });
  call.watch(({ what }) => hand(carrier, what));
  await call.ended;
  await carrier.idle();
  return { carrier, call };
}
const phoneOf = (carrier: Carrier) => carrier.handsets().find(({ end }) => end === "phone");
const callerOf = (carrier: Carrier) => carrier.handsets().find(({ end }) => end === "caller");

test("a phone is picked up, 1 is pressed, and the caller hangs up, all by hand", async () => {
  const seen: unknown[] = [];
  const { carrier, call } = await callByHand((carrier, what) => {
    if (what === "rings") {
      seen.push(phoneOf(carrier)?.state);
      phoneOf(carrier)?.pickUp();
    }
    if (what === "leg hears") phoneOf(carrier)?.press("1");
    if (what === "connected") {
      seen.push(phoneOf(carrier)?.connected, phoneOf(carrier)?.heard);
      callerOf(carrier)?.hangUp();
    }
  });
  expect(call.connectedTo).toBe(ANNA);
  expect(seen).toEqual(["ringing", true, ["Press 1 to accept."]]);
  expect(carrier.handsets()).toEqual([]);
});

test("a phone is declined by hand, and one that nobody touches rings out", async () => {
  const declined = await callByHand((carrier, what) => {
    if (what === "rings") phoneOf(carrier)?.decline();
  });
  expect(declined.call.legs.map(({ result }) => result)).toEqual(["declined"]);
  expect(declined.call.heard).toEqual(["Nobody is there."]);
  const untouched = await callByHand(() => {});
  expect(untouched.call.legs.map(({ result }) => result)).toEqual(["no answer"]);
});

test("ended calls are forgotten, all but the newest", async () => {
  const carrier = carrierWith(PAGES);
  for (let calls = 0; calls < 3; calls += 1) await carrier.call({ from: CALLER, to: LINE }).ended;
  await carrier.idle();
  const newest = carrier.calls[2]?.sid;
  carrier.forgetCalls(1);
  expect(carrier.calls.map(({ sid }) => sid)).toEqual([newest]);
  expect(new Set(carrier.requests.map(({ callSid }) => callSid))).toEqual(new Set([newest]));
});
