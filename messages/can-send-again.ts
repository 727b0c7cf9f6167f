import type { TextKind, TextState } from "./text-states.ts";

/**
 * Whether somebody may send a text of ours again: it failed, did not arrive, or nobody knows and the carrier could not say.
 * One that we did not send is only sent where somebody wrote it: the others were left out for a reason. Pure.
 */
export function canSendAgain({ kind, state }: { kind: TextKind; state: TextState }): boolean {
  if (kind === "notice" || kind === "inbound") return false;
  return state === "failed" || state === "undelivered" || (state === "canceled" && kind === "person");
}
