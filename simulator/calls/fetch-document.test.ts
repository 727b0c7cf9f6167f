import { afterEach, expect, test, vi } from "vitest";
import { createCarrier } from "../carrier.ts";
import { realClock } from "../clock/clock.ts";
import type { CarrierOptions } from "../options.ts";
import { CALLER, carrierWith, LINE, type Page, xml } from "../testing/small-product.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** One call to a number that has a fallback address. */
async function callWith(pages: Record<string, Page>, options: Partial<CarrierOptions> = {}) {
  const carrier = carrierWith(pages, options);
  const [number] = carrier.numbers;
  if (number) number.voiceFallbackUrl = "https://fallback.example/fallback";
  const call = await carrier.call({ from: CALLER, to: LINE }).ended;
  await carrier.idle();
  return { carrier, call, fallback: carrier.requests.find((one) => one.url.endsWith("/fallback")) };
}

const fallbackPage = { "/fallback": () => "<Say>Please call later.</Say>" };

test("the first webhook of each carrier", async () => {
  const first = async (kind: "twilio" | "signalwire" | "telnyx") => {
    const { carrier } = await callWith({ "/voice": () => "<Reject/>" }, { kind });
    return carrier.requests[0];
  };
  const shared = { From: CALLER, To: LINE, CallStatus: "ringing" };
  const twilio = await first("twilio");
  expect(twilio?.params).toMatchObject({
    ...shared,
    Direction: "inbound",
    ApiVersion: "2010-04-01",
    Caller: CALLER,
    Called: LINE,
    StirVerstat: "TN-Validation-Passed-A",
    CallSid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
    CallToken: expect.any(String),
  });
  expect(twilio?.headers["I-Twilio-Idempotency-Token"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(twilio?.headers["content-type"]).toContain("application/x-www-form-urlencoded");
  const signalwire = await first("signalwire");
  expect(signalwire?.params).toMatchObject({ ...shared, Direction: "inbound" });
  expect(signalwire?.params).not.toHaveProperty("StirVerstat");
  const telnyx = await first("telnyx");
  expect(telnyx?.params).toMatchObject({
    ...shared,
    CallSid: expect.stringMatching(/^v3:/),
    CallSidLegacy: expect.any(String),
    CallingPartyType: "pstn",
  });
});

test.each<[string, Page, string]>([
  ["an error status", () => xml("", 503), "11200"],
  ["no XML", () => new Response("hello", { headers: { "content-type": "text/plain" } }), "12300"],
  ["broken XML", () => new Response("<Response>", { headers: { "content-type": "text/xml" } }), "12100"],
  ["a document too long", () => `<Say>${"x".repeat(70_000)}</Say>`, "11750"],
  ["no connection", () => Promise.reject(new TypeError("fetch failed")), "11205"],
])("%s: the fallback is asked, with what went wrong", async (_, page, code) => {
  const { call, fallback } = await callWith({ "/voice": page, ...fallbackPage });
  expect(fallback?.params).toMatchObject({ ErrorCode: code, ErrorUrl: "https://product.example/voice" });
  expect(call.heard).toEqual(["Please call later."]);
  expect(call.status).toBe("completed");
});

test("a fallback that fails as well: an application error, once", async () => {
  const { call, carrier } = await callWith({ "/voice": () => xml("", 500), "/fallback": () => xml("", 500) });
  expect(call.heard).toEqual(["We are sorry, an application error has occurred. Goodbye."]);
  expect(carrier.requests.filter((one) => one.kind === "document")).toHaveLength(2);
});

test("the fallback is asked once in a call, also when it leads back to what is broken", async () => {
  const { call, carrier } = await callWith({
    "/voice": () => xml("", 500),
    "/fallback": () => "<Redirect>https://product.example/voice</Redirect>",
  });
  expect(carrier.requests.map((one) => new URL(one.url).pathname)).toEqual([
    "/voice",
    "/fallback",
    "/voice",
    "/status",
  ]);
  expect(call.errors.at(-1)).toBe("application error heard");
});

test("Twilio connects a second time with the same token, the others don't", async () => {
  const fail: Page = () => Promise.reject(new TypeError("fetch failed"));
  const { carrier } = await callWith({ "/voice": fail, ...fallbackPage });
  const tries = carrier.requests.filter((one) => one.url.endsWith("/voice"));
  expect(tries).toHaveLength(2);
  expect(new Set(tries.map((one) => one.headers["I-Twilio-Idempotency-Token"])).size).toBe(1);
  const other = await callWith({ "/voice": fail, ...fallbackPage }, { kind: "signalwire" });
  expect(other.carrier.requests.filter((one) => one.url.endsWith("/voice"))).toHaveLength(1);
});

test.each([
  ["twilio", 14.5, true],
  ["twilio", 15, false],
  ["signalwire", 4.5, true],
  ["signalwire", 6, false],
  ["telnyx", 29, true],
  ["telnyx", 31, false],
] as const)("%s takes an answer after %d s: %s", async (kind, seconds, inTime) => {
  const pages = { "/voice": () => "<Say>Hello.</Say>", ...fallbackPage };
  const answerSeconds = (url: string) => (url.endsWith("/voice") ? seconds : 0);
  const { call } = await callWith(pages, { kind, answerSeconds });
  expect(call.heard).toEqual([inTime ? "Hello." : "Please call later."]);
});

test("with real time the deadline is real", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const carrier = createCarrier({
    kind: "signalwire",
    accountSid: "a",
    authToken: "t",
    clock: realClock(),
    send: () => new Promise(() => {}),
  });
  carrier.addNumber({ number: LINE, voiceUrl: "https://product.example/voice" });
  const call = carrier.call({ from: CALLER, to: LINE });
  await vi.advanceTimersByTimeAsync(4_900);
  expect(call.errors).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect((await call.ended).errors.join()).toContain("no answer within 5 s");
  expect(vi.getTimerCount()).toBe(0);
});

test("a redirected webhook loses its parameters", async () => {
  const seen: string[] = [];
  const { call } = await callWith({
    "/voice": () => new Response(null, { status: 301, headers: { location: "/moved" } }),
    "/moved": (params, request) => {
      seen.push(`${request.method} ${params.CallSid ?? "no CallSid"}`);
      return "<Say>Hello.</Say>";
    },
  });
  expect(seen).toEqual(["GET no CallSid"]);
  expect(call.heard).toEqual(["Hello."]);
  expect(call.errors.join()).toContain("parameters lost");
});

test("mustache in a document is a hole at the carriers that expand it", async () => {
  const page = { "/voice": () => "<Say>Call from {{From}}</Say>" };
  expect((await callWith(page, { kind: "twilio" })).carrier.violations).toEqual([]);
  expect((await callWith(page, { kind: "telnyx" })).carrier.violations).toHaveLength(1);
  expect((await callWith(page, { kind: "signalwire" })).carrier.violations[0]?.what).toContain("mustache");
});

test("Twilio sends the query sorted but signs it as given, so unsorted state in a query can't be proven", async () => {
  const seen: string[] = [];
  await callWith({
    "/voice": () => "<Redirect>/next?b=2&amp;a=1</Redirect>",
    "/next": (_, request) => {
      seen.push(new URL(request.url).search);
      return "<Hangup/>";
    },
  });
  expect(seen).toEqual(["?a=1&b=2"]);
});

test("a document that goes round in circles is ended and reported", async () => {
  const { call, carrier } = await callWith({ "/voice": () => "<Redirect>/voice</Redirect>" });
  expect(carrier.violations.map((one) => one.what).join()).toContain("endless loop");
  expect(call.documents).toHaveLength(200);
});

test("refusals: busy, and not after an answer", async () => {
  expect((await callWith({ "/voice": () => '<Reject reason="busy"/>' })).call.status).toBe("busy");
  expect((await callWith({ "/voice": () => "<Reject/>" })).call.status).toBe("no-answer");
  const late = await callWith({ "/voice": () => "<Say>Hello.</Say><Reject/>" });
  expect(late.carrier.violations.map((one) => one.what)).toEqual(["Reject after the call was answered"]);
  const second = await callWith({ "/voice": () => "<Pause/><Reject/>" }, { kind: "telnyx" });
  expect(second.carrier.violations.map((one) => one.what)).toEqual(["Reject must be the first verb"]);
});

test("a file to be played is fetched; a missing one is logged and skipped", async () => {
  const audio = new Response(new Uint8Array(10), { headers: { "content-type": "audio/wav" } });
  const { call, carrier } = await callWith({
    "/voice": () => "<Play>/greeting.wav</Play><Play>/missing.wav</Play>",
    "/greeting.wav": () => audio,
  });
  expect(call.heard).toEqual(["[plays /greeting.wav]"]);
  expect(call.errors).toEqual(["cannot play /missing.wav: 404 "]);
  expect(carrier.requests.filter((one) => one.kind === "media").map((one) => one.method)).toEqual([
    "GET",
    "GET",
  ]);
});

test("a call to a number without a product, or to nobody's number", async () => {
  const carrier = carrierWith({});
  carrier.addNumber({ number: "+13125550200", voiceUrl: "" });
  for (const to of ["+13125550200", "+13125550300"]) {
    const call = await carrier.call({ from: CALLER, to }).ended;
    expect(call.status).toBe("failed");
    expect(call.errors).toHaveLength(1);
  }
});
