import type { Exchange } from "../exchange.ts";
import type { Line } from "./line.ts";

/** Takes an inbound call off the hook, if nothing did before: the caller stops hearing ringing. */
export function answerLine(exchange: Exchange, line: Line): void {
  if (line.answeredAt !== undefined || line.endedAt !== undefined) return;
  line.answeredAt = exchange.clock.now();
  line.status = "in-progress";
  if (!line.parent) {
    line.log.record.status = "in-progress";
    line.log.note("answered");
  }
}

/** Lets the party at the end of a line hear something. */
export function hear(line: Line, text: string): void {
  const { record } = line.log;
  if (!line.parent) {
    record.heard.push(text);
    line.log.note("caller hears", { text });
    return;
  }
  const heard = record.heardByLegs[line.to] ?? [];
  record.heardByLegs[line.to] = heard;
  heard.push(text);
  line.log.note("leg hears", { to: line.to, text });
}
