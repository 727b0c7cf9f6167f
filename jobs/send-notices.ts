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
/** To one webhook at the same time, and to one that does nothing but fail, a single one. */
const LANES_A_WEBHOOK = 3;
/** How often is looked for what came while something is being sent. */
const WATCH_MS = 1_000;
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
  const busy = new Map<string, { lanes: number; most: number }>();
  let lanes = 0;
  let delivering = 0;
  let wake: (() => void) | null = null;
  let claiming: Promise<unknown> = Promise.resolve();
  let closedUntil: number | null = null;
  const ended: Promise<void>[] = [];
  let failure: unknown = null;

  function openLane(): void {
    if (lanes >= LANES[channel]) return;
    lanes += 1;
    const end = drain()
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => {
        lanes -= 1;
      });
    ended.push(end);
  }

  /** Sends one after the other. Whoever finds something opens the next lane: mostly there is nothing to find. */
  async function drain(): Promise<void> {
    while (!stop.aborted && closedUntil === null) {
      const notice = await claim();
      if (notice === null) {
        // One lane watches for what comes meanwhile, which must not wait until a slow receiver has been waited for.
        if (delivering === 0 || wake !== null) return;
        await somethingMayHaveCome();
      } else {
        openLane();
        delivering += 1;
        closedUntil = (await deliver(notice)) ?? closedUntil;
        delivering -= 1;
        const held = busy.get(notice.webhook?.id ?? "");
        if (held !== undefined) held.lanes -= 1;
        wake?.();
      }
    }
  }

  function somethingMayHaveCome(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => wake?.(), WATCH_MS);
      wake = () => {
        clearTimeout(timer);
        wake = null;
        resolve();
      };
    });
  }

  /** One lane claims after the other: else two could choose the same webhook, each seeing that it has a lane left. */
  function claim(): Promise<ClaimedNotice | null> {
    const claimed = claiming.then(async () => {
      const full = [...busy].filter(([, held]) => held.lanes >= held.most).map(([id]) => id);
      const notice = await claimNotice(database.query, { channel, now: now(), busy: full });
      const webhook = notice?.webhook ?? null;
      if (webhook !== null) {
        const held = busy.get(webhook.id)?.lanes ?? 0;
        busy.set(webhook.id, { lanes: held + 1, most: webhook.failing ? 1 : LANES_A_WEBHOOK });
      }
      return notice;
    });
    claiming = claimed.catch(() => {});
    return claimed;
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
  for (let index = 0; index < ended.length; index += 1) await ended[index];
  if (failure !== null) throw failure;
  const next = await nextNoticeAt(database.query, channel);
  return next === null || closedUntil === null ? next : Math.max(next, closedUntil);
}
