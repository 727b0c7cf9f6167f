import { z } from "zod";
import { DEFAULT_HELP, HELP_ANSWERS, MAX_HELP } from "../messages/help-settings.ts";
import { findUnknownFields, TEMPLATE_FIELDS } from "../messages/render-template.ts";
import { eachIdOnce, email, optional, text } from "./settings-fields.ts";

const MAX_TEMPLATES = 500;
/** As long as a text may be (https://www.twilio.com/docs/messaging/api/message-resource, Body). */
export const MAX_TEXT = 1_600;

/** What somebody gets who texts HELP. */
export function help() {
  return z
    .strictObject({
      answer: z.enum(HELP_ANSWERS).default(DEFAULT_HELP.answer),
      text: text(MAX_HELP).default(DEFAULT_HELP.text),
    })
    .default(() => ({ ...DEFAULT_HELP }));
}

/** The words of a template: lines, and fields that something stands for. */
function templateText() {
  return z
    .string()
    .trim()
    .min(1)
    .max(MAX_TEXT)
    .refine(
      (value) => value.isWellFormed() && !/(?!\n)\p{Cc}/u.test(value),
      "expected text without control characters",
    )
    .superRefine((value, context) => {
      const [unknown] = findUnknownFields(value);
      if (unknown === undefined) return;
      const known = Object.keys(TEMPLATE_FIELDS).map((field) => `{${field}}`);
      context.addIssue(`there is no field {${unknown}}: expected one of ${known.join(", ")}`);
    });
}

/** Words that are used again. `staff`: whose own it is, by e-mail; unset: everybody's. */
export function templates() {
  const template = z.strictObject({
    id: z
      .string()
      .regex(
        /^[a-z0-9-]{1,40}$/,
        "expected 1 to 40 lower-case letters, digits or hyphens, such as follow-up",
      ),
    name: text(60),
    text: templateText(),
    staff: optional(email()),
  });
  return z.array(template).max(MAX_TEMPLATES).superRefine(eachIdOnce).default([]);
}

export type TemplateSettings = z.output<ReturnType<typeof templates>>[number];
