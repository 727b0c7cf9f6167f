/** What to do about texts that failed, by the carrier's code or ours (docs/carriers, carriers/text-trouble.ts). */
const NEXT: Record<string, string> = {
  optedOut: "Nothing: they said so. Texts of every kind leave them alone.",
  "21610": "Nothing: they said so to the carrier. They are on your opt-out list now.",
  "40300": "Nothing: they said so to the carrier. They are on your opt-out list now.",
  replied: "Nothing: they answered, so the next step was left out.",
  campaignCanceled: "Nothing: the campaign was canceled.",
  tooLate: "Look why nothing could be sent for a day, and make a campaign for those who are left.",
  numberGone: "Choose numbers that are still yours, and make a campaign for those who are left.",
  unknown: "Look at the carrier whether these arrived; they are not sent a second time.",
  notReached:
    "See whether the carrier can be reached (Settings > Carriers), and make a campaign for those who are left.",
  "30003": "Try them by phone: their phones were off or out of reach.",
  "30004": "Leave them alone: they or their carrier block your number.",
  "30005": "Correct the phones of these leads: there are no such phones.",
  "30006": "Call them: these are landlines.",
  "30007": "Change the words: links, capitals and many equal texts are filtered as unwanted.",
  "30034": "Register the number with your carrier (10DLC or toll-free) before you send more.",
};

/** The next step about texts that failed with a code. */
export function explainTextError(code: string): string {
  const known = NEXT[code];
  if (known !== undefined) return known;
  if (/^(401|403|20003)$/.test(code)) return "Check the carrier's key under Settings > Carriers.";
  return "Look the code up in the carrier's documentation; the words beside it are the carrier's own.";
}
