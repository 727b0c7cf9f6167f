import { z } from "zod";
import type { PhoneRules } from "../directory/settings-fields.ts";
import { optional, phone, text } from "../directory/settings-fields.ts";
import { findUnknownFields, TEMPLATE_FIELDS } from "../messages/render-template.ts";
import { DEFAULT_PLAN, MAX_POOL, MAX_STEP_TEXT, MAX_STEPS } from "./campaign-plan.ts";
import { CAMPAIGN_KINDS } from "./campaign-states.ts";

const MAX_STAFF = 100;
/** Four weeks: whoever has not answered by then is another campaign's. */
const MAX_AFTER_HOURS = 24 * 28;
const key = (what: string) => z.string().regex(/^\d{1,18}$/, `expected the id of ${what}`);
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as "20:00", up to "23:59"');
const whole = (from: number, to: number, what: string) => {
  const expected = `expected whole ${what} from ${from} to ${to}`;
  return z.number({ error: expected }).int(expected).min(from, expected).max(to, expected);
};

const template = z
  .string()
  .trim()
  .min(1, "expected words")
  .max(MAX_STEP_TEXT)
  .refine(
    (words) => words.isWellFormed() && !/[^\P{Cc}\n]/u.test(words),
    "expected text without control characters",
  )
  .superRefine((words, context) => {
    const unknown = findUnknownFields(words);
    if (unknown.length === 0) return;
    const known = Object.keys(TEMPLATE_FIELDS)
      .map((name) => `{${name}}`)
      .join(", ");
    context.addIssue(`there is no field ${unknown.map((name) => `{${name}}`).join(", ")}: expected ${known}`);
  });

/** A campaign as it is written down, by the account's rules for phones. What is left out is as by default. */
export function campaignSchema(rules: PhoneRules) {
  const { quietHours } = DEFAULT_PLAN;
  return z.strictObject({
    name: text(80),
    kind: z.enum(CAMPAIGN_KINDS),
    audience: z
      .strictObject({
        search: optional(z.string().trim().max(100)),
        assignedTo: optional(
          z.string().regex(/^(\d{1,18}|none)$/, "expected the id of a staff member, or none"),
        ),
        importId: optional(key("an import")),
        onlyWithConsent: z.boolean().default(false),
      })
      .default(() => ({ ...DEFAULT_PLAN.audience })),
    steps: z
      .array(z.strictObject({ text: template, afterHours: whole(0, MAX_AFTER_HOURS, "hours").default(0) }))
      .max(MAX_STEPS)
      .default([]),
    sender: z
      .strictObject({
        use: z.enum(["default", "own", "pool"]).default("default"),
        pool: z.array(phone(rules)).max(MAX_POOL).default([]),
      })
      .default(() => ({ use: DEFAULT_PLAN.sender.use, pool: [] })),
    assignment: z
      .strictObject({
        to: z.enum(["leave", "one", "inTurn"]).default("leave"),
        staff: z.array(key("a staff member")).max(MAX_STAFF).default([]),
        onlyUnassigned: z.boolean().default(true),
      })
      .refine(({ to, staff }) => to === "leave" || staff.length > 0, {
        path: ["staff"],
        message: "expected at least one staff member, to whom its leads go",
      })
      .refine(({ to, staff }) => to !== "one" || staff.length === 1, {
        path: ["staff"],
        message: "expected one staff member: in turn is for several",
      })
      .default(() => ({ ...DEFAULT_PLAN.assignment })),
    quietHours: z
      .strictObject({ from: timeOfDay.default(quietHours.from), to: timeOfDay.default(quietHours.to) })
      .default(() => ({ ...quietHours })),
    perSecond: optional(whole(1, 1_000, "texts")),
    dailyCap: optional(whole(1, 1_000_000, "texts")),
    stopOnReply: z.boolean().default(true),
    segmentPrice: optional(z.number().min(0).max(10)),
  });
}

export type CampaignInput = z.output<ReturnType<typeof campaignSchema>>;
