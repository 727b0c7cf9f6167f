import { expect, test } from "vitest";
import { ANNA, CALLER, carrierWith, LINE, type Page } from "../testing/small-product.ts";

const ACCOUNT = "AC00000000000000000000000000000001";

function setUp(pages: Record<string, Page> = {}) {
  const carrier = carrierWith(pages, { kind: "telnyx" });
  const ask = async (method: string, path: string, body?: unknown, token = "12345") => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await carrier.restHandler(new Request(`https://api.example${path}`, init));
    return { status: response.status, body: (await response.json()) as never };
  };
  return { carrier, ask };
}

test("a number leads to its application, whose address is changed for all its numbers", async () => {
  const { carrier, ask } = setUp();
  carrier.addNumber({ number: ANNA, voiceUrl: "" });
  const query = `filter[phone_number]=${encodeURIComponent(LINE)}`;
  const listed: { data: { id: string; connection_id: string }[] } = (
    await ask("GET", `/v2/phone_numbers?${query}`)
  ).body;
  expect(listed.data).toHaveLength(1);
  const application = listed.data[0]?.connection_id;
  const path = `/v2/texml_applications/${application}`;
  expect((await ask("GET", path)).body).toMatchObject({
    data: { voice_url: "https://product.example/voice" },
  });
  await ask("PATCH", path, { voice_url: "https://new.example/voice" });
  expect(carrier.numbers.map((one) => one.voiceUrl)).toEqual(["https://new.example/voice", ""]);
  const other = carrier.numbers[1]?.sid;
  await ask("PATCH", `/v2/phone_numbers/${other}`, { connection_id: application });
  expect(carrier.numbers[1]?.voiceUrl).toBe("https://new.example/voice");
});

test("calls are made and ended below the TeXML account", async () => {
  const { carrier, ask } = setUp({ "/out": () => "<Say>Hello.</Say>" });
  carrier.phone(ANNA, { does: "answers", after: 1 });
  const calls = `/v2/texml/Accounts/${ACCOUNT}/Calls`;
  const made = await ask("POST", calls, { To: ANNA, From: LINE, Url: "https://product.example/out" });
  expect(made.status).toBe(201);
  await carrier.idle();
  const { sid }: { sid: string } = made.body;
  expect((await ask("GET", `${calls}/${encodeURIComponent(sid)}`)).body).toMatchObject({
    status: "completed",
  });
  expect(carrier.calls[0]?.heard).toEqual(["Hello."]);
});

test("errors have Telnyx' own shape", async () => {
  const { ask } = setUp();
  expect(await ask("GET", "/v2/phone_numbers", undefined, "wrong")).toMatchObject({
    status: 401,
    body: { errors: [{ code: "10009" }] },
  });
  expect(await ask("GET", "/v2/texml_applications/none")).toMatchObject({
    status: 404,
    body: { errors: [{}] },
  });
});

test("a recording's link stops working ten minutes after the call", async () => {
  const { carrier, ask } = setUp({
    "/voice": () => '<Record action="/done" finishOnKey="#"/>',
    "/done": () => "<Hangup/>",
  });
  const call = await carrier.call({ from: CALLER, to: LINE, caller: { leavesMessage: 4 } }).ended;
  const url = call.recordings[0]?.url ?? "";
  expect((await carrier.restHandler(new Request(url))).status).toBe(200);
  await carrier.clock.sleep(11 * 60 * 1000);
  expect((await carrier.restHandler(new Request(url))).status).toBe(403);
  // Whoever asks for the call's recordings gets a link that works again.
  const account = new URL(url).pathname.split("/Recordings/")[0];
  const { body } = await ask("GET", `${account}/Calls/${encodeURIComponent(call.sid)}/Recordings.json`);
  const [{ media_url: fresh }] = (body as { recordings: [{ media_url: string }] }).recordings;
  expect((await carrier.restHandler(new Request(fresh))).status).toBe(200);
});

test("texts go out as JSON and stop words block them", async () => {
  const { carrier, ask } = setUp();
  const text = { from: LINE, to: CALLER, text: "Hello", webhook_url: "https://product.example/status" };
  expect((await ask("POST", "/v2/messages", text)).status).toBe(200);
  await carrier.idle();
  expect(carrier.messages.map((one) => one.status)).toEqual(["delivered"]);
  carrier.text({ from: CALLER, to: LINE, body: "STOP" });
  expect(await ask("POST", "/v2/messages", text)).toMatchObject({
    status: 400,
    body: { errors: [{ code: "40300" }] },
  });
});
