import type { Exchange } from "./exchange.ts";

/**
 * Forgets all but the newest `keep` calls that ended, with their lines and what was sent for them: a carrier
 * that is played for weeks must not fill the memory. Live calls stay.
 */
export function forgetCalls(exchange: Exchange, keep: number): void {
  const ended = exchange.calls.filter(({ sid }) => exchange.lines.get(sid)?.endedAt !== undefined);
  const old = new Set(ended.slice(0, Math.max(0, ended.length - keep)).map(({ sid }) => sid));
  if (old.size === 0) return;
  for (const [sid, line] of exchange.lines) if (old.has(line.log.record.sid)) exchange.lines.delete(sid);
  for (const [sid, recording] of exchange.recordings) {
    if (old.has(recording.callSid)) exchange.recordings.delete(sid);
  }
  keepOnly(exchange.calls, ({ sid }) => !old.has(sid));
  const known = new Set(exchange.calls.map(({ sid }) => sid));
  keepOnly(exchange.requests, ({ callSid }) => callSid !== undefined && known.has(callSid));
  keepOnly(exchange.violations, ({ callSid }) => callSid !== undefined && known.has(callSid));
}

/** In place: the lists are handed out. */
function keepOnly<Item>(items: Item[], isKept: (item: Item) => boolean): void {
  items.splice(0, items.length, ...items.filter(isKept));
}
