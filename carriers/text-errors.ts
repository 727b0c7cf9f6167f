/** What an error means to a manager, and what can be done about it. */
export type TextError = { words: string; next: string };

const OPTED_OUT: TextError = {
  words: "this person has told the carrier that they want no texts",
  next: "They can text START to the business number when they want texts again; until then, call them.",
};
const LANDLINE: TextError = {
  words: "it is a landline, or a phone that can't be reached by text",
  next: "Call them, or ask for a mobile number.",
};
const FILTERED: TextError = {
  words: "the carrier filtered it as unwanted",
  next: "Leave out short links and words like those of advertisements, and say who writes. If it goes on, ask your carrier why.",
};
const NO_SUCH_PHONE: TextError = {
  words: "there is no such phone, or it is switched off",
  next: "Check the number with the lead, or call it.",
};
const LATER: TextError = {
  words: "the phone could not be reached",
  next: "Send it again later, or call.",
};
const REGISTER: TextError = {
  words:
    "the business number is not registered for texts in the United States: register it with your carrier",
  next: "Register your business (brand) and what you text about (campaign, 10DLC) with your carrier, add the number to the campaign, and then say so under Settings > Phone Numbers.",
};
const VERIFY_TOLL_FREE: TextError = {
  words: "the toll-free business number is not verified for texts",
  next: "Have the number verified with your carrier (toll-free verification; it takes some days), and then say so under Settings > Phone Numbers.",
};

/**
 * What carriers' codes mean: Twilio and SignalWire have five digits from 2 or 3, Telnyx from 4.
 * https://www.twilio.com/docs/api/errors and https://developers.telnyx.com/docs/messaging/messages/error-codes
 */
export const TEXT_ERROR_TABLE: Readonly<Record<string, TextError>> = {
  "21211": { words: "the carrier says that this is no phone number", next: "Check the lead's number." },
  "21408": {
    words: "your account at the carrier may not text this country",
    next: "Allow the country in your carrier's console (geographic permissions for messaging).",
  },
  "21606": {
    words: "the business number can't send texts",
    next: "Have texts enabled for the number at your carrier, or text from another number.",
  },
  "21610": OPTED_OUT,
  "21611": {
    words: "too many texts are waiting at the carrier for this number",
    next: "Wait a while; text from several numbers where you have many to send.",
  },
  "21612": {
    words: "the carrier can't text from this number to that phone",
    next: "Text from a number in the lead's country, or call.",
  },
  "21614": LANDLINE,
  "21617": { words: "the text is too long for the carrier", next: "Shorten it, or send it as two." },
  "30002": {
    words: "your account at the carrier is suspended",
    next: "Look into your carrier's console: mostly its balance is used up.",
  },
  "30003": LATER,
  "30004": {
    words: "the message was blocked",
    next: "The phone takes no texts from numbers like this one. Call them.",
  },
  "30005": NO_SUCH_PHONE,
  "30006": LANDLINE,
  "30007": FILTERED,
  "30008": { words: "the other network did not say why it failed", next: "Send it again, or call." },
  "30019": { words: "the picture is too large for the other network", next: "Send a smaller one." },
  "30032": VERIFY_TOLL_FREE,
  "30034": REGISTER,
  "30410": LATER,
  "40001": LANDLINE,
  "40002": FILTERED,
  "40003": {
    words: "the other network blocks the business number as unwanted",
    next: "Text from another number, and ask your carrier to have it unblocked.",
  },
  "40004": {
    words: "the other network did not say why it refused it",
    next: "Send it again later, or call.",
  },
  "40005": LATER,
  "40006": LATER,
  "40008": NO_SUCH_PHONE,
  "40010": REGISTER,
  "40300": OPTED_OUT,
};

/** Our own codes (messages/text-states.ts and jobs/send-text.ts), with what can be done. */
const OWN_NEXT: Readonly<Record<string, string>> = {
  unknown: "Look into your carrier's console whether it was sent. If not, send it again.",
  notReached: "Check under Settings > Carriers whether the carrier can be reached, and send it again.",
  numberGone: "Send it again from another number.",
  noAddress: "Set the address of the carrier's API under Settings > Carriers.",
  optedOut: OPTED_OUT.next,
  tooLate: "Send it again if it is still of use.",
  mediaGone: "Add the picture again, and send it anew.",
};

/** What can be done about a text that failed; null where there is nothing that we know of. */
export function nextStepOf(code: string | null): string | null {
  if (code === null) return null;
  if (Object.hasOwn(TEXT_ERROR_TABLE, code)) return TEXT_ERROR_TABLE[code]?.next ?? null;
  if (Object.hasOwn(OWN_NEXT, code)) return OWN_NEXT[code] ?? null;
  if (code === "401" || code === "403" || code === "20003")
    return "Check the connection's keys under Settings > Carriers.";
  return null;
}

/** Codes by which carriers say that the person wants no texts from this number: Twilio and SignalWire, Telnyx. */
export const OPTED_OUT_CODES: ReadonlySet<string> = new Set(["21610", "40300"]);

/**
 * Codes that say that a number is not registered: no text from it will arrive until it is.
 * https://www.twilio.com/docs/api/errors/30034, https://www.twilio.com/docs/api/errors/30032,
 * https://developers.telnyx.com/docs/messaging/messages/error-codes
 */
export const NOT_REGISTERED_CODES: ReadonlySet<string> = new Set(["30032", "30034", "40010"]);
