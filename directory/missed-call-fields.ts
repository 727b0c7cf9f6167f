import { z } from "zod";
import { DEFAULT_CALLBACKS } from "../callbacks/callback-settings.ts";
import {
  DEFAULT_TEXT_BACK,
  MAX_TEXT_BACK,
  type NumberTextBack,
  TEXT_BACK_OUTCOMES,
} from "../messages/text-back-settings.ts";
import { MAX_TEXTS_PER_SECOND } from "../messages/text-states.ts";
import { listOf, optional, secondsBetween, text } from "./settings-fields.ts";

const MAX_AFTER_SECONDS = 86_400;
const MAX_WINDOW_HOURS = 720;
const MAX_ESCALATE_MINUTES = 10_080;

function timeOfDay() {
  return z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as "21:00", up to "23:59"');
}

function wholeBetween(min: number, max: number, what: string) {
  const error = `expected whole ${what} from ${min} to ${max}`;
  return z
    .int({ error: (issue) => (issue.input === undefined ? undefined : error) })
    .min(min, error)
    .max(max, error);
}

const { on, text: words, afterSeconds, windowHours, quietHours, outcomes } = DEFAULT_TEXT_BACK;

/** How the account texts back whoever reached nobody. */
export function textBack() {
  const fields = z.strictObject({
    on: z.boolean().default(on),
    text: text(MAX_TEXT_BACK).default(words),
    afterSeconds: secondsBetween(0, MAX_AFTER_SECONDS).default(afterSeconds),
    windowHours: wholeBetween(1, MAX_WINDOW_HOURS, "hours").default(windowHours),
    quietHours: z
      .strictObject({
        from: timeOfDay().default(quietHours.from),
        to: timeOfDay().default(quietHours.to),
      })
      .default(() => ({ ...quietHours })),
    outcomes: listOf(z.enum(TEXT_BACK_OUTCOMES), TEXT_BACK_OUTCOMES.length).default(() => [...outcomes]),
  });
  return fields.default(() => structuredClone(DEFAULT_TEXT_BACK));
}

/** What a number does otherwise than its account. */
export function numberTextBack() {
  return optional(
    z
      .strictObject({ on: optional(z.boolean()), text: optional(text(MAX_TEXT_BACK)) })
      // Nothing of its own is the same as nothing at all.
      .transform((own): NumberTextBack | null => (own.on === null && own.text === null ? null : own)),
  );
}

/** Texts a second that the carrier takes from a number. */
export function textsPerSecond() {
  return optional(wholeBetween(1, MAX_TEXTS_PER_SECOND, "texts"));
}

/** Which calls become callbacks, and when they go to the next person. */
export function callbacks() {
  return z
    .strictObject({
      ignoreShorterThanSeconds: secondsBetween(0, 60).default(DEFAULT_CALLBACKS.ignoreShorterThanSeconds),
      escalateAfterMinutes: optional(wholeBetween(1, MAX_ESCALATE_MINUTES, "minutes")),
    })
    .default(() => ({ ...DEFAULT_CALLBACKS }));
}

/** A staff member's place in the line for callbacks that nobody took. */
export function callbackPlace() {
  return optional(wholeBetween(1, 1_000, "places"));
}
