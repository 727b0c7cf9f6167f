import { nameCall } from "../../calls/name-call.ts";
import type { CarrierSettings } from "../../directory/carrier-schema.ts";
import type { Carrier, Handset } from "../../simulator/index.ts";

/**
 * Where practice connections' REST API is: in this process. A name that can exist nowhere else (RFC 2606 §2), so
 * nothing is ever asked for over a network.
 */
export const PRACTICE_API = "http://practice.invalid";

/** A call made for practice, from the outside: what the caller's handset shows. */
export type PracticeCall = {
  /** The id of the call in the books. */
  id: string;
  from: string | null;
  to: string;
  state: "ringing" | "talking" | "listening" | "ended";
  /** Who talks with the caller, or did last; null: nobody. */
  connectedTo: string | null;
  heard: readonly string[];
  startedAt: string;
};

/** One phone that rings or is off the hook. */
export type PracticePhone = {
  number: string;
  callId: string;
  state: "ringing" | "pickedUp" | "talking" | "voicemail";
  since: string;
  heard: readonly string[];
};

/** What one can do with a phone. */
export const HAND_MOVES = ["answer", "press", "decline", "hangUp", "voicemail"] as const;
export type HandMove = (typeof HAND_MOVES)[number];

/** Plays the carrier for every account that practises: one simulated carrier each, from its first call on. */
export type PracticeHall = {
  /** Somebody calls a number of the line. `from` null: withheld. Gives the id of the call in the books. */
  call(line: PracticeLine, from: string | null): Promise<string>;
  /** Somebody texts a number of the line. */
  text(line: PracticeLine, from: string, body: string): Promise<void>;
  calls(carrierId: string): PracticeCall[];
  phones(carrierId: string): PracticePhone[];
  /** Does something with a phone; false where that can't be done now. */
  move(carrierId: string, number: string, move: HandMove, key: string): boolean;
  /** The caller hangs up, or presses a key; false where the call is over. */
  callerMove(carrierId: string, callId: string, move: "hangUp" | "press", key: string): boolean;
  /** Calls `told` whenever something happened on a line; the result stops that. */
  watch(carrierId: string, told: () => void): () => void;
  /** The platform's fetch, with practice connections' REST API behind it. */
  fetch: typeof fetch;
};

/** A practice connection with the number that is called. */
export type PracticeLine = {
  connection: Pick<CarrierSettings, "id" | "accountSid" | "authToken">;
  number: string;
};

/** More calls at a time than anybody can work by hand. */
export class PracticeBusy extends Error {
  override name = "PracticeBusy";
}

type Room = {
  carrier: Carrier;
  /** Handsets that were told to be a voicemail. */
  machines: Set<string>;
};

/** What Twilio's webhooks say of a withheld caller (carriers.md §3). */
const WITHHELD = "anonymous";
/** What is heard when a message begins. */
const TONE = "(the tone: a message begins)";
/** A phone's own voicemail talks this long before it gives up. */
const MACHINE_MS = 60_000;
/** Calls that ended and are still shown. */
const KEPT = 20;
/** A practice page has two hands. */
const LIVE_MAX = 20;

/**
 * Opens the hall. `publicUrl` is what webhooks are signed for, `local` where this process listens: the requests go
 * through its real HTTP server, as a carrier's do, only not out of the machine.
 */
export function openPracticeHall(parts: { publicUrl: string; local: () => string }): PracticeHall {
  const rooms = new Map<string, Room>();
  const watchers = new Map<string, Set<() => void>>();
  const signed = parts.publicUrl;

  async function send(request: Request): Promise<Response> {
    const path = request.url.slice(new URL(request.url).origin.length);
    const { method, headers, signal } = request;
    const body = method === "GET" ? undefined : await request.text();
    return fetch(parts.local() + path, {
      method,
      headers,
      signal,
      redirect: "manual",
      ...(body === undefined ? {} : { body }),
    });
  }

  async function enter({ connection, number }: PracticeLine): Promise<Room> {
    // Loaded by who practises: nobody else needs it, and a node that starts again is waited for by callers.
    const { createCarrier, realClock } = await import("../../simulator/index.ts");
    const { id, accountSid, authToken } = connection;
    let room = rooms.get(id);
    // Whoever changed the credentials has another carrier.
    if (room === undefined || room.carrier.accountSid !== accountSid) {
      room = {
        carrier: createCarrier({
          kind: "twilio",
          accountSid: accountSid ?? "",
          authToken: authToken ?? "",
          clock: realClock(),
          apiBase: PRACTICE_API,
          unscriptedPhone: { does: "byHand" },
          callerGoneAction: "always",
          send,
        }),
        machines: new Set(),
      };
      rooms.set(id, room);
    }
    const { carrier } = room;
    if (!carrier.numbers.some((one) => one.number === number)) {
      const hooks = `${signed}/hooks/twilio/${id}`;
      carrier.addNumber({
        number,
        voiceUrl: `${hooks}/voice`,
        statusCallback: `${hooks}/status`,
        smsUrl: `${hooks}/sms`,
      });
    }
    return room;
  }

  /** A call that is placed, or a text that is sent, over the REST API: it opens the room, as a call that comes in does. */
  async function place(line: PracticeLine, request: Request): Promise<Response> {
    const { carrier } = await enter(line);
    const before = new Set(carrier.calls);
    const answer = await carrier.restHandler(request);
    const { id } = line.connection;
    for (const call of carrier.calls) {
      if (before.has(call)) continue;
      call.watch(() => tell(id));
      void call.ended.then(() => {
        carrier.forgetCalls(KEPT);
        tell(id);
      });
    }
    return answer;
  }

  const tell = (carrierId: string) => {
    for (const told of watchers.get(carrierId) ?? []) told();
  };
  const handsets = (carrierId: string) => rooms.get(carrierId)?.carrier.handsets() ?? [];

  return {
    async call(line, from) {
      const { carrier } = await enter(line);
      if (carrier.handsets().filter(({ end }) => end === "caller").length >= LIVE_MAX) {
        throw new PracticeBusy(`at most ${LIVE_MAX} practice calls at a time`);
      }
      const caller = from ?? WITHHELD;
      // Until the caller hangs up or presses a key, by hand.
      const call = carrier.call({ from: caller, to: line.number, caller: { leavesMessage: 3_600 } });
      call.watch(() => tell(line.connection.id));
      void call.ended.then(() => {
        carrier.forgetCalls(KEPT);
        tell(line.connection.id);
      });
      return nameCall(line.connection.id, call.sid);
    },
    async text(line, from, body) {
      (await enter(line)).carrier.text({ from, to: line.number, body });
    },
    calls(carrierId) {
      const { carrier } = rooms.get(carrierId) ?? {};
      // Those that were placed from here are shown by their phones.
      const calls = (carrier?.calls ?? []).filter(({ direction }) => direction === "inbound");
      return calls.toReversed().map((call): PracticeCall => {
        const live = carrier?.handsets().find(({ sid }) => sid === call.sid);
        return {
          id: nameCall(carrierId, call.sid),
          from: call.from === WITHHELD ? null : call.from,
          to: call.to,
          state: stateOfCaller(live, call.status),
          connectedTo: call.connectedTo,
          heard: call.timeline.some(({ what }) => what === "beep") ? [...call.heard, TONE] : [...call.heard],
          startedAt: new Date(call.timeline[0]?.at ?? 0).toISOString(),
        };
      });
    },
    phones(carrierId) {
      const machines = rooms.get(carrierId)?.machines;
      return handsets(carrierId)
        .filter(({ end }) => end === "phone")
        .map((phone) => ({
          number: phone.number,
          callId: nameCall(carrierId, phone.callSid),
          state: stateOfPhone(phone, machines?.has(phone.sid) ?? false),
          since: new Date(phone.since).toISOString(),
          heard: [...phone.heard],
        }));
    },
    move(carrierId, number, move, key) {
      const phone = handsets(carrierId).find((one) => one.end === "phone" && one.number === number);
      const rings = move === "answer" || move === "decline" || move === "voicemail";
      if (phone === undefined || rings !== (phone.state === "ringing")) return false;
      if (move === "answer" || move === "voicemail") phone.pickUp();
      if (move === "voicemail") {
        rooms.get(carrierId)?.machines.add(phone.sid);
        setTimeout(() => {
          rooms.get(carrierId)?.machines.delete(phone.sid);
          phone.hangUp();
        }, MACHINE_MS).unref();
      }
      if (move === "decline") phone.decline();
      // Before the voice asks for it a key is lost, as on every phone: whoever pressed it is told.
      if (move === "press") return phone.press(key);
      if (move === "hangUp") phone.hangUp();
      return true;
    },
    callerMove(carrierId, callId, move, key) {
      const caller = handsets(carrierId).find(
        (one) => one.end === "caller" && nameCall(carrierId, one.callSid) === callId,
      );
      if (move === "press") caller?.press(key);
      else caller?.hangUp();
      return caller !== undefined;
    },
    watch(carrierId, told) {
      const all = watchers.get(carrierId) ?? new Set();
      watchers.set(carrierId, all.add(told));
      return () => {
        all.delete(told);
        if (all.size === 0) watchers.delete(carrierId);
      };
    },
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      if (!url.startsWith(`${PRACTICE_API}/`)) return fetch(input, init);
      const request = new Request(input, init);
      const line = await readPlacing(request);
      if (line !== null) return place(line, request);
      const carrier = [...rooms.values()].find(({ carrier }) =>
        request.url.includes(carrier.accountSid),
      )?.carrier;
      return carrier?.restHandler(request) ?? new Response(null, { status: 404 });
    },
  };
}

/**
 * The line from which a request would have a call placed or a text sent, by what stands in it: who signs it, which connection's webhooks
 * it names, and the number that is shown. Null: it is a request of another kind.
 */
async function readPlacing(request: Request): Promise<PracticeLine | null> {
  const [, account] =
    /\/Accounts\/([^/]+)\/(?:Calls|Messages)\.json$/.exec(new URL(request.url).pathname) ?? [];
  if (account === undefined || request.method !== "POST") return null;
  const form = new URLSearchParams(await request.clone().text());
  const [, id] =
    /\/hooks\/twilio\/([a-z0-9-]+)\//.exec(form.get("Url") ?? form.get("StatusCallback") ?? "") ?? [];
  const basic = request.headers.get("authorization")?.replace(/^Basic /, "") ?? "";
  const [accountSid, authToken] = Buffer.from(basic, "base64").toString("utf8").split(":");
  const number = form.get("From");
  if (id === undefined || number === null || accountSid !== account || authToken === undefined) return null;
  return { connection: { id, accountSid, authToken }, number };
}

function stateOfCaller(live: Handset | undefined, status: string): PracticeCall["state"] {
  if (live === undefined) return "ended";
  if (live.connected) return "talking";
  // Off the hook without a person: the caller hears a greeting, or is asked for a message.
  return status === "in-progress" ? "listening" : "ringing";
}

function stateOfPhone(phone: Handset, isMachine: boolean): PracticePhone["state"] {
  if (phone.state === "ringing") return "ringing";
  if (isMachine) return "voicemail";
  return phone.connected ? "talking" : "pickedUp";
}
