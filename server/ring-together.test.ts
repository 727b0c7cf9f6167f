import { expect, test } from "vitest";
import { beginCall } from "../calls/call-state.ts";
import { keepCalls } from "../calls/keep-calls.ts";
import { keepInMemory, spoolInMemory } from "../calls/testing/keep-in-memory.ts";
import { makeScript, makeTogether, START } from "../calls/testing/make-script.ts";
import { PROFILES } from "../carriers/twiml/profile.ts";
import { ringTogether } from "./ring-together.ts";

const script = makeScript({ steps: [makeTogether()] });

/** A node's ring group work over a carrier that only notes what it is asked. */
async function openWork() {
  const store = keepInMemory();
  const book = keepCalls({ store, spool: spoolInMemory(), onLost: () => {} });
  const { state } = beginCall(script);
  await book.open(
    {
      script,
      carrierId: "main",
      carrierCallId: "CA1",
      direction: "inbound",
      from: script.caller,
      fromAsGiven: script.caller ?? "",
      to: script.business,
      lead: null,
      attestation: null,
      decision: null,
      state,
    },
    {},
  );
  const asked: { path: string; form: Record<string, string> }[] = [];
  const together = ringTogether({
    book,
    publicUrl: "https://calls.example.com",
    now: () => START + 7_000,
    readArrival: async () => ({ callToken: "token", applicationId: null }),
    onError: (error) => {
      throw error;
    },
    send: async (input, init) => {
      const path = new URL(String(input)).pathname.replace(/^.*\/Accounts\/[^/]+/, "");
      asked.push({ path, form: Object.fromEntries(new URLSearchParams(String(init?.body))) });
      return Response.json({ sid: `CALL${asked.length}` }, { status: 201 });
    },
  });
  const connection = {
    id: "main",
    accountId: "1",
    country: "US",
    kind: "twilio" as const,
    accountSid: "AC1",
    authToken: "secret",
    credentials: {},
    apiBaseUrl: null,
  };
  const about = { connection, secret: Buffer.alloc(32), form: new Map(), profile: PROFILES.twilio };
  const find = async () => (await book.find(script.accountId, script.callId))?.state ?? null;
  return { book, together, asked, about, find };
}

test("the process that was to call the phones ended before it did: whoever is asked next calls them, once", async () => {
  const { together, asked, about, find } = await openWork();
  const waiting = { step: 0, round: 1 };
  together.rescue(about, script, await find(), waiting);
  // Asked again before the carrier has answered.
  together.rescue(about, script, await find(), waiting);
  await together.settled();
  expect(asked.map(({ form }) => form.To)).toEqual(["+13125550101", "+13125550104", "+13125550106"]);
  // With the token of the call that is here, the caller's own number may be shown.
  expect(asked[0]?.form).toMatchObject({ From: script.caller, CallToken: "token", Timeout: "20" });
  together.rescue(about, script, await find(), { step: 0, round: 2 });
  await together.settled();
  expect(asked).toHaveLength(3);
});

test("the caller who has only just begun to wait is nobody's to rescue", async () => {
  const { together, asked, about, find } = await openWork();
  together.rescue(about, script, await find(), { step: 0, round: 0 });
  await together.settled();
  expect(asked).toEqual([]);
});

test("the phones were called when the caller had gone: those calls are ended again", async () => {
  const { book, together, asked, about } = await openWork();
  const over = { kind: "callEnded", at: START + 5_000, carrierWord: "completed", by: "callback" } as const;
  await book.apply(script, over);
  together.begin(about, script, { do: "ring", step: 0 });
  await together.settled();
  expect(asked.slice(3).map(({ path, form }) => [path, form.Status])).toEqual([
    ["/Calls/CALL1.json", "completed"],
    ["/Calls/CALL2.json", "completed"],
    ["/Calls/CALL3.json", "completed"],
  ]);
});

test("one accepts: the others' calls are ended, hers is not", async () => {
  const { book, together, asked, about } = await openWork();
  together.begin(about, script, { do: "ring", step: 0 });
  await together.settled();
  const event = { kind: "keyPressed", at: START + 9_000, step: 0, target: 1, key: "1" } as const;
  together.follow(about, script, { ...(await book.apply(script, event)), event });
  await together.settled();
  expect(asked.slice(3).map(({ path }) => path)).toEqual(["/Calls/CALL1.json", "/Calls/CALL3.json"]);
});
