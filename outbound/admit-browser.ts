import type { CallRecord } from "../calls/call-record.ts";
import { BROWSER } from "../calls/script.ts";

/** How long after its order a call may begin in a browser. */
export const ADMITTED_MS = 120_000;

/** What a staff member's browser is called at the carrier: letters, digits and underscores alone. */
export function identityOf(accountId: string, staffId: string): string {
  return `staff_${accountId}_${staffId}`;
}

/**
 * Whether a browser that has come to the carrier may have an order's call made: the order is theirs, for this carrier, not
 * begun, and young; or it is this very leg's already, which is told again. Pure.
 */
export function admitsBrowser(
  { script, state, carrierId }: Pick<CallRecord, "script" | "state" | "carrierId">,
  browser: { identity: string; carrierId: string; legId: string; at: number },
): boolean {
  const { accountId, outbound, startedAt } = script;
  if (outbound?.via !== BROWSER || carrierId !== browser.carrierId) return false;
  if (browser.identity !== identityOf(accountId, outbound.staffId)) return false;
  const known = state.legs[0]?.carrierLegId;
  if (known !== undefined) return known === browser.legId;
  return awaitsBrowser({ state, script }) && browser.at - startedAt <= ADMITTED_MS;
}

/** Whether a call from a browser was ordered and has not begun, nor ended. */
export function awaitsBrowser({ script, state }: Pick<CallRecord, "script" | "state">): boolean {
  return script.outbound?.via === BROWSER && state.phase === "ringing" && state.step === 0;
}
