import { expect, test } from "vitest";
import type { CallEvent } from "../calls/events.ts";
import { recordOutbound } from "../calls/record-outbound.ts";
import type { CarrierWord } from "../calls/sweep-calls.ts";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import { composeOutboundScript } from "../outbound/compose-outbound-script.ts";
import type { AccountId, CallId, E164 } from "../routing/values.ts";
import { sweepOutbound } from "./sweep-outbound.ts";

const START = Date.parse("2026-03-02T14:00:00Z");
const DANA = "+13125550101" as E164;
const LINE = "+13125550111" as E164;
const connection: CarrierConnection = {
  id: "main",
  accountId: "1",
  country: "US",
  kind: "twilio",
  accountSid: "AC1",
  authToken: "secret",
  credentials: {},
  apiBaseUrl: "https://carrier.acme.test",
};
const script = composeOutboundScript({
  callId: "11111111-1111-8111-8111-111111111111" as CallId,
  accountId: "1" as AccountId,
  staff: { id: "7", name: "Dana", phone: DANA },
  lead: null,
  to: "+13125550123" as E164,
  sender: LINE,
  at: START,
  maxMinutes: 120,
  recordingNotice: null,
  campaignId: null,
});

const listed = (sid: string, seconds: number, change = {}) => ({
  sid,
  to: DANA,
  from: LINE,
  direction: "outbound-api",
  date_created: new Date(START + seconds * 1000).toUTCString(),
  ...change,
});

/** What the sweep does with a call of which the id is not known, where the carrier lists these. */
async function sweep(calls: object[] | null, said: CarrierWord, known: string[] = []) {
  const events: CallEvent[] = [];
  const asked: string[] = [];
  const ended = await sweepOutbound({
    quiet: [recordOutbound(script, { carrierId: "main", lead: null })],
    book: { apply: async (_script, event) => void events.push(event) as never },
    carrier: () => connection,
    askCarrier: async (_connection, id) => {
      asked.push(id);
      return said;
    },
    readKnown: async () => new Set(known),
    send: async () => (calls === null ? new Response("", { status: 500 }) : Response.json({ calls })),
    now: () => START + 130_000,
  });
  return { ended, asked, events: events.map(({ kind, ...more }) => ({ kind, ...more })) };
}

test("the carrier has the call: it goes on under its id, and is asked after by it", async () => {
  const { ended, asked, events } = await sweep([listed("CA9", 1)], { live: true });
  expect({ ended, asked }).toEqual({ ended: 0, asked: ["CA9"] });
  expect(events).toMatchObject([{ kind: "legsPlaced", step: 0, legs: ["CA9"] }]);
});

test("the carrier has it, and it is over: so it is here", async () => {
  const said = { live: false, word: "no-answer", endedAt: START + 31_000 } as const;
  const { ended, events } = await sweep([listed("CA9", 1)], said);
  expect(ended).toBe(1);
  expect(events.at(-1)).toMatchObject({ kind: "callEnded", carrierWord: "no-answer", at: START + 31_000 });
});

test.each([
  ["one that is known as another call's", [listed("CA8", 1)]],
  ["one from long before", [listed("CA7", -3_600)]],
  ["one that came in", [listed("CA6", 1, { direction: "inbound" })]],
  ["one to somebody else", [listed("CA5", 1, { to: "+13125550104" })]],
])("the carrier has only %s: the call was never placed, and is not placed now", async (_name, calls) => {
  const { ended, asked, events } = await sweep(calls, { live: true }, ["CA8"]);
  expect({ ended, asked }).toEqual({ ended: 1, asked: [] });
  expect(events).toMatchObject([{ kind: "callEnded", carrierWord: "failed", by: "sweep" }]);
});

test("the carrier can't be asked: the call waits", async () => {
  expect(await sweep(null, { live: true })).toEqual({ ended: 0, asked: [], events: [] });
});
