import { afterEach, describe, expect, test } from "vitest";
import { type Carrier, type CarrierKind, createCarrier, virtualClock } from "../../simulator/index.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

const LEEDS = "+13125550170";
const YORK = "+13125550171";
const OLD = "https://old.example/voice";
const HERE = (kind: string) => `https://calls.acme.test/hooks/${kind}/new/voice`;

let api: TestApi;
afterEach(() => api.close());

/** A carrier with two numbers whose calls go elsewhere, and an account that wants to connect it. */
async function openShop(kind: CarrierKind) {
  const carrier = createCarrier({
    kind,
    accountSid: `AC${"4".repeat(32)}`,
    authToken: "right",
    clock: virtualClock(),
    send: async () => new Response(null, { status: 500 }),
  });
  for (const number of [LEEDS, YORK]) {
    carrier.addNumber({
      number,
      voiceUrl: OLD,
      voiceMethod: "GET",
      voiceFallbackUrl: "https://static.example/f",
    });
  }
  api = await openTestApi((input, init) => carrier.restHandler(new Request(input, init)));
  const fields = {
    id: "new",
    kind,
    accountSid: carrier.accountSid,
    authToken: "right",
    ...(kind === "telnyx" ? { publicKey: carrier.publicKey } : {}),
    ...(kind === "signalwire" ? { spaceUrl: "acme.signalwire.com", signingKey: "k" } : {}),
  };
  return { carrier, fields, urls: () => urlsOf(carrier) };
}
const urlsOf = (carrier: Carrier) =>
  Object.fromEntries(carrier.numbers.map((one) => [one.number, one.voiceUrl]));

describe.each(["twilio", "signalwire", "telnyx"] as const)("an owner connects %s", (kind) => {
  test("wrong credentials are said, right ones list the numbers old beside new, and nothing is written", async () => {
    const { fields, urls } = await openShop(kind);
    const wrong = await api.ask("POST", "/carriers/inspect", { ...fields, authToken: "wrong" });
    expect(wrong.body).toMatchObject({ ok: false, numbers: [] });
    expect(wrong.body.message).toContain("refuses our credentials");
    const right = await api.ask("POST", "/carriers/inspect", fields);
    expect(right.body).toMatchObject({ ok: true, lastChange: null });
    expect(right.body.numbers).toContainEqual(
      expect.objectContaining({
        number: LEEDS,
        points: "elsewhere",
        inAccount: false,
        before: expect.objectContaining({ voiceUrl: OLD, voiceMethod: "GET" }),
        after: expect.objectContaining({ voiceUrl: HERE(kind), voiceMethod: "POST" }),
      }),
    );
    expect(urls()).toEqual({ [LEEDS]: OLD, [YORK]: OLD });
  });

  test("one number is brought here and the other stays; undo puts the old address back", async () => {
    const { carrier, fields, urls } = await openShop(kind);
    expect((await api.ask("POST", "/carriers", fields)).status).toBe(201);
    const brought = await api.ask("POST", "/carriers/new/webhooks", { numbers: [LEEDS] });
    expect(brought).toMatchObject({ status: 200, body: { results: [{ number: LEEDS, ok: true }] } });
    expect(urls()).toEqual({ [LEEDS]: HERE(kind), [YORK]: OLD });
    const leeds = () => carrier.numbers.find(({ number }) => number === LEEDS);
    expect(leeds()).toMatchObject({
      voiceMethod: "POST",
      statusCallback: HERE(kind).replace(/voice$/, "status"),
    });
    const { items } = (await api.ask("GET", "/numbers")).body as { items: object[] };
    expect(items).toContainEqual(expect.objectContaining({ number: LEEDS, carrier: "new" }));
    const seen = (await api.ask("GET", "/carriers/new/webhooks")).body;
    expect(seen).toMatchObject({ lastChange: { numbers: [LEEDS] } });

    expect((await api.ask("POST", "/carriers/new/webhooks/undo", {})).body).toMatchObject({
      results: [{ number: LEEDS, ok: true }],
    });
    expect(urls()).toEqual({ [LEEDS]: OLD, [YORK]: OLD });
    expect(leeds()?.voiceMethod).toBe("GET");
    expect((await api.ask("POST", "/carriers/new/webhooks/undo", {})).status).toBe(404);
  });

  test("what somebody else changed since stays theirs", async () => {
    const { carrier, fields, urls } = await openShop(kind);
    await api.ask("POST", "/carriers", fields);
    await api.ask("POST", "/carriers/new/webhooks", { numbers: [LEEDS, YORK] });
    const theirs = carrier.addNumber({ number: "+13125550172", voiceUrl: "https://theirs.example/voice" });
    const york = carrier.numbers.find(({ number }) => number === YORK);
    // At Telnyx by moving it to another application.
    Object.assign(york ?? {}, { voiceUrl: theirs.voiceUrl, connectionId: theirs.connectionId });
    const { results } = (await api.ask("POST", "/carriers/new/webhooks/undo", {})).body as {
      results: object[];
    };
    expect(results).toEqual([
      { number: LEEDS, ok: true, message: null },
      { number: YORK, ok: false, message: "was changed since, and stays as it is" },
    ]);
    expect(urls()).toEqual({ [LEEDS]: OLD, [YORK]: theirs.voiceUrl, [theirs.number]: theirs.voiceUrl });
  });
});

test("a number that the carrier does not have is refused by its place, and nothing is written", async () => {
  const { fields, urls } = await openShop("twilio");
  await api.ask("POST", "/carriers", fields);
  const answer = await api.ask("POST", "/carriers/new/webhooks", { numbers: [LEEDS, "+13125550199"] });
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { fields: { "numbers[1]": expect.any(String) } } },
  });
  expect(urls()).toEqual({ [LEEDS]: OLD, [YORK]: OLD });
  expect((await api.ask("POST", "/carriers/nowhere/webhooks", { numbers: [LEEDS] })).status).toBe(404);
  expect((await api.ask("POST", "/carriers/new/webhooks", { numbers: [] })).status).toBe(400);
});
