import type { Happening, Place } from "../notify/told-call.ts";
import { writeNotice } from "../notify/write-notice.ts";
import { findPlannedText, findTextingNumber } from "../store/messages/find-text.ts";
import { planText } from "../store/messages/plan-text.ts";
import type { ClaimedNotice } from "../store/notices/claim-notices.ts";
import { dropNotice, giveBackNotice, noteTry, type Tried } from "../store/notices/note-tries.ts";
import type { Deliver } from "./notice-work.ts";
import { refreshTextNotice } from "./refresh-text-notice.ts";

/** How soon is looked what became of a text: it waits in the line of its number, then at the carrier. */
const LOOK_AGAIN_MS = 15_000;
/** Some carriers never tell that a text arrived: that they have taken it must do then. */
const TAKEN_MS = 300_000;
/** Three segments are about what people read of a text. */
const LONGEST = 300;

/**
 * Has a staff member texted: the text is planned once, and goes through the line of its number as all texts do. The notice
 * waits until it is known what became of it.
 */
export const deliverText: Deliver = async (notice, { database, now, work }) => {
  const { query } = database;
  const { staff, accountId } = notice;
  const drop = async (why: string) => {
    await dropNotice(query, notice, why);
    return null;
  };
  if (staff === null || !staff.active) return drop("the staff member is not active any more");
  if (staff.phone === null) return drop("the staff member has no phone");
  const at = now();
  // Sent again by somebody, it is another text.
  const key = `notice-${notice.id}-${notice.since.getTime()}`;
  const planned = await findPlannedText(query, { accountId, key });
  if (planned === null) {
    const number = await findTextingNumber(query, accountId, calledOf(notice));
    if (number === null)
      return drop("there is no number to text from: set the default outbound number under Settings > Phone");
    const happening = await refreshTextNotice(notice, { database });
    if (happening === null) return null;
    const { callId } = notice;
    const text = { accountId, kind: "notice" as const, number, phone: staff.phone, callId, key };
    await planText(query, { ...text, body: bodyOf(happening, notice, work.appUrl), now: at });
    work.onTexts?.();
    await giveBackNotice(query, notice, at + LOOK_AGAIN_MS);
    return null;
  }
  const note = async (error: string | null) => {
    const tried: Tried = { at, ms: 0, status: null, answer: null, error };
    work.onTried?.("text", error === null ? "sent" : "failed");
    await noteTry(query, notice, tried, null);
  };
  const { state, error, sentAt } = planned;
  const taken = state === "sent" && sentAt !== null && at - sentAt.getTime() >= TAKEN_MS;
  if (state === "delivered" || taken) await note(null);
  else if (state === "queued" || state === "sending" || state === "sent")
    await giveBackNotice(query, notice, at + LOOK_AGAIN_MS);
  else await note(error ?? `the text is ${state}`);
  return null;
};

/** The business number that it is about. */
function calledOf({ content }: ClaimedNotice): string | null {
  const { happening } = content as { happening: Happening };
  if ("call" in happening) return happening.call.to;
  if ("text" in happening) return happening.text.to;
  return "callback" in happening ? happening.callback.number : null;
}

function bodyOf(happening: Happening, { account }: ClaimedNotice, appUrl: string): string {
  const place: Place = { account: account.name, slug: account.slug, timezone: account.timezone, appUrl };
  const { short } = writeNotice(happening, place);
  return short.length <= LONGEST ? short : `${short.slice(0, LONGEST - 1)}…`;
}
