import { type Signal, signal } from "../clock/signal.ts";
import type { BridgeRecord } from "../records.ts";
import type { Line } from "./line.ts";

/** A conference room; its name is the account's own. */
export interface Room {
  readonly sid: string;
  readonly name: string;
  readonly members: Set<Line>;
  /** Fires when somebody leaves whose leaving ends it. */
  readonly ended: Signal<void>;
  started: boolean;
  sequence: number;
}

/** An empty room. */
export function openRoom(sid: string, name: string): Room {
  return { sid, name, members: new Set(), ended: signal(), started: false, sequence: 0 };
}

/** Who is at the far end of a line: the caller of an inbound call, the person rung otherwise. */
function farEnd(line: Line): string {
  return line.direction === "inbound" ? line.from : line.to;
}

/** In a started room everybody talks with everybody; each pair is written into the record of each. */
export function connectMembers(room: Room, now: number): void {
  if (!room.started || room.members.size < 2) return;
  for (const line of room.members) {
    for (const other of room.members) {
      if (other !== line) connect(line, other, now);
    }
    line.party.connect();
  }
}

function connect(line: Line, other: Line, now: number): void {
  const { record, note } = line.log;
  const to = farEnd(other);
  if (record.bridges.some((bridge) => bridge.to === to && bridge.until === undefined)) return;
  record.bridges.push({ to, from: now });
  record.connectedTo = to;
  note("connected", { to });
}

/** Takes a member out and closes the talks that it had. */
export function leaveRoom(room: Room, line: Line, now: number): void {
  room.members.delete(line);
  for (const other of room.members) {
    close(line, farEnd(other), now);
    close(other, farEnd(line), now);
  }
}

function close({ log }: Line, to: string, now: number): void {
  const open = log.record.bridges.find(
    (bridge: BridgeRecord) => bridge.to === to && bridge.until === undefined,
  );
  if (!open) return;
  open.until = now;
  log.note("disconnected", { to, seconds: Math.round((now - open.from) / 1000) });
}
