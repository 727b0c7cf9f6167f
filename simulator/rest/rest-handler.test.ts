import twilio from "twilio";
import { expect, test } from "vitest";
import type { Carrier } from "../carrier.ts";
import { ANNA, BEN, CALLER, carrierWith, LINE, type Page } from "../testing/small-product.ts";

const ACCOUNT = "AC00000000000000000000000000000001";

/** The official client, speaking to the carrier without a socket. */
function officialClient(carrier: Carrier, token = "12345") {
  const httpClient = new twilio.RequestClient();
  httpClient.request = async (options) => {
    const url = new URL(options.uri);
    for (const [name, value] of Object.entries(options.params ?? {}))
      url.searchParams.set(name, String(value));
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(options.data ?? {})) {
      for (const one of Array.isArray(value) ? value : [value]) form.append(name, String(one));
    }
    const basic = Buffer.from(`${options.username}:${options.password}`).toString("base64");
    const method = options.method.toUpperCase();
    const init = { method, headers: { authorization: `Basic ${basic}` } };
    const response = await carrier.restHandler(
      new Request(url, method === "POST" ? { ...init, body: form } : init),
    );
    const text = await response.text();
    return {
      statusCode: response.status,
      body: text === "" ? undefined : JSON.parse(text),
      headers: {},
    } as never;
  };
  return twilio(ACCOUNT, token, { httpClient });
}

const raw = (carrier: Carrier, path: string, init: RequestInit = {}, token = "12345") => {
  const authorization = `Basic ${Buffer.from(`${ACCOUNT}:${token}`).toString("base64")}`;
  return carrier.restHandler(
    new Request(`https://api.example${path}`, { headers: { authorization }, ...init }),
  );
};

const PAGES: Record<string, Page> = {
  "/outbound": () => `<Dial callerId="${LINE}" timeout="20"><Number>${BEN}</Number></Dial>`,
  "/voice": () => '<Say>Hello.</Say><Record action="/recorded" timeout="5"/>',
  "/recorded": () => "<Hangup/>",
};

test("click to call: the official client rings the user, whose document rings the lead", async () => {
  const carrier = carrierWith(PAGES);
  carrier.phone(ANNA, { does: "answers", after: 2 });
  carrier.phone(BEN, { does: "answers", after: 4, hangsUpAfter: 50 });
  const made = await officialClient(carrier).calls.create({
    to: ANNA,
    from: LINE,
    url: "https://product.example/outbound",
    statusCallback: "https://product.example/status",
    statusCallbackEvent: ["initiated", "answered", "completed"],
  });
  expect(made.status).toBe("queued");
  await carrier.idle();
  const [call] = carrier.calls;
  expect(call).toMatchObject({
    sid: made.sid,
    direction: "outbound-api",
    status: "completed",
    connectedTo: BEN,
  });
  const events = carrier.requests.filter((one) => one.url.endsWith("/status"));
  expect(events.map((one) => one.params.CallStatus)).toEqual(["initiated", "in-progress", "completed"]);
  const fetched = await officialClient(carrier).calls(made.sid).fetch();
  expect([fetched.status, fetched.duration]).toEqual(["completed", "34"]);
  expect(carrier.violations).toEqual([]);
});

test.each([
  ["no To", { To: "" }, 400, 21201],
  ["no From", { From: "" }, 400, 21213],
  ["not a number", { To: "911" }, 400, 21211],
  ["a number that isn't ours", { From: BEN }, 400, 21210],
  ["no document", { Url: "" }, 400, 21205],
])("a call is refused: %s", async (_, change, status, code) => {
  const fields = { To: ANNA, From: LINE, Url: "https://product.example/outbound", ...change };
  const init = { method: "POST", body: new URLSearchParams(fields) };
  const carrier = carrierWith(PAGES);
  const authorization = `Basic ${Buffer.from(`${ACCOUNT}:12345`).toString("base64")}`;
  const response = await raw(carrier, `/2010-04-01/Accounts/${ACCOUNT}/Calls.json`, {
    ...init,
    headers: { authorization },
  });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ code, status, message: expect.any(String) });
  expect(carrier.calls).toEqual([]);
});

test("without the right password nothing is told", async () => {
  const carrier = carrierWith(PAGES);
  await expect(officialClient(carrier, "wrong").incomingPhoneNumbers.list()).rejects.toMatchObject({
    status: 401,
  });
  expect((await raw(carrier, "/2010-04-01/Accounts/ACother/Calls.json")).status).toBe(404);
  expect((await raw(carrier, `/2010-04-01/Accounts/${ACCOUNT}/Calls/CAnone.json`)).status).toBe(404);
  expect((await raw(carrier, `/2010-04-01/Accounts/${ACCOUNT}/Faxes.json`)).status).toBe(404);
});

test("numbers are listed page by page, found, and pointed elsewhere", async () => {
  const carrier = carrierWith(PAGES);
  for (let i = 0; i < 70; i += 1) carrier.addNumber({ number: `+1312555${2000 + i}`, voiceUrl: "" });
  const client = officialClient(carrier);
  expect(await client.incomingPhoneNumbers.list({ pageSize: 20 })).toHaveLength(71);
  const [found] = await client.incomingPhoneNumbers.list({ phoneNumber: LINE });
  expect(found?.voiceUrl).toBe("https://product.example/voice");
  const changed = await client
    .incomingPhoneNumbers(found?.sid ?? "")
    .update({ voiceUrl: "https://new.example/voice", smsUrl: "https://new.example/sms" });
  expect([changed.voiceUrl, changed.smsUrl, changed.statusCallback]).toEqual([
    "https://new.example/voice",
    "https://new.example/sms",
    "https://product.example/status",
  ]);
  const bad = client.incomingPhoneNumbers(found?.sid ?? "").update({ voiceUrl: "nonsense" });
  await expect(bad).rejects.toMatchObject({ code: 21402 });
});

test("a misspelt parameter is reported, since the carrier would drop it without a word", async () => {
  const carrier = carrierWith(PAGES);
  const authorization = `Basic ${Buffer.from(`${ACCOUNT}:12345`).toString("base64")}`;
  const sid = carrier.numbers[0]?.sid;
  await raw(carrier, `/2010-04-01/Accounts/${ACCOUNT}/IncomingPhoneNumbers/${sid}.json`, {
    method: "POST",
    headers: { authorization },
    body: new URLSearchParams({ VoiceURL: "https://new.example/voice" }),
  });
  expect(carrier.violations.map((one) => one.what).join()).toContain("unknown parameter VoiceURL");
});

test("a live call is ended by the API", async () => {
  const carrier = carrierWith({ "/voice": () => `<Dial action="/never" timeout="60">${ANNA}</Dial>` });
  const call = carrier.call({ from: CALLER, to: LINE });
  const seen = new Promise<void>((resolve) => call.watch(({ what }) => what === "rings" && resolve()));
  await seen;
  await officialClient(carrier).calls(call.sid).update({ status: "completed" });
  expect((await call.ended).status).toBe("completed");
  expect(call.legs.map((leg) => leg.status)).toEqual(["canceled"]);
  expect(carrier.requests.some((one) => one.url.endsWith("/never"))).toBe(false);
  await expect(officialClient(carrier).calls(call.sid).update({ status: "completed" })).rejects.toMatchObject(
    {
      code: 21220,
    },
  );
});

test("a live call is sent to another document by the API", async () => {
  const carrier = carrierWith({ "/voice": () => `<Dial timeout="60">${ANNA}</Dial><Say>Not this.</Say>` });
  const call = carrier.call({ from: CALLER, to: LINE });
  await new Promise<void>((resolve) => call.watch(({ what }) => what === "rings" && resolve()));
  await officialClient(carrier)
    .calls(call.sid)
    .update({ twiml: "<Response><Say>But this.</Say></Response>" });
  expect((await call.ended).heard).toEqual(["But this."]);
});

test("a recording is real audio, and can be deleted", async () => {
  const carrier = carrierWith(PAGES);
  const call = await carrier.call({ from: CALLER, to: LINE, caller: { leavesMessage: 3 } }).ended;
  const path = new URL(call.recordings[0]?.url ?? "").pathname;
  const wav = await raw(carrier, `${path}.wav`);
  const bytes = Buffer.from(await wav.arrayBuffer());
  expect(wav.headers.get("content-type")).toBe("audio/x-wav");
  expect([bytes.toString("latin1", 0, 4), bytes.length]).toEqual(["RIFF", 44 + 3 * 8000 * 2]);
  const mp3 = Buffer.from(await (await raw(carrier, `${path}.mp3`)).arrayBuffer());
  expect(mp3.readUInt16BE(0)).toBe(0xfffb);
  expect(await officialClient(carrier).calls(call.sid).recordings.list()).toMatchObject([
    { callSid: call.sid, duration: "3" },
  ]);
  await officialClient(carrier)
    .recordings(path.split("/").at(-1) ?? "")
    .remove();
  expect((await raw(carrier, `${path}.wav`)).status).toBe(404);
});

test("texts: sent, told of, refused after a stop word, and received", async () => {
  const received: string[] = [];
  const carrier = carrierWith({
    "/sms": ({ Body = "" }) => {
      received.push(Body);
      return "";
    },
  });
  const [number] = carrier.numbers;
  if (number) number.smsUrl = "https://product.example/sms";
  const client = officialClient(carrier);
  const text = { to: CALLER, from: LINE, body: "Sorry we missed you." };
  const sent = await client.messages.create({
    ...text,
    statusCallback: "https://product.example/text-status",
  });
  await carrier.idle();
  const statuses = carrier.requests.filter((one) => one.url.endsWith("/text-status"));
  expect(statuses.map((one) => one.params.MessageStatus)).toEqual(["sent", "delivered"]);
  expect((await client.messages(sent.sid).fetch()).status).toBe("delivered");
  carrier.text({ from: CALLER, to: LINE, body: "Stop" });
  await carrier.idle();
  expect(received).toEqual(["Stop"]);
  await expect(client.messages.create(text)).rejects.toMatchObject({ code: 21610 });
});
