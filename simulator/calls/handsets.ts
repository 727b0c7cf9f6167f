import type { Exchange } from "../exchange.ts";
import type { Line } from "./line.ts";

/** One end of a live call, in somebody's hand: the caller's phone, or a phone that is rung or was picked up. */
export interface Handset {
  /** The line's sid: the same as long as this phone is rung or talks. */
  readonly sid: string;
  /** The call that it belongs to. */
  readonly callSid: string;
  readonly number: string;
  readonly end: "caller" | "phone";
  readonly state: "ringing" | "open";
  /** When it began to ring or was picked up; milliseconds of the clock. */
  readonly since: number;
  /** What the carrier said to it so far. */
  readonly heard: readonly string[];
  /** Whether it talks with the other end now. */
  readonly connected: boolean;
  /** Takes a ringing phone off the hook. These do nothing where they can't be done. */
  pickUp(): void;
  /** Refuses a ringing phone's call. */
  decline(): void;
  /** False: nobody listens for a key now, and it is lost. */
  press(key: string): boolean;
  hangUp(): void;
}

/** Every phone that rings or is off the hook now. */
export function listHandsets(exchange: Exchange): Handset[] {
  return [...exchange.lines.values()].filter(isLive).map(handsetOf);
}

function isLive(line: Line): boolean {
  if (line.endedAt !== undefined) return false;
  return line.direction === "inbound" || line.answeredAt !== undefined || line.ringing !== undefined;
}

function handsetOf(line: Line): Handset {
  const { record } = line.log;
  const isCaller = line.direction === "inbound";
  const isOpen = isCaller || line.answeredAt !== undefined;
  const talks = record.bridges.find((bridge) => bridge.until === undefined);
  return {
    sid: line.sid,
    callSid: record.sid,
    number: isCaller ? line.from : line.to,
    end: isCaller ? "caller" : "phone",
    state: isOpen ? "open" : "ringing",
    since: isCaller ? line.startedAt : (line.answeredAt ?? line.startedAt),
    heard: line.parent === undefined ? record.heard : (record.heardByLegs[line.to] ?? []),
    connected: talks !== undefined && (isCaller || line.parent === undefined || talks.to === line.to),
    pickUp: () => line.ringing?.pickUp(),
    decline: () => line.ringing?.decline(),
    press: (key) => isOpen && line.party.press(key),
    hangUp: () => {
      if (isOpen) line.party.hangUp();
    },
  };
}
