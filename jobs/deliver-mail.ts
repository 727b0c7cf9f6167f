import { Readable } from "node:stream";
import { explainMailError } from "../notify/explain-mail-error.ts";
import type { Mail } from "../notify/open-mail.ts";
import type { Happening, Place } from "../notify/told-call.ts";
import { waitForMail } from "../notify/wait-before-sending.ts";
import { type DigestContent, writeDigest } from "../notify/write-digest.ts";
import { writeNotice } from "../notify/write-notice.ts";
import type { ClaimedNotice } from "../store/notices/claim-notices.ts";
import { dropNotice, noteTry } from "../store/notices/note-tries.ts";
import { findRecordingOf } from "../store/voicemails/find-recording-of.ts";
import type { Deliver, NoticeWork } from "./notice-work.ts";
import { refreshTextNotice } from "./refresh-text-notice.ts";

/** Larger recordings are left in the app: many mailboxes take 25 MB, of which base64 uses a quarter. */
const ATTACHED_MAX_BYTES = 10_000_000;
/** Where the mail server is away, the others wait too: each would only wait for the same silence. */
const CLOSED_MS = 30_000;

/** Sends one mail to a staff member, at the address that they have now. */
export const deliverMail: Deliver = async (notice, { database, now, work }) => {
  const { query } = database;
  const { staff, since, tries } = notice;
  const drop = async (why: string) => {
    await dropNotice(query, notice, why);
    return null;
  };
  if (staff === null || !staff.active) return drop("the staff member is not active any more");
  if (work.mail === null) return drop("this installation sends no mail: SMTP_URL and MAIL_FROM are not set");
  const words = await textOf(notice, database, work.appUrl);
  if (words === null) return null;
  const recording = notice.event === "voicemailLeft" ? await openRecording(notice, query, work) : null;
  const at = now();
  const began = performance.now();
  const tried = (status: number | null, error: string | null) => {
    work.onTried?.("mail", error === null ? "sent" : "failed");
    return { at, ms: performance.now() - began, status, answer: null, error };
  };
  try {
    await work.mail.send({
      to: staff.email,
      subject: notice.subject,
      text: words,
      messageId: messageIdOf(notice, work.mail.from),
      ...(recording === null ? {} : { attachments: [recording] }),
    });
    await noteTry(query, notice, tried(250, null), null);
    return null;
  } catch (error) {
    const trouble = explainMailError(error);
    const wait = trouble.final ? null : waitForMail(tries, (at - since.getTime()) / 1000);
    await noteTry(
      query,
      notice,
      tried(trouble.status, trouble.text),
      wait === null ? null : at + wait * 1000,
    );
    return trouble.serverAway ? at + CLOSED_MS : null;
  } finally {
    recording?.content.destroy();
  }
};

/** Null where it is withdrawn. */
async function textOf(
  notice: ClaimedNotice,
  database: Parameters<Deliver>[1]["database"],
  appUrl: string,
): Promise<string | null> {
  const { content, account } = notice;
  const place: Place = { account: account.name, slug: account.slug, timezone: account.timezone, appUrl };
  const held = content as { happening: Happening } | { digest: DigestContent };
  if ("digest" in held) return writeDigest(held.digest, place).text;
  const happening = await refreshTextNotice(notice, { database });
  return happening && writeNotice(happening, place).text;
}

/** The same at every try, and another in every installation. */
function messageIdOf({ accountId, id, createdAt }: ClaimedNotice, from: string): string {
  const domain = /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? "ringright.invalid";
  return `<notice.${accountId}.${id}.${createdAt.getTime()}@${domain}>`;
}

/** The recording of a message as it is now, where it is here and not too large. */
async function openRecording(
  { accountId, callId }: ClaimedNotice,
  query: Parameters<Deliver>[1]["database"]["query"],
  { recordings }: NoticeWork,
): Promise<(NonNullable<Mail["attachments"]>[number] & { content: Readable }) | null> {
  const kept = callId === null ? null : await findRecordingOf(query, { accountId, callId });
  if (kept === null || kept.bytes > ATTACHED_MAX_BYTES) return null;
  const { place, bytes, contentType, leftAt } = kept;
  try {
    const audio = await recordings.open(place, { first: 0, last: bytes - 1 });
    const kind = contentType === "audio/mpeg" ? "mp3" : "wav";
    const filename = `message-${leftAt.toISOString().slice(0, 10)}.${kind}`;
    return { filename, contentType, content: Readable.from(audio) };
  } catch {
    // It is not on this server, or its bucket is away: the mail leads to the app, where it is.
    return null;
  }
}
