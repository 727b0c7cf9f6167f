import type { CallRecord } from "../calls/call-record.ts";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import { browserCallingOf } from "../carriers/twiml/browser-calling.ts";
import { makeBrowserToken } from "../carriers/twiml/make-browser-token.ts";
import { ADMITTED_MS, awaitsBrowser, identityOf } from "../outbound/admit-browser.ts";

/** What a browser needs to come to the carrier for one call. */
export type BrowserPass = {
  token: string;
  identity: string;
  /** What it says there; nobody but the order's own person has anybody called by it. */
  params: { call: string };
};

/** Gives the pass for a call that was ordered from a browser; null where it isn't one, or has begun, or is over. */
export function issueBrowserPass(
  { carrier, now }: { carrier: (id: string) => CarrierConnection | undefined; now: () => number },
  record: CallRecord,
): BrowserPass | null {
  const { script, carrierId } = record;
  const connection = carrier(carrierId);
  const setup = connection === undefined ? null : browserCallingOf(connection);
  const isYoung = now() - script.startedAt <= ADMITTED_MS;
  if (connection === undefined || setup === null || script.outbound === undefined) return null;
  if (!isYoung || !awaitsBrowser(record)) return null;
  const identity = identityOf(script.accountId, script.outbound.staffId);
  const { accountSid } = connection;
  const token = makeBrowserToken(setup, { accountSid, identity, now: now() });
  return { token, identity, params: { call: script.callId } };
}
