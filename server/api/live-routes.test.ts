import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyEvent } from "../../calls/apply-event.ts";
import type { CallRecord } from "../../calls/call-record.ts";
import { beginCall } from "../../calls/call-state.ts";
import type { LiveCall } from "../../calls/present-live-call.ts";
import type { Script } from "../../calls/script.ts";
import type { AccountId, CallId, E164, Seconds } from "../../routing/values.ts";
import { keepCallRows } from "../../store/keep-call-rows.ts";
import { announceCalls, type CallAnnouncer } from "../announce-calls.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
let announcer: CallAnnouncer;
let accountId = "";
const troubles: unknown[] = [];
beforeAll(async () => {
  api = await openTestApi();
  announcer = announceCalls({
    pool: api.database.pool,
    onError: (error) => troubles.push(error),
    everyMs: 5,
  });
  accountId = String((await api.ask("GET", "")).body.id);
});
afterAll(async () => {
  await announcer.stop();
  await api.close();
  expect(troubles).toEqual([]);
});

const step = (who: string, destination: string, rung: "leadUser" | "company") => ({
  rung,
  seconds: 20 as Seconds,
  targets: [
    {
      destination: destination as E164,
      screening: true,
      callerId: "caller" as const,
      who,
      whisper: "",
      staffId: null,
    },
  ],
});

/** A call that has just come in and rings at Dana's. */
async function ring(caller: string, lead: string | null): Promise<CallRecord> {
  const script: Script = {
    callId: randomUUID() as CallId,
    accountId: accountId as AccountId,
    business: "+13125550121" as E164,
    caller: caller as E164,
    startedAt: Date.now(),
    menu: null,
    steps: [step("Dana", "+13125550111", "leadUser"), step("the company phone", "+13125550100", "company")],
    ending: "voicemail",
    greeting: "",
    recordingNotice: null,
  };
  const record: CallRecord = {
    script,
    carrierId: "acme",
    carrierCallId: `CA${script.callId}`,
    direction: "inbound",
    from: script.caller,
    fromAsGiven: caller,
    to: script.business,
    lead: lead === null ? null : { id: "1", name: lead },
    attestation: null,
    decision: null,
    state: beginCall(script).state,
  };
  await keepCallRows(api.database.pool).open(record, {});
  return record;
}

type Told = { items: LiveCall[]; changed: string[] };
async function follow(role: "member" | "owner" = "owner", slug = "acme") {
  const key = await api.keyFor(slug, role);
  const answer = await api.app.request(`/accounts/${slug}/live`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const reader = answer.body?.getReader();
  const next = async (): Promise<Told | null> => {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return null;
    const text = new TextDecoder().decode(value);
    expect(text).toMatch(/^event: calls\ndata: .*\n\n$/s);
    return JSON.parse(text.slice("event: calls\ndata: ".length)) as Told;
  };
  return { answer, next, leave: () => reader?.cancel() };
}

test("the board shows a call as it rings, moves on and ends, and hears nothing of strangers", async () => {
  const board = await follow();
  const stranger = await follow("owner", "stranger");
  expect(board.answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(await board.next()).toEqual({ items: [], changed: [] });
  expect((await stranger.next())?.items).toEqual([]);

  const record = await ring("+13125550150", "Anna");
  const { callId } = record.script;
  announcer.changed(accountId, callId);
  announcer.changed(accountId, callId);
  expect(await board.next()).toMatchObject({
    changed: [callId],
    items: [
      {
        id: callId,
        state: "ringing",
        lead: { name: "Anna" },
        ringing: { rung: "leadUser", destination: "+13125550111", name: "Dana", seconds: 20 },
      },
    ],
  });
  const rows = keepCallRows(api.database.pool);
  const hungUp = {
    kind: "callEnded",
    at: Date.now() + 1_000,
    carrierWord: "completed",
    by: "callback",
  } as const;
  const left = applyEvent(record.script, record.state, hungUp);
  expect(left.state.outcome).toBe("abandoned");
  await rows.save(record.script, left.state, hungUp);
  announcer.changed(accountId, callId);
  expect(await board.next()).toEqual({ items: [], changed: [callId] });
  await board.leave();
  await stranger.leave();
});

test("many changes of one moment are told at once, and who leaves is not told any more", async () => {
  const board = await follow("member");
  await board.next();
  const ids = Array.from({ length: 400 }, () => randomUUID());
  for (const id of ids) announcer.changed(accountId, id);
  const told: string[] = [];
  while (told.length < ids.length) told.push(...((await board.next())?.changed ?? []));
  expect(told.sort()).toEqual([...ids].sort());
  await board.leave();
});

test("a manager looks for calls by a part of the name or phone, by person and by number", async () => {
  const one = await ring("+13125550150", "Anna Berg");
  const two = await ring("+442079460123", null);
  const find = async (query: string) => {
    const { status, body } = await api.ask("GET", `/calls?${query}`);
    expect(status, JSON.stringify(body)).toBe(200);
    return (body as unknown as { items: { id: string }[] }).items.map(({ id }) => id);
  };
  const both = [one.script.callId, two.script.callId];
  const { items } = (await api.ask("GET", "/staff")).body as unknown as { items: { id: string }[] };
  expect(await find("search=anna%20b")).toEqual([both[0]]);
  expect(await find("search=020%207946")).toEqual([both[1]]);
  expect(await find("search=%25")).toEqual([]);
  expect(await find(`staff=${items[0]?.id}&search=555-0121`)).toEqual(expect.arrayContaining(both));
  expect(await find("number=312%20555%200121")).toEqual(expect.arrayContaining(both));
  expect(await find("number=312%20555%200129")).toEqual([]);
  expect((await api.ask("GET", "/calls?staff=999")).body.error).toMatchObject({
    fields: { staff: expect.any(String) },
  });
});

test("a server that stops ends what is followed, so that nobody holds it open", async () => {
  const other = await openTestApi();
  const key = await other.keyFor("acme", "owner");
  const answer = await other.app.request("/accounts/acme/live", {
    headers: { authorization: `Bearer ${key}` },
  });
  const reader = answer.body?.getReader();
  await reader?.read();
  const rest = reader?.read();
  await other.close();
  expect(await rest).toMatchObject({ done: true });
});
