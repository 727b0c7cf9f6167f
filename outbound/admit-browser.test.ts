import { expect, test } from "vitest";
import { applyEvent } from "../calls/apply-event.ts";
import type { CallRecord } from "../calls/call-record.ts";
import { recordOutbound } from "../calls/record-outbound.ts";
import type { AccountId, CallId, E164 } from "../routing/values.ts";
import { admitsBrowser, identityOf } from "./admit-browser.ts";
import { composeOutboundScript } from "./compose-outbound-script.ts";

const ORDERED = Date.UTC(2026, 2, 2, 14);

/** Dana's order; with a phone it rings that. */
function order(phone: E164 | null = null): CallRecord {
  const script = composeOutboundScript({
    callId: "11111111-1111-8111-8111-111111111111" as CallId,
    accountId: "1" as AccountId,
    staff: { id: "7", name: "Dana", phone },
    lead: null,
    to: "+13125550123" as E164,
    sender: "+13125550111" as E164,
    at: ORDERED,
    maxMinutes: 120,
    recordingNotice: null,
    campaignId: null,
  });
  return recordOutbound(script, { carrierId: "main", lead: null });
}

const danas = { identity: identityOf("1", "7"), carrierId: "main", legId: "CA1", at: ORDERED + 5_000 };

test.each([
  ["the very person's, in time", {}, true],
  ["at the last moment", { at: ORDERED + 120_000 }, true],
  ["too late", { at: ORDERED + 120_001 }, false],
  ["another staff member", { identity: identityOf("1", "8") }, false],
  ["the staff member with this key of another account", { identity: identityOf("2", "7") }, false],
  ["another carrier connection", { carrierId: "other" }, false],
])("%s", (_name, change, expected) => {
  expect(admitsBrowser(order(), { ...danas, ...change })).toBe(expected);
});

test("an order that rings a phone is no browser's", () => {
  expect(admitsBrowser(order("+13125550101" as E164), danas)).toBe(false);
});

test("once begun it is this leg's alone, however often and late it asks; ended before, nobody's", () => {
  const record = order();
  const came = { kind: "browserCame" as const, at: danas.at, legId: "CA1" };
  const begun = { ...record, state: applyEvent(record.script, record.state, came).state };
  expect(admitsBrowser(begun, { ...danas, at: ORDERED + 600_000 })).toBe(true);
  expect(admitsBrowser(begun, { ...danas, legId: "CA2" })).toBe(false);
  const over = { kind: "hungUp" as const, at: ORDERED + 1_000, who: "Dana" };
  const ended = { ...record, state: applyEvent(record.script, record.state, over).state };
  expect(admitsBrowser(ended, danas)).toBe(false);
});
