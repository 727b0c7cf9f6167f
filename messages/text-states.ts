/** What a text is for. `textBack`: after a missed call; `notice`: to the business's own people. `help`: what HELP gets. */
export const TEXT_KINDS = ["textBack", "notice", "person", "campaign", "help", "inbound"] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/**
 * Where a text is. `sending`: it is being handed to the carrier, or that was interrupted and the carrier is asked first.
 * `sent`: the carrier has it. `canceled`: we did not send it; its error says why.
 */
export const TEXT_STATES = [
  "queued",
  "sending",
  "sent",
  "delivered",
  "undelivered",
  "failed",
  "canceled",
  "received",
] as const;
export type TextState = (typeof TEXT_STATES)[number];

/** What a carrier may tell of a text that it has. */
export type ToldState = Extract<TextState, "sent" | "delivered" | "undelivered" | "failed">;

/** Who said that a phone wants no texts: a text from it, the carrier, or a person of the business. */
export const OPT_OUT_SOURCES = ["text", "carrier", "person"] as const;
export type OptOutSource = (typeof OPT_OUT_SOURCES)[number];

/** Our own codes, beside the carriers' numbers, for texts that were not sent or of which nothing is known. */
export const UNKNOWN_WHETHER_SENT = "unknown";

/** Business numbers send at this pace unless theirs is set: carriers take one text a second from an ordinary number. */
export const TEXTS_PER_SECOND = 1;
/** Toll-free numbers and short codes may be given hundreds. */
export const MAX_TEXTS_PER_SECOND = 1_000;
