/** The search parameters that a page knows, each as text; others are dropped, and so are empty ones. */
export function readSearch<Key extends string>(
  given: Record<string, unknown>,
  keys: readonly Key[],
): { [K in Key]?: string } {
  const read: { [K in Key]?: string } = {};
  for (const key of keys) {
    const value = given[key];
    // The router reads what looks like JSON, so a phone or an id may come as a number.
    if (value !== undefined && value !== null && value !== "") read[key] = String(value);
  }
  return read;
}

export const CALL_FILTERS = [
  "search",
  "direction",
  "outcome",
  "disposition",
  "staff",
  "number",
  "since",
  "until",
] as const;
export const LEAD_FILTERS = ["search", "assignedTo", "blocked", "sort", "lead"] as const;
export const CALLBACK_FILTERS = ["state", "owner"] as const;
export const CONVERSATION_FILTERS = ["id", "show", "owner", "search"] as const;
export const VOICEMAIL_FILTERS = ["state", "user"] as const;
export const NOTICE_FILTERS = ["state", "channel", "webhook"] as const;
