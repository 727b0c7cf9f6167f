import { z } from "zod";
import {
  GROUP_MAX,
  GROUP_ORDERS,
  MAX_RING_SECONDS,
  MIN_RING_SECONDS,
  RUNGS,
  type Rung,
} from "../routing/values.ts";
import { eachIdOnce, email, listOf, optional, secondsBetween, text } from "./settings-fields.ts";

/** In place of a ladder: callers are asked for a message at once. */
export const STRAIGHT_TO_VOICEMAIL = "voicemail";

const GROUPS_MAX = 200;
const LADDER_MAX = 20;
const GROUP_ID = "[a-z0-9-]{1,40}";
const KNOWN = `${RUNGS.join(", ")}, or group:<id>`;

/** One place to try: a rung by its name, or a ring group. */
export function rung(): z.ZodType<Rung, Rung> {
  const names = new RegExp(`^(?:${RUNGS.join("|")}|group:${GROUP_ID})$`);
  return z.string().regex(names, {
    error: ({ input }) => `expected one of ${KNOWN}, got ${JSON.stringify(input)}`,
  }) as unknown as z.ZodType<Rung, Rung>;
}

/** The ordered rungs of a number or an account, each once. */
export function ladder() {
  return listOf(rung(), LADDER_MAX);
}

/** A ladder for which empty means unset, so that "straight to voicemail" needs a word. */
export function ladderOrVoicemail() {
  return z.union([z.literal(STRAIGHT_TO_VOICEMAIL), ladder()], {
    error: `expected a list of rungs (${KNOWN}), each once, or ${STRAIGHT_TO_VOICEMAIL}`,
  });
}

/** The account's ring groups. `members` are staff members, by their e-mail. */
export function groups() {
  const group = z.strictObject({
    id: z
      .string()
      .regex(
        new RegExp(`^${GROUP_ID}$`),
        "expected 1 to 40 lower-case letters, digits or hyphens, such as sales",
      ),
    name: text(60),
    order: z.enum(GROUP_ORDERS).default("together"),
    members: listOf(email(), GROUP_MAX).default([]),
    ringSeconds: optional(secondsBetween(MIN_RING_SECONDS, MAX_RING_SECONDS)),
  });
  return z.array(group).max(GROUPS_MAX).superRefine(eachIdOnce).default([]);
}
export type GroupSettings = z.output<ReturnType<typeof groups>>[number];

/** What callers of a number can choose from: a key each, and where it leads. */
export function menu(greeting: z.ZodType<string | null>) {
  const choice = z.strictObject({
    key: z.string().regex(/^[1-9]$/, "expected a key from 1 to 9, in quotes"),
    label: text(40),
    to: z.union([z.literal(STRAIGHT_TO_VOICEMAIL), ladder().min(1)], {
      error: `expected a list of rungs (${KNOWN}), or ${STRAIGHT_TO_VOICEMAIL}`,
    }),
  });
  return z.strictObject({
    greeting,
    choices: z
      .array(choice)
      .min(1)
      .max(9)
      .superRefine((list, context) => {
        const seen = new Set<string>();
        list.forEach(({ key }, index) => {
          if (seen.has(key))
            context.addIssue({ code: "custom", path: [index, "key"], message: `${key} stands twice` });
          seen.add(key);
        });
      }),
  });
}
export type MenuSettings = z.output<ReturnType<typeof menu>>;
