import Telnyx from "telnyx";
import { expect, test } from "vitest";
import { virtualClock } from "../clock/virtual-clock.ts";
import { CALLER, carrierWith, LINE } from "../testing/small-product.ts";

test("the official verifier accepts what this carrier signs, and nothing changed", async () => {
  const bodies: { body: string; headers: Record<string, string> }[] = [];
  // The official verifier compares with the wall clock.
  const clock = virtualClock({ start: new Date() });
  const carrier = carrierWith(
    {},
    {
      kind: "telnyx",
      clock,
      send: async (request) => {
        bodies.push({ body: await request.text(), headers: Object.fromEntries(request.headers) });
        return new Response(null, { status: 204 });
      },
    },
  );
  const [number] = carrier.numbers;
  if (number) number.smsUrl = "https://product.example/sms";
  carrier.text({ from: CALLER, to: LINE, body: "STOP" });
  await carrier.idle();
  await carrier.call({ from: CALLER, to: LINE }).ended;
  const client = new Telnyx({ apiKey: "unused", publicKey: carrier.publicKey });
  const [text, voice] = bodies;
  const event = await client.webhooks.unwrap(text?.body ?? "", { headers: text?.headers ?? {} });
  expect(event).toMatchObject({ data: { event_type: "message.received", payload: { text: "STOP" } } });
  await expect(client.webhooks.unwrap(`${text?.body} `, { headers: text?.headers ?? {} })).rejects.toThrow();
  // Form posts are no JSON: once the signature is accepted, what fails is reading them.
  await expect(client.webhooks.unwrap(voice?.body ?? "", { headers: voice?.headers ?? {} })).rejects.toThrow(
    /JSON/,
  );
});
