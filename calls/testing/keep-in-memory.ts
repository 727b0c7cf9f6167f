import type { Alert, CallRecord } from "../call-record.ts";
import type { CallEvent } from "../events.ts";
import {
  type CallStore,
  type RecordedTalk,
  type Spool,
  type SpoolEntry,
  StoreUnavailable,
} from "../ports.ts";

/** A store in memory that behaves as the database does, can go away, and remembers what was written. */
export type MemoryStore = CallStore & {
  away: boolean;
  calls: Map<string, CallRecord>;
  /** What was written, in order; "arrived" stands for the opening. */
  written: (CallEvent["kind"] | "arrived")[];
  alerts: Alert[];
  talks: RecordedTalk[];
};

/** Every method asks `turn` first: for a test that decides who comes when. */
export function keepInMemory(turn: () => Promise<void> = async () => {}): MemoryStore {
  async function reach(): Promise<void> {
    await turn();
    if (store.away) throw new StoreUnavailable("away");
  }
  const store: MemoryStore = {
    away: false,
    calls: new Map(),
    written: [],
    alerts: [],
    talks: [],
    async open(record) {
      await reach();
      const there = store.calls.get(record.script.callId);
      if (there === undefined) {
        store.calls.set(record.script.callId, record);
        store.written.push("arrived");
        return null;
      }
      if (there.carrierCallId !== "" || record.carrierCallId === "") return there;
      const filled = { ...record, script: there.script, state: there.state };
      store.calls.set(record.script.callId, filled);
      return filled;
    },
    async load(_accountId, callId) {
      await reach();
      return store.calls.get(callId) ?? null;
    },
    async save(script, state, event) {
      await reach();
      const there = store.calls.get(script.callId);
      if (there === undefined || there.state.version !== state.version - 1) return false;
      if (there.state.outcome !== null) return false;
      const redecided = event.kind === "menuKey" && event.decision !== null;
      const chosen = redecided ? { script, decision: event.decision } : {};
      store.calls.set(script.callId, { ...there, ...chosen, state });
      store.written.push(event.kind);
      return true;
    },
    async keepTalk(_script, talk) {
      await reach();
      store.talks.push(talk);
      return true;
    },
    async alert(alert) {
      await reach();
      store.alerts.push(alert);
    },
  };
  return store;
}

/** A spool in memory; `full` makes it refuse. */
export type MemorySpool = Spool & { full: boolean; entries: SpoolEntry[] };

export function spoolInMemory(): MemorySpool {
  let draining = false;
  const spool: MemorySpool = {
    full: false,
    entries: [],
    get waiting() {
      return spool.entries.length > 0;
    },
    read: () => [...spool.entries],
    async append(entry) {
      if (spool.full) throw new Error("the disk is full");
      spool.entries.push(entry);
    },
    async drain(write) {
      if (draining) return 0;
      draining = true;
      let written = 0;
      try {
        for (let next = spool.entries[0]; next !== undefined; next = spool.entries[0]) {
          await write(next);
          spool.entries.shift();
          written += 1;
        }
        return written;
      } finally {
        draining = false;
      }
    },
  };
  return spool;
}
