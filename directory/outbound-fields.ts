import { z } from "zod";
import { DEFAULT_DISPOSITIONS, DEFAULT_OUTBOUND } from "../outbound/outbound-settings.ts";
import { listOf, text, wholeBetween } from "./settings-fields.ts";

const MAX_PER_HOUR = 1_000;
const MAX_PER_DAY = 10_000;
/** No talk is longer, whoever called (TALK_SECONDS of every Dial). */
const MAX_MINUTES = 240;
const MAX_DISPOSITIONS = 50;

/** How many calls each staff member may make from here, and how long they may be. */
export function outbound() {
  const { callsPerHour, callsPerDay, maxMinutes, textsPerDay } = DEFAULT_OUTBOUND;
  return z
    .strictObject({
      callsPerHour: wholeBetween(0, MAX_PER_HOUR, "calls").default(callsPerHour),
      callsPerDay: wholeBetween(0, MAX_PER_DAY, "calls").default(callsPerDay),
      maxMinutes: wholeBetween(1, MAX_MINUTES, "minutes").default(maxMinutes),
      textsPerDay: wholeBetween(0, MAX_PER_DAY, "texts").default(textsPerDay),
    })
    .default(() => ({ ...DEFAULT_OUTBOUND }));
}

/** What calls can come to, in the business's own words. */
export function dispositions() {
  return listOf(text(60), MAX_DISPOSITIONS).default(() => [...DEFAULT_DISPOSITIONS]);
}
