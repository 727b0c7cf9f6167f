import { z } from "zod";
import { type NoticeChoices, USUAL_CHOICES } from "../notify/notice-choices.ts";
import { NOTICE_EVENTS, type NoticeEvent } from "../notify/notice-events.ts";
import { optional } from "./settings-fields.ts";

function channels(event: NoticeEvent) {
  const usual = USUAL_CHOICES[event];
  return z
    .strictObject({ mail: z.boolean().default(usual.mail), text: z.boolean().default(usual.text) })
    .default(usual);
}

function timeOfDay() {
  return z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "expected a time of day such as 07:30, from 00:00 to 23:59");
}

/** What a staff member is told of: what is not said is as usual. */
export function noticeChoices() {
  const events = Object.fromEntries(NOTICE_EVENTS.map((event) => [event, channels(event)])) as Record<
    NoticeEvent,
    ReturnType<typeof channels>
  >;
  return z.strictObject({
    ...events,
    whose: z.enum(["own", "all"]).default(USUAL_CHOICES.whose),
    onlyWhenOn: z.boolean().default(USUAL_CHOICES.onlyWhenOn),
    digestAt: optional(timeOfDay()),
  }) satisfies z.ZodType<NoticeChoices>;
}
