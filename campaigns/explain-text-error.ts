/** What to do about texts that we did not send, or of which nothing is known, by our own code. */
const NEXT: Record<string, string> = {
  optedOut: "Nothing: they said so. Texts of every kind leave them alone.",
  replied: "Nothing: they answered, so the next step was left out.",
  campaignCanceled: "Nothing: the campaign was canceled.",
  tooLate: "Look why nothing could be sent for a day, and make a campaign for those who are left.",
  numberGone: "Choose numbers that are still yours, and make a campaign for those who are left.",
  unknown: "Look at the carrier whether these arrived; they are not sent a second time.",
  notReached:
    "See whether the carrier can be reached (Settings > Carriers), and make a campaign for those who are left.",
};

/** The next step about texts that failed with a code; `carrierNext`: what is known of the carrier's codes. */
export function explainTextError(code: string, carrierNext: string | undefined): string {
  const known = NEXT[code] ?? carrierNext;
  if (known !== undefined) return known;
  if (/^(401|403|20003)$/.test(code)) return "Check the carrier's key under Settings > Carriers.";
  return "Look the code up in the carrier's documentation; the words beside it are the carrier's own.";
}
