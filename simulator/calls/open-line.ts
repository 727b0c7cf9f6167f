import { randomUUID } from "node:crypto";
import { signal } from "../clock/signal.ts";
import { type Exchange, newSid } from "../exchange.ts";
import type { Line } from "./line.ts";

type Facts = Pick<Line, "from" | "to" | "direction" | "party" | "log" | "status"> &
  Partial<Pick<Line, "sid" | "parent" | "leg" | "extra" | "statusCallback" | "fallbackUrl">>;

/** Opens a line and ties its party's hang-up to it. */
export function openLine(exchange: Exchange, facts: Facts): Line {
  const line: Line = {
    sid: newSid(exchange, "CA"),
    legacySid: randomUUID(),
    parent: undefined,
    leg: undefined,
    extra: {},
    statusCallback: undefined,
    fallbackUrl: "",
    ...facts,
    startedAt: exchange.clock.now(),
    answeredAt: undefined,
    endedAt: undefined,
    stop: signal(),
    sequence: 0,
    ringing: undefined,
    recording: undefined,
  };
  exchange.lines.set(line.sid, line);
  const who = line.parent ? { leg: line.to } : {};
  line.party.onPress = (key, heard) => line.log.note("key", { key, heard, ...who });
  line.party.hungUp.on(() => {
    if (line.endedAt !== undefined) return;
    line.log.note(line.parent ? "leg hangs up" : "caller hangs up", who);
    line.stop.fire({ why: "hungUp" });
  });
  return line;
}
