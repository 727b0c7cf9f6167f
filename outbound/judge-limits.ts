import type { OutboundSettings } from "./outbound-settings.ts";

/** A sentence why a staff member may make no call just now, by how many they have made; null: they may. Pure. */
export function judgeLimits(
  { callsPerHour, callsPerDay }: Pick<OutboundSettings, "callsPerHour" | "callsPerDay">,
  made: { lastHour: number; lastDay: number },
): string | null {
  const where = "The limit is set under Settings > Phone.";
  if (made.lastDay >= callsPerDay)
    return `${made.lastDay} calls in the last 24 hours: no more than ${callsPerDay} may be made. ${where}`;
  if (made.lastHour >= callsPerHour)
    return `${made.lastHour} calls in the last hour: no more than ${callsPerHour} may be made. Try again in a while. ${where}`;
  return null;
}
