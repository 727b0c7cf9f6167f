import { expect, test } from "vitest";
import type { CarrierOptions } from "../options.ts";
import type { CallerScript, PhoneScript } from "../scripts.ts";
import { ANNA, BEN, CALLER, CARA, carrierWith, LINE, type Page } from "../testing/small-product.ts";

type Phones = Record<string, PhoneScript>;

/** One call through one Dial; gives the call and the params of Dial's action. */
async function dialOnce(
  dial: string,
  phones: Phones,
  more: {
    options?: Partial<CarrierOptions>;
    caller?: CallerScript;
    from?: string;
    pages?: Record<string, Page>;
  } = {},
) {
  const pages = { "/voice": () => dial, "/after": () => "<Hangup/>", ...more.pages };
  const carrier = carrierWith(pages, more.options);
  for (const [number, script] of Object.entries(phones)) carrier.phone(number, script);
  const { caller = {}, from = CALLER } = more;
  const call = await carrier.call({ from, to: LINE, caller }).ended;
  await carrier.idle();
  const actions = carrier.requests.filter((request) => request.url.endsWith("/after"));
  return { carrier, call, actions, action: actions[0]?.params };
}

const dialling = (numbers: string[], attributes = "", number = "") =>
  `<Dial answerOnBridge="true" timeout="20" action="/after" ${attributes}>${numbers
    .map((one) => `<Number ${number}>${one}</Number>`)
    .join("")}</Dial>`;

test.each<[string, PhoneScript, Record<string, string>, number]>([
  ["rings out", { does: "ringsOut" }, { DialCallStatus: "no-answer", DialBridged: "false" }, 20],
  ["picks up too late", { does: "answers", after: 25 }, { DialCallStatus: "no-answer" }, 20],
  [
    "starts to ring late",
    { does: "answers", after: 18, ringSeconds: 4 },
    { DialCallStatus: "no-answer" },
    20,
  ],
  ["is busy", { does: "busy" }, { DialCallStatus: "busy", DialBridged: "false" }, 1],
  ["is declined", { does: "declines", after: 4 }, { DialCallStatus: "busy" }, 4],
  ["is switched off", { does: "unreachable" }, { DialCallStatus: "failed" }, 2],
  ["is out of reach", { does: "unreachable", as: "no-answer", after: 3 }, { DialCallStatus: "no-answer" }, 3],
])("a phone that %s", async (_, script, expected, seconds) => {
  const { call, action, carrier } = await dialOnce(dialling([ANNA]), { [ANNA]: script });
  expect(action).toMatchObject({ ...expected, CallStatus: "ringing", DialCallSid: call.legs[0]?.sid });
  expect(action).not.toHaveProperty("DialCallDuration");
  const leg = call.legs[0];
  expect(((leg?.endedAt ?? 0) - (leg?.startedAt ?? 0)) / 1000).toBe(seconds);
  expect(call.connectedTo).toBeNull();
  expect(carrier.violations).toEqual([]);
});

test("without a screen the first pick-up is connected and the caller's id is shown", async () => {
  const { call, action } = await dialOnce(dialling([ANNA]), {
    [ANNA]: { does: "answers", after: 3, hangsUpAfter: 40 },
  });
  expect(call.legs).toMatchObject([{ to: ANNA, bridged: true, callerId: CALLER, result: "bridged" }]);
  expect(action).toMatchObject({ DialCallStatus: "completed", DialBridged: "true", DialCallDuration: "40" });
  expect(call.bridges.map(({ from, until }) => (until ?? 0) - from)).toEqual([40_000]);
});

test("several phones ring together: a machine's instant pick-up cuts off the people", async () => {
  const { call, action } = await dialOnce(
    dialling([ANNA, BEN, CARA], "", 'url="/screen"'),
    {
      [ANNA]: { does: "answers", after: 6, presses: [{ key: "1", after: 1 }] },
      [BEN]: { does: "voicemail", after: 1 },
      [CARA]: { does: "ringsOut" },
    },
    { pages: { "/screen": () => '<Gather numDigits="1" action="/x"><Say>Press 1</Say></Gather><Hangup/>' } },
  );
  expect(call.legs.map((leg) => [leg.to, leg.result, leg.status])).toEqual([
    [ANNA, "canceled", "canceled"],
    [BEN, "answered, not bridged", "completed"],
    [CARA, "canceled", "canceled"],
  ]);
  expect(action).toMatchObject({ DialCallStatus: "completed", DialBridged: "false" });
  expect(call.connectedTo).toBeNull();
});

test("sequential rings one after the other until one picks up", async () => {
  const { call } = await dialOnce(
    dialling([ANNA, BEN, CARA], 'sequential="true" passDiversionHeader="true"'),
    { [ANNA]: { does: "busy" }, [BEN]: { does: "answers", after: 2 } },
    { options: { kind: "telnyx" } },
  );
  expect(call.legs.map((leg) => [leg.to, leg.result])).toEqual([
    [ANNA, "busy"],
    [BEN, "bridged"],
  ]);
});

test("a screen that ends without hanging up connects, pressed or not: even a machine", async () => {
  const { call } = await dialOnce(
    dialling([ANNA], "", 'url="/screen"'),
    { [ANNA]: { does: "voicemail", after: 4, talksFor: 20 } },
    { pages: { "/screen": () => '<Gather numDigits="1" timeout="3" action="/x"/>' } },
  );
  expect(call.connectedTo).toBe(ANNA);
});

test("the screen's request is about the called leg and names its parent", async () => {
  const { call, carrier } = await dialOnce(
    dialling([ANNA], "", 'url="/screen"'),
    { [ANNA]: { does: "answers", after: 2 } },
    { pages: { "/screen": () => "" } },
  );
  const screen = carrier.requests.find((request) => request.url.endsWith("/screen"));
  expect(screen?.params).toMatchObject({
    CallSid: call.legs[0]?.sid,
    ParentCallSid: call.sid,
    From: CALLER,
    To: ANNA,
    Direction: "outbound-dial",
    CallStatus: "in-progress",
  });
});

test("the person picks up and leaves before accepting", async () => {
  const { call, action } = await dialOnce(
    dialling([ANNA], "", 'url="/screen"'),
    { [ANNA]: { does: "answers", after: 2, hangsUpBeforeAccept: 1 } },
    { pages: { "/screen": () => '<Gather timeout="8" action="/x"><Say>Press 1</Say></Gather>' } },
  );
  expect(call.connectedTo).toBeNull();
  expect(call.legs[0]?.result).toBe("hung up, not bridged");
  expect(action).toMatchObject({ DialCallStatus: "completed", DialBridged: "false" });
});

test("a Dial in a screen document is refused", async () => {
  const { carrier, call } = await dialOnce(
    dialling([ANNA], "", 'url="/screen"'),
    { [ANNA]: { does: "answers", after: 2 } },
    { pages: { "/screen": () => `<Dial>${BEN}</Dial><Hangup/>` } },
  );
  expect(carrier.violations.map((one) => one.what)).toEqual([
    "<Dial> is not allowed on a called leg before it is connected",
  ]);
  expect(call.legs).toHaveLength(1);
});

test("the caller hangs up while phones ring: legs canceled, the action perhaps still asked for", async () => {
  for (const callerGoneAction of ["always", "never"] as const) {
    const { call, actions } = await dialOnce(
      dialling([ANNA, BEN]),
      {},
      { caller: { hangsUpAfter: 7 }, options: { callerGoneAction } },
    );
    expect(call.status).toBe("completed");
    expect(call.legs.map((leg) => leg.status)).toEqual(["canceled", "canceled"]);
    expect(actions).toHaveLength(callerGoneAction === "always" ? 1 : 0);
    for (const { params } of actions) {
      expect(params.CallStatus).toBe("completed");
      expect(["canceled", "no-answer"]).toContain(params.DialCallStatus);
    }
  }
});

test("the caller hangs up during the screen: never connected", async () => {
  const { call } = await dialOnce(
    dialling([ANNA], "", 'url="/screen"'),
    { [ANNA]: { does: "answers", after: 5, presses: [{ key: "1", after: 4 }] } },
    {
      caller: { hangsUpAfter: 7 },
      pages: { "/screen": () => '<Gather numDigits="1" timeout="8" action="/ok"/>', "/ok": () => "" },
    },
  );
  expect(call.connectedTo).toBeNull();
  expect(call.legs[0]?.status).toBe("completed");
});

test("the longest talk is enforced", async () => {
  const { call, action } = await dialOnce(dialling([ANNA], 'timeLimit="60"'), {
    [ANNA]: { does: "answers", after: 1, hangsUpAfter: 600 },
  });
  expect(action).toMatchObject({ DialCallStatus: "completed", DialCallDuration: "60" });
  expect(call.connectedTo).toBe(ANNA);
});

test("the star key ends the talk when asked for, and the caller goes on", async () => {
  const { action } = await dialOnce(
    dialling([ANNA], 'hangupOnStar="true"'),
    { [ANNA]: { does: "answers", after: 1, hangsUpAfter: 600 } },
    { caller: { presses: [{ key: "*", after: 11 }] } },
  );
  expect(action).toMatchObject({ DialCallDuration: "10" });
});

test("without an action the next verb follows", async () => {
  const { call } = await dialOnce(`<Dial timeout="5">${ANNA}</Dial><Say>Nobody is here.</Say>`, {});
  expect(call.heard).toEqual(["Nobody is here."]);
});

test("the carrier may ring five seconds longer than asked", async () => {
  const { call } = await dialOnce(
    dialling([ANNA]),
    { [ANNA]: { does: "answers", after: 24 } },
    { options: { dialTimeoutExtraSeconds: 5 } },
  );
  expect(call.connectedTo).toBe(ANNA);
});

test.each([
  ["a withheld caller is passed on as letters", dialling([ANNA]), "anonymous", "13214"],
  ["a foreign caller id", dialling([ANNA], 'callerId="+13125550777"'), CALLER, "13214"],
  ["no phone number", dialling(["12"]), CALLER, "13223"],
  ["one of our own numbers", dialling([LINE]), CALLER, "loop"],
])("a leg fails and the action is told: %s", async (_, dial, from, error) => {
  const { call, action } = await dialOnce(dial, { [ANNA]: { does: "answers", after: 1 } }, { from });
  expect(action).toMatchObject({ DialCallStatus: "failed" });
  expect(call.errors.join()).toContain(error);
  expect(call.connectedTo).toBeNull();
});

test("who may show which caller id differs by carrier", async () => {
  const phones: Phones = { [ANNA]: { does: "answers", after: 1 } };
  const shows = async (kind: "twilio" | "signalwire" | "telnyx", attributes: string) => {
    const { call } = await dialOnce(dialling([ANNA], attributes), phones, { options: { kind } });
    return call.connectedTo === ANNA;
  };
  expect(await shows("twilio", `callerId="${CALLER}"`)).toBe(true);
  expect(await shows("signalwire", `callerId="${CALLER}"`)).toBe(false);
  expect(await shows("signalwire", `callerId="${LINE}"`)).toBe(true);
  expect(await shows("telnyx", "")).toBe(false);
  expect(await shows("telnyx", 'passDiversionHeader="true"')).toBe(true);
});

test("emergency numbers and impossible ring times are reported", async () => {
  const { carrier } = await dialOnce(
    '<Dial timeout="2"><Number>911</Number></Dial>',
    {},
    { options: { kind: "telnyx" } },
  );
  expect(carrier.violations.map((one) => one.what)).toEqual([
    "emergency number 911 dialled",
    "Dial@timeout is 2, must be 5 to 120",
  ]);
});

test("Telnyx says why instead of DialBridged", async () => {
  const attributes = `callerId="${LINE}"`;
  const { action } = await dialOnce(
    dialling([ANNA], attributes),
    { [ANNA]: { does: "declines", after: 3 } },
    { options: { kind: "telnyx" } },
  );
  expect(action).toMatchObject({ DialCallStatus: "busy", HangupCause: "call_rejected" });
  expect(action).not.toHaveProperty("DialBridged");
  expect(action?.CallSid).toMatch(/^v3:/);
});
