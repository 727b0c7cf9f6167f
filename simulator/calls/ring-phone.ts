import type { Clock } from "../clock/clock.ts";
import { timerScope } from "../clock/timer-scope.ts";
import type { Exchange } from "../exchange.ts";
import type { PhoneScript } from "../scripts.ts";

/** How a phone that never came off the hook ended, as the carrier names it and in words. */
export interface RingFailure {
  status: "busy" | "no-answer" | "failed" | "canceled";
  why: string;
}

/** A declined call (SIP 603) reaches the document as busy. */
export const DECLINED: RingFailure = { status: "busy", why: "declined" };

/** What a phone does when rung now; a phone that nobody scripted exists and rings. */
export function scriptOf(exchange: Exchange, number: string): PhoneScript {
  const script = exchange.phones.get(number) ?? exchange.options.unscriptedPhone ?? { does: "ringsOut" };
  if (script.callWaiting !== false) return script;
  const lines = [...exchange.lines.values()];
  const engaged = lines.some(({ to, answeredAt, endedAt, direction }) => {
    return to === number && direction !== "inbound" && answeredAt !== undefined && endedAt === undefined;
  });
  return engaged ? { does: "busy" } : script;
}

/** Rings a virtual phone; one of `pickedUp` and `failed` follows at most once. The result cancels the ringing. */
export function ringPhone(
  clock: Clock,
  script: PhoneScript,
  on: { ringing(): void; pickedUp(): void; failed(failure: RingFailure): void },
): () => void {
  const scope = timerScope(clock);
  const delay = script.ringSeconds ?? 0;
  const end = (after: number, failure: RingFailure) => scope.after(delay + after, () => on.failed(failure));
  switch (script.does) {
    case "busy":
      end(script.after ?? 1, { status: "busy", why: "busy" });
      break;
    case "unreachable":
      end(script.after ?? 2, { status: script.as ?? "failed", why: "unreachable" });
      break;
    case "declines":
      scope.after(delay, on.ringing);
      end(script.after, DECLINED);
      break;
    case "answers":
    case "voicemail":
      scope.after(delay, on.ringing);
      scope.after(delay + script.after, on.pickedUp);
      break;
    case "ringsOut":
    case "byHand":
      scope.after(delay, on.ringing);
      break;
  }
  return () => scope.close();
}
