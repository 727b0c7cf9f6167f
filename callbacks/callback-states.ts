export const CALLBACK_STATES = ["open", "done"] as const;
/** `open`: nobody has talked to them yet. */
export type CallbackState = (typeof CALLBACK_STATES)[number];

/** What may happen to an entry. */
export const CALLBACK_EVENTS = [
  "opened",
  "calledAgain",
  "assigned",
  "escalated",
  "stuck",
  "talked",
  "done",
  "reopened",
] as const;
export type CallbackEventKind = (typeof CALLBACK_EVENTS)[number];
