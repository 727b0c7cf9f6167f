import type { AccountId, CallId, E164 } from "../routing/values.ts";
import { type Applied, applyEvent } from "./apply-event.ts";
import type { Alert, CallRecord } from "./call-record.ts";
import { beginCall, type CallState } from "./call-state.ts";
import type { CallEvent } from "./events.ts";
import { isSilentCall } from "./is-silent-call.ts";
import { type CallStore, type RecordedTalk, type Spool, type SpoolEntry, StoreUnavailable } from "./ports.ts";
import { recordOutbound } from "./record-outbound.ts";
import { rememberTexts } from "./remember-texts.ts";
import type { Script } from "./script.ts";

/** The book of calls: what happens to them is applied, made durable, and only then answered. */
export type CallBook = {
  /** Enters a call that arrived; gives the call that is already there if it arrived before. */
  open(record: CallRecord, raw: Record<string, string>): Promise<CallRecord>;
  /** Gives the script too that holds for the call now: another than given where a menu's key was pressed before. */
  apply(script: Script, event: CallEvent): Promise<Kept>;
  /** The call as it stands; null if it isn't known. Throws StoreUnavailable. */
  find(accountId: AccountId, callId: CallId): Promise<CallRecord | null>;
  /** The script of a call by its id alone; null if it isn't known. Throws StoreUnavailable. */
  findScript(accountId: AccountId, callId: CallId): Promise<Script | null>;
  alert(alert: Alert): Promise<void>;
  /** Keeps what was recorded of a talk. */
  keepTalk(script: Script, talk: RecordedTalk): Promise<void>;
  /** Writes what waited in the spool to the store; gives how many entries that were. */
  catchUp(): Promise<number>;
  /** Calls held in memory, for the metrics. */
  readonly liveCalls: number;
};

/** What an event did, and the script by which its instruction is to be read. */
export type Kept = Applied & { script: Script };

/** Calls in progress that one node remembers; the oldest are forgotten, and read again when needed. */
const LIVE_MAX = 1_000;
/** Room for what is remembered of them, of which all is used in time: with four phones a call takes 1.6 kB when it arrives. */
const LIVE_BYTES = 4_000_000;
/** Another node can be quicker a few times in a row, not for ever. */
const TRIES = 8;

type Remembered = { script: Script; state: CallState };

/** Opens the book over a store that may be away at times, and a spool that bridges those times. */
export function keepCalls(parts: {
  store: CallStore;
  spool: Spool;
  /** Told when something could be kept nowhere. A caller is worth more than the record: the call goes on. */
  onLost: (error: unknown) => void;
  /** Told of each change, after it is kept: for whoever looks at calls in progress. Must cost nothing. */
  onChanged?: (accountId: AccountId, callId: CallId, state: CallState) => void;
  /** Told of each recording of a talk that was kept. Must cost nothing. */
  onTalkRecorded?: (accountId: AccountId, callId: CallId) => void;
  /** Told of each call that ended without a word (is-silent-call.ts). Must cost nothing. */
  onSilentCall?: (call: { accountId: AccountId; phone: E164; at: number }) => void;
}): CallBook {
  const { store, spool } = parts;
  // JSON of what is `Remembered`: thousands of calls would otherwise be hundreds of thousands of objects, which the
  // collector of garbage looks through again and again while callers wait.
  const live = rememberTexts<CallId>({ most: LIVE_MAX, bytes: LIVE_BYTES });
  /** The records of calls whose arrivals wait in the spool. */
  const unsaved = new Map<CallId, CallRecord>();
  const queues = new Map<CallId, Promise<unknown>>();
  let catchingUp: Promise<number> | null = null;
  for (const entry of spool.read()) recall(entry);

  /** One event of a call at a time on this node; between nodes the state's version decides. */
  function inTurn<T>(callId: CallId, work: () => Promise<T>): Promise<T> {
    const before = queues.get(callId);
    const turn = before === undefined ? work() : before.then(work, work);
    queues.set(callId, turn);
    const leave = () => {
      if (queues.get(callId) === turn) queues.delete(callId);
    };
    turn.then(leave, leave);
    return turn;
  }

  function remember(script: Script, state: CallState): void {
    const { callId } = script;
    parts.onChanged?.(script.accountId, callId, state);
    if (state.phase === "ended" && !unsaved.has(callId)) live.delete(callId);
    else live.set(callId, JSON.stringify({ script, state } satisfies Remembered));
  }

  function rememberUnsaved(record: CallRecord): void {
    unsaved.set(record.script.callId, record);
    const oldest = unsaved.size > LIVE_MAX ? unsaved.keys().next() : undefined;
    if (oldest?.value !== undefined) unsaved.delete(oldest.value);
  }

  function rememberChange(script: Script, state: CallState, event: CallEvent): void {
    const { accountId, caller } = script;
    remember(script, state);
    if (parts.onSilentCall === undefined || caller === null || !isSilentCall(script, state, event)) return;
    parts.onSilentCall({ accountId, phone: caller, at: state.endedAt ?? event.at });
  }

  /** Tries the store; where it is away, or older entries still wait, the spool takes the entry. */
  async function orSpool<T>(
    entry: SpoolEntry,
    useStore: () => Promise<T>,
  ): Promise<{ stored: T } | { spooled: true }> {
    if (!spool.waiting) {
      try {
        return { stored: await useStore() };
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
      }
    }
    await spool.append(entry).catch(parts.onLost);
    return { spooled: true };
  }

  async function open(record: CallRecord, raw: Record<string, string>): Promise<CallRecord> {
    const { callId } = record.script;
    return inTurn(callId, async () => {
      const waiting = unsaved.get(callId);
      if (waiting) return waiting;
      const kept = await orSpool({ type: "open", record, raw }, () => store.open(record, raw));
      if ("stored" in kept && kept.stored !== null) return kept.stored;
      if ("spooled" in kept) rememberUnsaved(record);
      remember(record.script, record.state);
      return record;
    });
  }

  function recollect(callId: CallId): Remembered | null {
    const text = live.get(callId);
    return text === null ? null : JSON.parse(text);
  }

  function forget(callId: CallId): void {
    live.delete(callId);
    unsaved.delete(callId);
  }

  async function stateOf(script: Script): Promise<{ state: CallState; known: boolean; keptScript: Script }> {
    const remembered = recollect(script.callId);
    if (remembered !== null) return { state: remembered.state, known: true, keptScript: remembered.script };
    try {
      const record = await store.load(script.accountId, script.callId);
      if (record !== null) return { state: record.state, known: true, keptScript: record.script };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return { state: beginCall(script).state, known: true, keptScript: script };
    }
    return { state: beginCall(script).state, known: false, keptScript: script };
  }

  /**
   * Whether another node has taken the call further than we remember; then what we remember is
   * forgotten. What is too late in an older state may be news in a newer one.
   */
  async function isBehind({ accountId, callId }: Script): Promise<boolean> {
    const remembered = recollect(callId);
    if (remembered === null || spool.waiting) return false;
    try {
      const record = await store.load(accountId, callId);
      if (record === null || record.state.version <= remembered.state.version) return false;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return false;
    }
    forget(callId);
    return true;
  }

  async function applyInTurn(script: Script, event: CallEvent): Promise<Kept> {
    const { callId } = script;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const { state, known, keptScript } = await stateOf(script);
      const applied = applyEvent(script, state, event);
      if (applied.note === "late" && (await isBehind(script))) continue;
      // The same key pressed again was decided by what was kept, not by what would be decided now.
      if (applied.note !== "applied")
        return { ...applied, script: event.kind === "menuKey" ? keptScript : script };
      const kept = await orSpool({ type: "event", script, event }, async () => {
        // The arrival may wait in the spool of a node that is down: the script says enough to go on.
        if (!known) await store.open(recordFromScript(script), {});
        return store.save(script, applied.state, event);
      });
      if ("spooled" in kept || kept.stored) {
        rememberChange(script, applied.state, event);
        return { ...applied, script };
      }
      forget(callId);
    }
    throw new Error(`call ${callId} was changed by others ${TRIES} times in a row`);
  }

  async function alert(what: Alert): Promise<void> {
    await orSpool({ type: "alert", alert: what }, () => store.alert(what));
  }

  async function keepTalk(script: Script, talk: RecordedTalk): Promise<void> {
    const { accountId, callId } = script;
    // After whatever of this call is being written: that says who was connected.
    await inTurn(callId, async () => {
      const kept = await orSpool({ type: "talk", script, talk }, () => store.keepTalk(script, talk));
      if ("stored" in kept && kept.stored) parts.onTalkRecorded?.(accountId, callId);
    });
  }

  async function apply(script: Script, event: CallEvent): Promise<Kept> {
    const applied = await inTurn(script.callId, () => applyInTurn(script, event));
    if (applied.alert !== null) {
      const code = event.kind === "broke" ? "broke" : "notConnected";
      const { accountId, callId } = script;
      await alert({ accountId, callId, at: event.at, code, text: applied.alert });
    }
    return applied;
  }

  async function write(entry: SpoolEntry): Promise<void> {
    if (entry.type === "alert") return store.alert(entry.alert);
    if (entry.type === "talk") {
      await store.keepTalk(entry.script, entry.talk);
      return;
    }
    if (entry.type === "open") {
      await store.open(entry.record, entry.raw);
      return;
    }
    const { script, event } = entry;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const record = await store.load(script.accountId, script.callId);
      if (record === null) await store.open(recordFromScript(script), {});
      const applied = applyEvent(script, record?.state ?? beginCall(script).state, event);
      if (applied.note !== "applied" || (await store.save(script, applied.state, event))) return;
    }
    throw new Error(`call ${script.callId}: what was spooled could not be written`);
  }

  async function drain(): Promise<number> {
    if (!spool.waiting) return 0;
    const written = await spool.drain(write);
    // What the store has now may have come from several nodes: it is read again when needed.
    live.clear();
    unsaved.clear();
    return written;
  }

  /** An earlier run of this process answered by what waits: so must this one, if the store is away. */
  function recall(entry: SpoolEntry): void {
    if (entry.type === "open") {
      rememberUnsaved(entry.record);
      remember(entry.record.script, entry.record.state);
    }
    if (entry.type !== "event") return;
    const { script, event } = entry;
    const before = recollect(script.callId)?.state ?? beginCall(script).state;
    rememberChange(script, applyEvent(script, before, event).state, event);
  }

  return {
    open,
    apply,
    alert,
    keepTalk,
    async find(accountId, callId) {
      const record = unsaved.get(callId);
      const state = recollect(callId)?.state;
      if (record && state) return { ...record, state };
      return store.load(accountId, callId);
    },
    async findScript(accountId, callId) {
      return recollect(callId)?.script ?? (await this.find(accountId, callId))?.script ?? null;
    },
    catchUp() {
      // Whoever asks meanwhile waits for the same end: until then memory is all that knows these calls.
      catchingUp ??= drain().finally(() => {
        catchingUp = null;
      });
      return catchingUp;
    },
    get liveCalls() {
      return live.size;
    },
  };
}

/** What a script alone says of its call. */
function recordFromScript(script: Script): CallRecord {
  if (script.outbound !== undefined) return recordOutbound(script, null);
  return {
    script,
    carrierId: "",
    carrierCallId: "",
    direction: "inbound",
    from: script.caller,
    fromAsGiven: script.caller ?? "",
    to: script.business,
    lead: null,
    decision: null,
    state: beginCall(script).state,
    attestation: null,
  };
}
