import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CallId } from "../routing/values.ts";
import { eventKey } from "./apply-event.ts";
import type { CallRecord } from "./call-record.ts";
import { beginCall } from "./call-state.ts";
import type { CallEvent } from "./events.ts";
import { type CallBook, keepCalls } from "./keep-calls.ts";
import type { Script } from "./script.ts";
import { anyEvent } from "./testing/any-event.ts";
import { keepInMemory, type MemoryStore, spoolInMemory } from "./testing/keep-in-memory.ts";
import { makeScript, makeStep, START } from "./testing/make-script.ts";

const script = makeScript();

function recordOf(one: Script): CallRecord {
  return {
    script: one,
    carrierId: "main",
    carrierCallId: `CA-${one.callId}`,
    direction: "inbound",
    from: one.caller,
    fromAsGiven: one.caller ?? "",
    to: one.business,
    lead: null,
    attestation: null,
    decision: null,
    state: beginCall(one).state,
  };
}

/** A node's book over a store that it shares with others, with a spool of its own. */
function openBook(store: MemoryStore) {
  const spool = spoolInMemory();
  const lost: unknown[] = [];
  const book = keepCalls({ store, spool, onLost: (error) => lost.push(error) });
  return { book, spool, lost };
}

const ringEnded = (step: number, change: Partial<Extract<CallEvent, { kind: "ringEnded" }>> = {}) =>
  ({
    kind: "ringEnded",
    at: START + 20_000 + step,
    step,
    result: "noAnswer",
    bridgedByCarrier: false,
    callerGone: false,
    carrierWord: "no-answer",
    ...change,
  }) satisfies CallEvent;
const pickedUp = { kind: "pickedUp", at: START + 5_000, step: 0 } satisfies CallEvent;
const accepted = { kind: "keyPressed", at: START + 8_000, step: 0, key: "1" } satisfies CallEvent;
const talkEnded = ringEnded(0, { result: "pickedUp", bridgedByCarrier: true, carrierWord: "completed" });
const overByCallback = {
  kind: "callEnded",
  at: START + 90_000,
  carrierWord: "completed",
  by: "callback",
} satisfies CallEvent;

const outcomeOf = (store: MemoryStore) => store.calls.get(script.callId)?.state.outcome;

describe("two nodes over one store", () => {
  test("a node whose memory is behind looks again, and gives the answer of the other", async () => {
    const store = keepInMemory();
    const [one, two] = [openBook(store).book, openBook(store).book];
    await one.open(recordOf(script), {});
    await two.apply(script, pickedUp);
    const first = await two.apply(script, accepted);
    // Node one still thinks that the phone rings.
    expect(await one.apply(script, accepted)).toMatchObject({
      note: "duplicate",
      instruction: first.instruction,
    });
    await one.apply(script, talkEnded);
    expect(outcomeOf(store)).toBe("answered");
  });

  test("a node whose memory is behind does not take news for too late", async () => {
    const store = keepInMemory();
    const [one, two] = [openBook(store).book, openBook(store).book];
    await one.open(recordOf(script), {});
    await two.apply(script, ringEnded(0));
    await two.apply(script, ringEnded(1));
    // The caller was asked for a message by node two; node one hears that there is none.
    await one.apply(script, { kind: "recordingMissing", at: START + 60_000 });
    expect(outcomeOf(store)).toBe("missed");
  });

  test("an arrival told to both at once is one call, with one answer", async () => {
    const store = keepInMemory();
    const [one, two] = [openBook(store).book, openBook(store).book];
    const other = recordOf(makeScript({ greeting: "Decided by the other a moment later" }));
    const [kept, again] = await Promise.all([one.open(recordOf(script), {}), two.open(other, {})]);
    expect(again.script).toEqual(kept.script);
    expect(store.written).toEqual(["arrived"]);
  });

  const scripts = fc
    .array(fc.boolean(), { maxLength: 3 })
    .map((screening) => makeScript({ steps: screening.map((each) => makeStep({ screening: each })) }));

  test("any events, shared out between two nodes in turn, end as they would on one", async () => {
    await fc.assert(
      fc.asyncProperty(
        scripts,
        fc.array(fc.tuple(anyEvent, fc.boolean()), { maxLength: 12 }),
        async (any, sequence) => {
          const [shared, alone] = [keepInMemory(), keepInMemory()];
          const [one, two, single] = [openBook(shared).book, openBook(shared).book, openBook(alone).book];
          for (const book of [one, two, single]) await book.open(recordOf(any), {});
          for (const [event, first] of sequence) {
            const given = await (first ? one : two).apply(any, event);
            expect(given.instruction).toEqual((await single.apply(any, event)).instruction);
          }
          expect(shared.calls).toEqual(alone.calls);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("any events at once, told to both, in any interleaving: one outcome, no event twice, one answer to each", async () => {
    await fc.assert(
      fc.asyncProperty(
        scripts,
        fc.uniqueArray(anyEvent, { minLength: 1, maxLength: 3, selector: eventKey }),
        fc.scheduler(),
        async (any, events, scheduler) => {
          const turn = scheduler.scheduleFunction(async () => {});
          const store = keepInMemory(turn);
          const [one, two] = [openBook(store), openBook(store)];
          const opened = Promise.all([one.book.open(recordOf(any), {}), two.book.open(recordOf(any), {})]);
          const told = events.map((event) =>
            Promise.all([one.book.apply(any, event), two.book.apply(any, event)]),
          );
          const all = Promise.all([opened, ...told]);
          await scheduler.waitFor(all);
          for (const [here, there] of await Promise.all(told)) {
            expect(here.instruction).toEqual(there.instruction);
          }
          expect(store.written.filter((kind) => kind === "arrived")).toHaveLength(1);
          // Two of a kind differ in their step or who told; of each key there is one.
          expect(store.written.length).toBeLessThanOrEqual(events.length + 1);
          expect(store.calls.get(any.callId)?.state.version).toBe(store.written.length);
          expect([one.lost, two.lost]).toEqual([[], []]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("the store is away", () => {
  test("a whole call goes on, and is written in order when the store is back", async () => {
    const store = keepInMemory();
    const { book, spool } = openBook(store);
    store.away = true;
    await book.open(recordOf(script), {});
    for (const event of [pickedUp, accepted, talkEnded]) await book.apply(script, event);
    expect(store.written).toEqual([]);
    expect(spool.entries).toHaveLength(4);
    store.away = false;
    expect(await book.catchUp()).toBe(4);
    expect(store.written).toEqual(["arrived", "pickedUp", "keyPressed", "ringEnded"]);
    expect(outcomeOf(store)).toBe("answered");
    expect(book.liveCalls).toBe(0);
  });

  test("the same request gets the same answer before, during and after", async () => {
    const store = keepInMemory();
    const { book } = openBook(store);
    store.away = true;
    const opened = await book.open(recordOf(script), {});
    const first = await book.apply(script, ringEnded(0));
    expect(await book.open(recordOf(makeScript({ greeting: "decided anew" })), {})).toEqual(opened);
    expect((await book.apply(script, ringEnded(0))).instruction).toEqual(first.instruction);
    store.away = false;
    await book.catchUp();
    expect((await book.open(recordOf(script), {})).script).toEqual(opened.script);
    expect(await book.apply(script, ringEnded(0))).toMatchObject({
      note: "duplicate",
      instruction: first.instruction,
    });
    expect(store.written).toEqual(["arrived", "ringEnded"]);
  });

  test("while older entries wait, newer ones wait behind them even if the store is back", async () => {
    const store = keepInMemory();
    const { book } = openBook(store);
    store.away = true;
    await book.open(recordOf(script), {});
    store.away = false;
    await book.apply(script, pickedUp);
    expect(store.written).toEqual([]);
    await book.catchUp();
    expect(store.written).toEqual(["arrived", "pickedUp"]);
  });

  test("two catch-ups at once: neither says that it is done before all is written", async () => {
    const gates: (() => void)[] = [];
    let slow = false;
    const store = keepInMemory(async () => {
      if (slow) await new Promise<void>((open) => gates.push(open));
    });
    const { book } = openBook(store);
    store.away = true;
    const opened = await book.open(recordOf(script), {});
    store.away = false;
    slow = true;
    const first = book.catchUp();
    const second = book.catchUp().then(() => store.written);
    await expect.poll(() => gates.length).toBe(1);
    // The same arrival once more, decided differently: it must find the one that waits.
    expect(await book.open(recordOf(makeScript({ greeting: "decided anew" })), {})).toEqual(opened);
    slow = false;
    for (const open of gates) open();
    expect(await first).toBe(1);
    expect(await second).toEqual(["arrived"]);
  });

  test("an event of a call whose arrival waits in another node's spool is not lost", async () => {
    const store = keepInMemory();
    const [one, two] = [openBook(store), openBook(store)];
    store.away = true;
    await one.book.open(recordOf(script), { From: "+13125550123" });
    store.away = false;
    await two.book.apply(script, ringEnded(0));
    expect(store.calls.get(script.callId)).toMatchObject({ carrierCallId: "", from: script.caller });
    await one.book.catchUp();
    expect(store.calls.get(script.callId)).toMatchObject({
      carrierCallId: recordOf(script).carrierCallId,
      state: { step: 1, version: 2 },
    });
  });

  test("the process is killed: the next one knows from the spool what was answered", async () => {
    const store = keepInMemory();
    const { book: killed, spool } = openBook(store);
    store.away = true;
    await killed.open(recordOf(script), {});
    await killed.apply(script, pickedUp);
    const connected = await killed.apply(script, accepted);
    const next = keepCalls({ store, spool, onLost: () => {} });
    expect((await next.apply(script, accepted)).instruction).toEqual(connected.instruction);
    // They have talked, and the person rung hung up: nobody is rung again.
    expect(await next.apply(script, talkEnded)).toMatchObject({
      instruction: { do: "hangUp" },
      state: { outcome: "answered" },
    });
  });

  test("nothing can be kept anywhere: it is told, and the call goes on", async () => {
    const store = keepInMemory();
    const { book, spool, lost } = openBook(store);
    store.away = true;
    spool.full = true;
    await book.open(recordOf(script), {});
    expect((await book.apply(script, pickedUp)).instruction).toEqual({ do: "screen", step: 0, target: 0 });
    expect((await book.apply(script, accepted)).instruction).toEqual({ do: "connect" });
    expect(lost).toHaveLength(3);
    expect(await book.find(script.accountId, script.callId)).toMatchObject({ state: { phase: "connected" } });
    // Back again: the next event carries the call's script, so the call itself is known at least.
    store.away = false;
    spool.full = false;
    await book.catchUp();
    await book.apply(script, overByCallback);
    expect(store.written).toEqual(["arrived", "callEnded"]);
  });
});

describe("bounded memory", () => {
  const many = Array.from({ length: 30_000 }, (_, index) =>
    makeScript({ callId: `00000000-0000-8000-8000-${String(index).padStart(12, "0")}` as CallId }),
  );

  async function callFromMany(book: CallBook, end: boolean): Promise<void> {
    for (const one of many) {
      await book.open(recordOf(one), {});
      if (end) await book.apply(one, overByCallback);
    }
  }

  test("calls that are over are forgotten", async () => {
    const { book } = openBook(keepInMemory());
    await callFromMany(book, true);
    expect(book.liveCalls).toBe(0);
  });

  test("calls that never end are forgotten from the oldest on, and read again when they go on", async () => {
    const store = keepInMemory();
    const { book } = openBook(store);
    await callFromMany(book, false);
    expect(book.liveCalls).toBe(1_000);
    const [oldest = script] = many;
    expect((await book.apply(oldest, pickedUp)).instruction).toEqual({ do: "screen", step: 0, target: 0 });
  });

  test("also where the store is away for very long", async () => {
    // (What waits on the disk is not bounded: it is what happened.)
    const store = keepInMemory();
    const { book, spool } = openBook(store);
    store.away = true;
    await callFromMany(book, true);
    expect(book.liveCalls).toBe(1_000);
    const [oldest = script] = many;
    await expect(book.find(oldest.accountId, oldest.callId)).rejects.toThrow("away");
    expect(spool.entries).toHaveLength(60_000);
  });
});
