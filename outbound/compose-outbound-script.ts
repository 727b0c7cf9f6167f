import { BROWSER, type Script, type Target } from "../calls/script.ts";
import { type AccountId, type CallId, type E164, MAX_RING_SECONDS, seconds } from "../routing/values.ts";

/** Who makes a call gave the order just now, and has their phone at hand. */
const OWN_RING_SECONDS = 30;
/** Most voicemail boxes have picked up by then. */
const LEAD_RING_SECONDS = 45;

/** A call that is ordered and was judged. */
export type OutboundOrder = {
  callId: CallId;
  accountId: AccountId;
  /** `phone` is null where their browser is their side of it. */
  staff: { id: string; name: string; phone: E164 | null };
  lead: { id: string; name: string } | null;
  to: E164;
  sender: E164;
  at: number;
  maxMinutes: number;
  /** What both sides are told where the number's calls are recorded; null: they are not. */
  recordingNotice: string | null;
  campaignId: string | null;
};

/**
 * Writes the script of a call from here: the staff member's own phone rings first and asks for the key, then the lead's.
 * Or their browser is there already, which asks for no key.
 * Never the other way round: nobody is called and then left waiting for somebody of the business. Pure.
 */
export function composeOutboundScript(order: OutboundOrder): Script {
  const { callId, accountId, staff, lead, to, sender, at, recordingNotice } = order;
  const name = lead?.name ?? sayDigits(to);
  const own: Target = {
    destination: staff.phone ?? BROWSER,
    screening: staff.phone !== null,
    callerId: "business",
    who: staff.name,
    whisper: `Calling ${name} for you.`,
    staffId: staff.id,
  };
  const called = { ...own, destination: to, screening: false, who: lead?.name ?? to, whisper: "" };
  return {
    callId,
    accountId,
    business: sender,
    caller: null,
    startedAt: at,
    menu: null,
    steps: [
      { rung: "staff", seconds: seconds(OWN_RING_SECONDS), targets: [own] },
      {
        rung: "lead",
        seconds: seconds(Math.min(LEAD_RING_SECONDS, MAX_RING_SECONDS)),
        targets: [{ ...called, staffId: null }],
      },
    ],
    ending: "hangup",
    greeting: "",
    recordingNotice,
    outbound: {
      staffId: staff.id,
      maxSeconds: order.maxMinutes * 60,
      campaignId: order.campaignId,
      ...(staff.phone === null ? { via: BROWSER } : {}),
    },
  };
}

/** A voice reads a number with spaces digit by digit. */
function sayDigits(phone: E164): string {
  return [...phone.slice(1)].join(" ");
}
