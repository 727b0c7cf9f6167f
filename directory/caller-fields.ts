import { z } from "zod";
import { CALLER_TREATMENTS, type UnverifiedCallers } from "../routing/values.ts";
import { DEFAULT_SILENT_CALLERS, MOST_MINUTES, MOST_SILENT_CALLS } from "./hold-off.ts";
import { wholeBetween } from "./settings-fields.ts";

const RING: UnverifiedCallers = { B: "ring", C: "ring", failed: "ring", none: "ring" };

/** What becomes of callers whose number is not fully vouched for (STIR/SHAKEN), by what is said of it. */
export function unverifiedCallers() {
  const treatment = () => z.enum(CALLER_TREATMENTS).default("ring");
  return z
    .strictObject({ B: treatment(), C: treatment(), failed: treatment(), none: treatment() })
    .default(RING);
}

/** When callers who call again and again without a word are held off. */
export function silentCallers() {
  const { holdOff, calls, withinMinutes, forMinutes, leadsToo } = DEFAULT_SILENT_CALLERS;
  return z
    .strictObject({
      holdOff: z.boolean().default(holdOff),
      calls: wholeBetween(2, MOST_SILENT_CALLS, "calls").default(calls),
      withinMinutes: wholeBetween(1, MOST_MINUTES, "minutes").default(withinMinutes),
      forMinutes: wholeBetween(1, MOST_MINUTES, "minutes").default(forMinutes),
      leadsToo: z.boolean().default(leadsToo),
    })
    .default(DEFAULT_SILENT_CALLERS);
}
