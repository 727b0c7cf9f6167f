import { TEST_EVENT } from "../notify/notice-events.ts";
import { postWebhook, type WebhookAnswer, WebhookProblem } from "../notify/post-webhook.ts";
import { signWebhook } from "../notify/sign-webhook.ts";
import { waitForWebhook } from "../notify/wait-before-sending.ts";
import type { ClaimedNotice } from "../store/notices/claim-notices.ts";
import {
  dropNotice,
  noteFailing,
  noteTry,
  noteWorking,
  stopWebhook,
  type Tried,
} from "../store/notices/note-tries.ts";
import type { Deliver } from "./notice-work.ts";

/** A receiver that did nothing but fail for so long is gone. */
const GONE_MS = 5 * 86_400_000;
/** RFC 9110 §15.5.11, and Standard Webhooks: whoever says this wants nothing more. */
const STATUS_GONE = 410;

/** Sends one notice to its webhook, signed. One that fails closes no way for others. */
export const deliverWebhook: Deliver = async (notice, { database: { query }, now, work, stop }) => {
  const { webhook, accountId } = notice;
  const isTest = notice.event === TEST_EVENT;
  if (webhook === null || (!isTest && (!webhook.active || webhook.stopped))) {
    await dropNotice(
      query,
      notice,
      webhook?.active ? "the webhook is stopped" : "the webhook is switched off",
    );
    return null;
  }
  const key = { accountId, webhookId: webhook.id };
  const at = now();
  const began = performance.now();
  const { status, answer, error } = await post(notice, webhook, work.allowPrivate, stop);
  const tried: Tried = { at, ms: performance.now() - began, status, answer, error };
  work.onTried?.("webhook", error === null ? "sent" : "failed");
  if (error === null) {
    await noteTry(query, notice, tried, null);
    await noteWorking(query, key);
    return null;
  }
  const wait = isTest ? null : waitForWebhook(notice.tries);
  await noteTry(query, notice, tried, wait === null ? null : at + spread(wait * 1000));
  if (isTest) return null;
  const since = await noteFailing(query, key, at);
  if (status === STATUS_GONE)
    await stopWebhook(query, key, { at, why: "its receiver answered 410, gone for good" });
  else if (at - since > GONE_MS)
    await stopWebhook(query, key, { at, why: `it failed for five days, the last time because ${error}` });
  return null;
};

/** Not all that failed at one moment comes back at one moment. */
function spread(milliseconds: number): number {
  return milliseconds * (1 + Math.random() / 10);
}

async function post(
  notice: ClaimedNotice,
  webhook: NonNullable<ClaimedNotice["webhook"]>,
  allowPrivate: boolean,
  stop: AbortSignal,
): Promise<{ status: number | null; answer: string | null; error: string | null }> {
  const { body } = notice.content as { body: string };
  const secrets = [webhook.secret, ...(webhook.previousSecret === null ? [] : [webhook.previousSecret])];
  // The receiver compares with its own clock: the time is that of this try, whatever ours is told.
  const headers = signWebhook(body, {
    id: `msg_${notice.accountId}_${notice.id}`,
    at: new Date(),
    secrets,
  });
  try {
    const answered = await postWebhook(webhook.url, { body, headers }, { allowPrivate, signal: stop });
    return { ...answered, error: explain(answered) };
  } catch (problem) {
    if (!(problem instanceof WebhookProblem)) throw problem;
    return { status: null, answer: null, error: problem.message };
  }
}

function explain({ status }: WebhookAnswer): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `it answered ${status}: redirects are not followed`;
  return `it answered ${status}`;
}
