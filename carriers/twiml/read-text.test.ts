import { expect, test } from "vitest";
import { readForm } from "./read-form.ts";
import { readText } from "./read-text.ts";

const twilio = (params: Record<string, string>) =>
  readText("twilio", readForm(new URLSearchParams(params).toString()), "");
const telnyx = (type: string, payload: object) =>
  readText("telnyx", new Map(), JSON.stringify({ data: { event_type: type, payload } }));
const text = {
  id: "m1",
  from: { phone_number: "+13125550123" },
  to: [{ phone_number: "+13125550111", status: "delivered" }],
  text: "Hello",
};

test("a text comes in", () => {
  const received = { id: "SM1", from: "+13125550123", to: "+13125550111", body: "Hello", media: [] };
  const given = { From: received.from, To: received.to, Body: "Hello" };
  expect(twilio({ MessageSid: "SM1", SmsStatus: "received", ...given })).toEqual({ received });
  expect(twilio({ MessageSid: "SM1", ...given })).toEqual({ received });
  expect(telnyx("message.received", text)).toEqual({ received: { ...received, id: "m1" } });
});

test.each([
  ["queued", "sent"],
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "delivered"],
  ["undelivered", "undelivered"],
  ["failed", "failed"],
  ["a new word", null],
  ["constructor", null],
])("Twilio tells %s", (MessageStatus, state) => {
  expect(twilio({ MessageSid: "SM1", MessageStatus, ErrorCode: "30006" })).toEqual({
    told: { id: "SM1", state, code: "30006", price: null },
  });
});

test.each([
  ["sending", "sent"],
  ["delivery_unconfirmed", "sent"],
  ["delivered", "delivered"],
  ["delivery_failed", "undelivered"],
  ["sending_failed", "failed"],
  ["expired", "undelivered"],
])("Telnyx tells %s", (status, state) => {
  const payload = { ...text, to: [{ phone_number: "+13125550111", status }], errors: [{ code: 40300 }] };
  expect(telnyx("message.finalized", payload)).toEqual({
    told: { id: "m1", state, code: "40300", price: null },
  });
});

test("pictures come with their addresses and what they are said to be", () => {
  const media = [{ url: "https://api.twilio.com/x", type: "image/jpeg" }];
  const given = {
    MessageSid: "MM1",
    From: "+1",
    To: "+2",
    Body: "",
    NumMedia: "2",
    MediaUrl0: media[0]?.url ?? "",
  };
  expect(twilio({ ...given, MediaContentType0: "image/jpeg" })).toMatchObject({ received: { media } });
  const payload = { ...text, media: [{ url: "https://api.twilio.com/x", content_type: "image/jpeg" }] };
  expect(telnyx("message.received", payload)).toMatchObject({ received: { media } });
});

test.each([
  ["0.0040", "USD", { amount: "0.0040", unit: "USD" }],
  [-0.0079, "usd", { amount: "0.0079", unit: "USD" }],
  ["", "USD", null],
  ["free", "USD", null],
  ["1", null, null],
])("a price of %j %j", (amount, currency, price) => {
  expect(telnyx("message.finalized", { ...text, cost: { amount, currency } })).toMatchObject({
    told: { price },
  });
});

test("what is none of it says nothing", () => {
  expect(twilio({ From: "+13125550123" })).toBeNull();
  for (const body of ["", "[]", "null", '{"data":{}}', "{"])
    expect(readText("telnyx", new Map(), body)).toBeNull();
});
