import twilio from "twilio";
import { expect, test } from "vitest";
import { virtualClock } from "./clock/virtual-clock.ts";
import { ANNA, CALLER, carrierWith, LINE, xml } from "./testing/small-product.ts";

const SCREEN =
  '<Gather numDigits="1" timeout="5" action="/accept"><Say>Press 1 to accept.</Say></Gather><Hangup/>';
const PAGES = {
  "/voice": () =>
    `<Dial answerOnBridge="true" timeout="20" action="/after"><Number url="/screen">${ANNA}</Number></Dial>`,
  "/screen": () => SCREEN,
  "/accept": (params: Record<string, string>) => (params.Digits === "1" ? "" : "<Hangup/>"),
  "/after": (params: Record<string, string>) =>
    params.DialBridged === "true"
      ? "<Hangup/>"
      : '<Say>Leave a message.</Say><Record action="/recorded" timeout="5"/>',
  "/recorded": () => "<Hangup/>",
};

test("a person presses 1 and talks: answered, once, and nobody else is rung", async () => {
  const carrier = carrierWith(PAGES);
  carrier.phone(ANNA, { does: "answers", after: 3, presses: [{ key: "1", after: 2 }], hangsUpAfter: 60 });
  const call = await carrier.call({ from: CALLER, to: LINE }).ended;
  await carrier.idle();
  expect(call.connectedTo).toBe(ANNA);
  expect(call.status).toBe("completed");
  expect(call.bridges).toHaveLength(1);
  expect(call.legs.map((leg) => leg.result)).toEqual(["bridged"]);
  expect(call.heardByLegs[ANNA]).toEqual(["Press 1 to accept."]);
  expect(call.heard).toEqual([]);
  expect(carrier.violations).toEqual([]);
  const after = carrier.requests.find((request) => request.url.endsWith("/after"));
  expect(after?.params).toMatchObject({ DialCallStatus: "completed", DialBridged: "true" });
});

test("a cell's own voicemail picks up: completed but not bridged, so the caller leaves a message", async () => {
  const carrier = carrierWith(PAGES);
  carrier.phone(ANNA, { does: "voicemail", after: 12 });
  const call = await carrier.call({ from: CALLER, to: LINE, caller: { leavesMessage: 9 } }).ended;
  const after = carrier.requests.find((request) => request.url.endsWith("/after"));
  expect(after?.params).toMatchObject({ DialCallStatus: "completed", DialBridged: "false" });
  expect(call.connectedTo).toBeNull();
  expect(call.recordings.map((one) => one.seconds)).toEqual([9]);
  expect(call.heard).toEqual(["Leave a message."]);
});

test("the official validator accepts every webhook, and a changed one not", async () => {
  const carrier = carrierWith(PAGES);
  carrier.phone(ANNA, { does: "answers", after: 3, presses: [{ key: "1", after: 2 }] });
  await carrier.call({ from: CALLER, to: LINE }).ended;
  expect(carrier.requests.length).toBeGreaterThan(4);
  for (const { headers, url, params } of carrier.requests) {
    const signature = headers["X-Twilio-Signature"] ?? "";
    expect(twilio.validateRequest("12345", signature, url, params)).toBe(true);
    expect(twilio.validateRequest("12345", signature, url, { ...params, From: "+1" })).toBe(false);
  }
});

test("SignalWire signs with the signing key of the space, not the token of its REST API", async () => {
  const carrier = carrierWith(
    { "/voice": () => "<Reject/>" },
    { kind: "signalwire", signingKey: "space-key" },
  );
  await carrier.call({ from: CALLER, to: LINE }).ended;
  const [request] = carrier.requests;
  const signature = request?.headers["X-SignalWire-Signature"] ?? "";
  const accepts = (key: string) =>
    twilio.validateRequest(key, signature, request?.url ?? "", request?.params ?? {});
  expect([accepts("space-key"), accepts("12345")]).toEqual([true, false]);
});

test("a minute of call takes milliseconds and leaves no timer", async () => {
  const clock = virtualClock();
  const carrier = carrierWith(PAGES, { clock });
  const started = performance.now();
  await carrier.call({ from: CALLER, to: LINE, caller: { leavesMessage: 40 } }).ended;
  await carrier.idle();
  expect(performance.now() - started).toBeLessThan(500);
  expect(clock.pending()).toBe(0);
});

test("a number without a working product: the caller hears an application error", async () => {
  const carrier = carrierWith({ "/voice": () => xml("", 500) });
  const call = await carrier.call({ from: CALLER, to: LINE }).ended;
  expect(call.status).toBe("failed");
  expect(call.errors.join()).toContain("11200");
});

test("a phone without call waiting is busy while it talks", async () => {
  const clock = virtualClock();
  const carrier = carrierWith({ "/voice": () => `<Dial timeout="20">${ANNA}</Dial>` }, { clock });
  carrier.phone(ANNA, { does: "answers", after: 1, hangsUpAfter: 60, callWaiting: false });
  const first = carrier.call({ from: CALLER, to: LINE });
  await clock.sleep(20_000);
  const second = await carrier.call({ from: "+13125558888", to: LINE }).ended;
  await carrier.idle();
  expect([first.connectedTo, second.connectedTo]).toEqual([ANNA, null]);
  expect(second.legs.map((leg) => leg.result)).toEqual(["busy"]);
});

test("GET webhooks carry their fields in the query, signed with it", async () => {
  const sent: Request[] = [];
  const send = async (request: Request) => {
    sent.push(request);
    return xml("<Reject/>");
  };
  const carrier = carrierWith({}, { send });
  carrier.addNumber({
    number: "+13125550200",
    voiceUrl: "https://product.example/get?z=1",
    voiceMethod: "GET",
  });
  await carrier.call({ from: CALLER, to: "+13125550200" }).ended;
  const [request] = sent;
  expect(new URL(request?.url ?? "").searchParams.get("From")).toBe(CALLER);
  const signature = request?.headers.get("x-twilio-signature") ?? "";
  expect(twilio.validateRequest("12345", signature, request?.url ?? "", {})).toBe(true);
});

test("fields that are added after signing break a check that includes them", async () => {
  const carrier = carrierWith(
    { "/voice": () => "<Reject/>" },
    { unsignedParams: ["CallToken", "StirVerstat"] },
  );
  await carrier.call({ from: CALLER, to: LINE }).ended;
  const [request] = carrier.requests;
  const signature = request?.headers["X-Twilio-Signature"] ?? "";
  const accepts = (fields: Record<string, string>) =>
    twilio.validateRequest("12345", signature, request?.url ?? "", fields);
  const all = request?.params ?? {};
  const { CallToken, StirVerstat, ...signed } = all;
  expect([CallToken, StirVerstat]).not.toContain(undefined);
  expect([accepts(all), accepts(signed)]).toEqual([false, true]);
});
