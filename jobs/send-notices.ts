import type { NoticeChannel } from "../notify/notice-events.ts";
import {
  type ClaimedNotice,
  claimNotice,
  extendNotice,
  LEASE_SECONDS,
  nextNoticeAt,
} from "../store/notices/claim-notices.ts";
import { giveBackNotice, noteTry } from "../store/notices/note-tries.ts";
import { deliverMail } from "./deliver-mail.ts";
import { deliverText } from "./deliver-text.ts";
import { deliverWebhook } from "./deliver-webhook.ts";
import type { JobLog } from "./job-log.ts";
import type { Deliver, Delivery } from "./notice-work.ts";

/** Sent at the same time, by channel: slow receivers must not keep the others waiting, nor a mail server be flooded. */
const LANES: Record<NoticeChannel, number> = { mail: 4, webhook: 12, text: 2 };
/** To one webhook at the same time: one that answers slowly holds no more lanes than these. */
const LANES_A_WEBHOOK = 3;
const EXTEND_MS = (LEASE_SECONDS * 1000) / 4;
/** What breaks on our side is tried so often, so far apart: somebody may have mended it. */
const BROKEN_TRIES = 100;
const BROKEN_WAIT_MS = 600_000;

const DELIVER: Record<NoticeChannel, Deliver> = {
  mail: deliverMail,
  webhook: deliverWebhook,
  text: deliverText,
};

/**
 * Sends what is due on a channel, until nothing is. Gives when the next is due, in milliseconds; null: none that is known.
 */
export async function sendNotices(
  channel: NoticeChannel,
  delivery: Delivery & { log: JobLog },
): Promise<number | null> {
  const { database, now, stop, log } = delivery;
  const busy = new Map<string, number>();
  const lanes: Promise<void>[] = [];
  let closedUntil: number | null = null;
  let failure: unknown = null;
  let claiming: Promise<unknown> = Promise.resolve();

  function openLane(): void {
    if (lanes.length >= LANES[channel]) return;
    lanes.push(
      drain().catch((error: unknown) => {
        failure ??= error;
      }),
    );
  }

  /** One lane claims after the other: else two could choose the same webhook, each seeing that it has a lane left. */
  function claim(): Promise<ClaimedNotice | null> {
    const claimed = claiming.then(async () => {
      const full = [...busy].filter(([, count]) => count >= LANES_A_WEBHOOK).map(([id]) => id);
      const notice = await claimNotice(database.query, { channel, now: now(), busy: full });
      const id = notice?.webhook?.id;
      if (id !== undefined) busy.set(id, (busy.get(id) ?? 0) + 1);
      return notice;
    });
    claiming = claimed.catch(() => {});
    return claimed;
  }

  /** Sends one after the other. The first that finds something opens the next lane: mostly there is nothing to find. */
  async function drain(): Promise<void> {
    let alone = true;
    while (!stop.aborted && closedUntil === null) {
      const notice = await claim();
      if (notice === null) return;
      if (alone) openLane();
      alone = false;
      closedUntil = (await deliver(notice)) ?? closedUntil;
      const id = notice.webhook?.id;
      if (id !== undefined) busy.set(id, (busy.get(id) ?? 1) - 1);
    }
  }

  async function deliver(notice: ClaimedNotice): Promise<number | null> {
    // Where it fails, another process may begin too: then it comes twice, with one id.
    const extending = setInterval(
      () => void extendNotice(database.query, notice, now()).catch(() => {}),
      EXTEND_MS,
    );
    try {
      return await DELIVER[channel](notice, delivery);
    } catch (error) {
      const { accountId, id, tries } = notice;
      if (stop.aborted) {
        // This process stops: another one, or the next, goes on at once.
        await giveBackNotice(database.query, notice, now());
        return null;
      }
      log.error({ err: error, accountId, notice: id }, "A notice could not be sent: something of ours broke");
      const broken = "something broke on our side; it is in the log";
      const tried = { at: now(), ms: 0, status: null, answer: null, error: broken };
      await noteTry(database.query, notice, tried, tries < BROKEN_TRIES ? now() + BROKEN_WAIT_MS : null);
      return null;
    } finally {
      clearInterval(extending);
    }
  }

  openLane();
  // More may be opened while those before are awaited.
  for (let index = 0; index < lanes.length; index += 1) await lanes[index];
  if (failure !== null) throw failure;
  const next = await nextNoticeAt(database.query, channel);
  return next === null || closedUntil === null ? next : Math.max(next, closedUntil);
}
