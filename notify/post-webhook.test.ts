import { expect, test } from "vitest";
import { postWebhook } from "./post-webhook.ts";
import { receiveWebhooks } from "./testing/receive-webhooks.ts";

const sent = { body: "{}", headers: {} };
const how = (more: object = {}) => ({ allowPrivate: true, signal: new AbortController().signal, ...more });

test("a receiver that says nothing is given up in time; one that speaks no TLS, or is not there, says so in words", async () => {
  const receiver = await receiveWebhooks();
  receiver.answer("hang");
  await expect(postWebhook(receiver.url, sent, how({ patienceMs: 300 }))).rejects.toThrow(
    "no answer within 1 s",
  );
  await expect(postWebhook(receiver.url.replace("http:", "https:"), sent, how())).rejects.toThrow(/TLS/);
  await receiver.stop();
  await expect(postWebhook(receiver.url, sent, how())).rejects.toThrow("nobody listens at its address");
  await expect(postWebhook("https://crm.invalid/", sent, how())).rejects.toThrow(/its name/);
});

test("a process that stops breaks off with its own reason", async () => {
  const receiver = await receiveWebhooks();
  receiver.answer("hang");
  const stop = new AbortController();
  const posting = postWebhook(receiver.url, sent, how({ signal: stop.signal }));
  await receiver.has(1);
  stop.abort(new Error("stopping"));
  await expect(posting).rejects.toThrow("stopping");
});

test("an answer without end is read no further than is kept", async () => {
  const receiver = await receiveWebhooks();
  receiver.answer({ status: 200, text: "y".repeat(5_000_000) });
  expect(await postWebhook(receiver.url, sent, how())).toEqual({ status: 200, answer: "y".repeat(1_000) });
});

test.each([
  "http://127.0.0.1:9/",
  "http://[::1]:9/",
  "http://localhost:9/",
  "http://2130706433/",
  "http://0x7f.1:9/",
])("%s is not reached without leave, however it is written", async (url) => {
  await expect(postWebhook(url, sent, how({ allowPrivate: false }))).rejects.toThrow(
    /is not on the open network/,
  );
});
