import { pino } from "pino";
import twilio from "twilio";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createApp } from "./create-app.ts";
import { type Listening, listenHttp } from "./listen-http.ts";
import { appSettings } from "./testing/app-settings.ts";
import { ANNA, DANA, type House, LINE, PUBLIC_URL, startHouse } from "./testing/start-house.ts";

const TOKEN = "0123456789abcdef0123456789abcdef";
const FORM = "application/x-www-form-urlencoded";

function serve(house: House): Promise<Listening> {
  return listenHttp({
    host: "127.0.0.1",
    port: 0,
    answerHook: house.node.answerHook,
    app: createApp(house.node, pino({ level: "silent" }), appSettings(PUBLIC_URL)),
    onError: (error) => pino({ level: "silent" }).error(error),
  });
}

/** A request as Twilio sends it, signed by Twilio's own library. */
function signed(path: string, params: Record<string, string>, token = TOKEN) {
  const signature = twilio.getExpectedTwilioSignature(token, PUBLIC_URL + path, params);
  return {
    method: "POST",
    headers: { "content-type": FORM, "x-twilio-signature": signature },
    body: new URLSearchParams(params).toString(),
  };
}

const VOICE = "/hooks/twilio/main/voice";
const arrival = { CallSid: `CA${"1".repeat(32)}`, From: ANNA, To: LINE, CallStatus: "ringing" };

describe("a running server and requests signed by the official library", () => {
  test("a proven arrival is answered with a document that rings Dana", async () => {
    const house = await startHouse();
    const { port, close } = await serve(house);
    onTestFinished(close);
    const response = await fetch(`http://127.0.0.1:${port}${VOICE}`, signed(VOICE, arrival));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/xml; charset=utf-8");
    expect(await response.text()).toContain(`${DANA}</Number>`);
    expect(await house.calls()).toHaveLength(1);
  });

  const good = () => signed(VOICE, arrival);
  const long = { ...arrival, Junk: "x".repeat(70_000) };
  const json = JSON.stringify(arrival);
  test.each<[what: string, path: string, request: () => RequestInit, status: number]>([
    ["no signature", VOICE, () => ({ ...good(), headers: { "content-type": FORM } }), 403],
    [
      "a wrong signature",
      VOICE,
      () => ({ ...good(), headers: { "content-type": FORM, "x-twilio-signature": "bm8=" } }),
      403,
    ],
    ["another account's token", VOICE, () => signed(VOICE, arrival, "f".repeat(32)), 403],
    ["a body that was changed", VOICE, () => ({ ...good(), body: `${good().body}&Extra=1` }), 403],
    [
      "signed for another host",
      VOICE,
      () => ({
        ...good(),
        headers: {
          ...good().headers,
          "x-twilio-signature": twilio.getExpectedTwilioSignature(
            TOKEN,
            `https://evil.example${VOICE}`,
            arrival,
          ),
        },
      }),
      403,
    ],
    [
      "trust in a forwarded host",
      VOICE,
      () => ({
        ...signed(VOICE, arrival, "f".repeat(32)),
        headers: { ...good().headers, "x-twilio-signature": "", "x-forwarded-host": "evil.example" },
      }),
      403,
    ],
    [
      "an unknown carrier connection",
      "/hooks/twilio/other/voice",
      () => signed("/hooks/twilio/other/voice", arrival),
      403,
    ],
    [
      "the wrong kind of carrier",
      "/hooks/telnyx/main/voice",
      () => signed("/hooks/telnyx/main/voice", arrival),
      403,
    ],
    ["more than 64 kB", VOICE, () => signed(VOICE, long), 413],
    [
      "JSON instead of a form",
      VOICE,
      () => ({ ...good(), headers: { ...good().headers, "content-type": "application/json" }, body: json }),
      415,
    ],
    [
      "no content type",
      VOICE,
      () => ({
        ...good(),
        headers: { "x-twilio-signature": good().headers["x-twilio-signature"] },
        body: new Blob([good().body]),
      }),
      415,
    ],
    ["a GET", VOICE, () => ({ headers: good().headers }), 405],
    [
      "a path that is none of ours",
      "/hooks/twilio/main/nonsense",
      () => signed("/hooks/twilio/main/nonsense", arrival),
      404,
    ],
    [
      "a forged continuation",
      "/hooks/twilio/main/rung/0/e30.AAAA",
      () => signed("/hooks/twilio/main/rung/0/e30.AAAA", arrival),
      403,
    ],
    ["no CallSid", VOICE, () => signed(VOICE, { From: ANNA, To: LINE }), 400],
  ])("refused before anything is read or written: %s", async (_what, path, request, status) => {
    const house = await shared;
    const { port } = await listening;
    const before = house.statements();
    const response = await fetch(`http://127.0.0.1:${port}${path}`, request());
    expect(response.status).toBe(status);
    expect(await response.text()).toBe("");
    expect(await house.calls()).toEqual([]);
    expect(house.statements()).toBe(before);
  });
});

let shared: Promise<House>;
let listening: Promise<Listening>;
beforeAll(() => {
  shared = startShared();
  listening = shared.then(serve);
  return async () => {
    await (await listening).close();
    await closeShared();
  };
});

let closeShared: () => Promise<void> = async () => {};
function startShared(): Promise<House> {
  return startHouse({}, {}, (close) => {
    closeShared = close;
  });
}
