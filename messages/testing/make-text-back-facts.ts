import type { TextBackFacts } from "../judge-text-back.ts";
import { DEFAULT_TEXT_BACK } from "../text-back-settings.ts";

/** Monday, 2 March 2026, 14:00 in Chicago. */
export const AFTERNOON = Date.parse("2026-03-02T20:00:00Z");

/** A call from a mobile in Chicago that was missed just now, and nothing that would speak against texting back. */
export function makeTextBackFacts(change: Partial<TextBackFacts> = {}): TextBackFacts {
  return {
    now: AFTERNOON,
    settings: { ...DEFAULT_TEXT_BACK, on: true },
    number: null,
    numberThere: true,
    call: { outcome: "missed", startedAt: AFTERNOON - 40_000, endedAt: AFTERNOON },
    ignoreShorterThanSeconds: 5,
    phone: "+13125550123",
    looks: "mobile",
    countryAllowed: true,
    zones: ["America/Chicago"],
    blocked: false,
    optedOut: false,
    ours: null,
    talked: null,
    waiting: false,
    lastSentAt: null,
    automaticToday: 0,
    ...change,
  };
}
