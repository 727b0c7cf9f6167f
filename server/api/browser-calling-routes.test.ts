import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

const hex = (digit: string) => digit.repeat(32);
const setup = { apiKeySid: `SK${hex("1")}`, applicationSid: `AP${hex("2")}` };
const SECRET = "the-secret-of-the-key";
let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  const twilio = { id: "tw", kind: "twilio", accountSid: "AC1", authToken: "t" };
  expect((await api.ask("POST", "/carriers", twilio)).status).toBe(201);
});
afterAll(() => api.close());

const change = (fields: object) => api.ask("PATCH", "/carriers/tw", fields);

test("all of it or none: what is missing is named", async () => {
  expect((await change(setup)).body.error).toMatchObject({
    fields: { apiKeySecret: expect.stringContaining("is required for calls from browsers") },
  });
  expect((await change({ apiKeySecret: SECRET })).body.error).toMatchObject({
    fields: {
      apiKeySid: expect.stringContaining("is required"),
      applicationSid: expect.stringContaining("is required"),
    },
  });
});

test("set up, its secret is never shown, stays until the key is another, and goes with it", async () => {
  const made = await change({ ...setup, apiKeySecret: SECRET });
  expect(made.body).toMatchObject({ ...setup, hasApiKeySecret: true });
  const log = await api.ask("GET", "/audit");
  expect(log.status).toBe(200);
  expect(JSON.stringify([made.body, log.body])).not.toContain(SECRET);
  expect((await change({ authToken: "next" })).body).toMatchObject({ hasApiKeySecret: true });
  expect((await change({ apiKeySid: `SK${hex("9")}` })).body.error).toMatchObject({
    fields: { apiKeySecret: expect.any(String) },
  });
  expect((await api.ask("GET", "/carriers/tw/browser-calling")).body).toEqual({
    setUp: true,
    voiceUrl: "https://calls.acme.test/hooks/twilio/tw/client",
    statusCallback: "https://calls.acme.test/hooks/twilio/tw/status",
  });
  const none = await change({ apiKeySid: null, apiKeySecret: null, applicationSid: null });
  expect(none.body).toMatchObject({ apiKeySid: null, applicationSid: null, hasApiKeySecret: false });
});

test("a carrier without it says so; a key has no browser", async () => {
  expect((await api.ask("GET", "/calling")).body).toEqual({ browser: false });
  const publicKey = Buffer.alloc(32, 1).toString("base64");
  await api.ask("POST", "/carriers", { id: "tx", kind: "telnyx", apiKey: "k", publicKey });
  expect((await api.ask("GET", "/carriers/tx/browser-calling")).body.error?.code).toBe("conflict");
  const refused = await api.ask("POST", "/calls", { to: "+13125550150", via: "browser" });
  expect(refused.body.error).toMatchObject({ fields: { via: expect.stringContaining("signed in") } });
});
