import { z } from "zod";
import { campaignEntrySchema } from "../campaigns/campaign-entry.ts";
import {
  CALLER_ID_CHOICES,
  DEFAULT_LADDER,
  DEFAULT_LAST_CONTACT_DAYS,
  DEFAULT_RING_BUDGET_SECONDS,
  IF_NOBODY_ANSWERS,
  MAX_RING_SECONDS,
  MIN_RING_SECONDS,
} from "../routing/values.ts";
import { isBrokenGreeting } from "../voicemail/greeting.ts";
import { blockedCallers } from "./blocked-caller.ts";
import { silentCallers, unverifiedCallers } from "./caller-fields.ts";
import { carrierSchema } from "./carrier-schema.ts";
import { daysOff, holidays, weeklyHours } from "./hours-fields.ts";
import { groups, ladder, ladderOrVoicemail, menu } from "./ladder-fields.ts";
import { callbackPlace, callbacks, numberTextBack, textBack, textsPerSecond } from "./missed-call-fields.ts";
import { noticeChoices } from "./notify-fields.ts";
import { dispositions, outbound } from "./outbound-fields.ts";
import {
  country,
  dialablePhone,
  email,
  listOf,
  moment,
  optional,
  type PhoneRules,
  phone,
  secondsBetween,
  text,
  timezone,
} from "./settings-fields.ts";
import { help, templates } from "./text-fields.ts";
import { webhookSchema } from "./webhook-schema.ts";

export const STAFF_ROLES = ["owner", "admin", "member"] as const;

const MAX_BUDGET_SECONDS = 600;
/** It travels in the addresses that the carrier is given, which are cut off at about 2,000 characters. */
const MAX_GREETING = 300;

/** So does this. */
const MAX_NOTICE = 120;
/** Nobody is recorded without being told: unset means this. */
export const DEFAULT_RECORDING_NOTICE = "This call may be recorded.";

const ringSeconds = () => optional(secondsBetween(MIN_RING_SECONDS, MAX_RING_SECONDS));
const greeting = () =>
  optional(
    text(MAX_GREETING).refine(
      (written) => !isBrokenGreeting(written),
      "expected text to be spoken, or recording:<id> of an uploaded greeting",
    ),
  );
const callerId = () => z.enum(CALLER_ID_CHOICES);
const slug = z
  .string()
  .regex(/^[a-z0-9-]{1,60}$/, "expected 1 to 60 lower-case letters, digits or hyphens, such as acme");

/** The account's fields before defaults that depend on one another; the API describes itself with them. */
export function accountFields(rules: PhoneRules) {
  return z.strictObject({
    slug,
    name: text(200),
    country: country(),
    timezone: timezone(),
    companyPhone: optional(dialablePhone(rules)),
    onCallPhone: optional(dialablePhone(rules)),
    ladder: ladder().default([...DEFAULT_LADDER]),
    hours: optional(weeklyHours()),
    holidays: holidays(),
    closedLadder: ladder().default([]),
    groups: groups(),
    skipBusy: z.boolean().default(true),
    lastContactDays: z.int().min(1).max(365).default(DEFAULT_LAST_CONTACT_DAYS),
    ringSeconds: ringSeconds(),
    ringBudgetSeconds: secondsBetween(MIN_RING_SECONDS, MAX_BUDGET_SECONDS).default(
      DEFAULT_RING_BUDGET_SECONDS,
    ),
    ifNobodyAnswers: z.enum(IF_NOBODY_ANSWERS).default("next"),
    screening: z
      .strictObject({
        staff: z.boolean().default(true),
        forwarding: z.boolean().default(true),
        company: z.boolean().default(false),
      })
      .default({ staff: true, forwarding: true, company: false }),
    callerId: callerId().default("caller"),
    rejectWithheld: z.boolean().default(false),
    greeting: greeting(),
    deleteRecordingsAtCarrier: z.boolean().default(false),
    textBack: textBack(),
    callbacks: callbacks(),
    defaultOutboundNumber: optional(phone(rules)),
    outbound: outbound(),
    dispositions: dispositions(),
    help: help(),
    templates: templates(),
    allowedCountries: optional(listOf(country(), 250)),
    blockedCallers: blockedCallers(rules).default([]),
    unverifiedCallers: unverifiedCallers(),
    silentCallers: silentCallers(),
  });
}

function accountSchema(rules: PhoneRules) {
  return accountFields(rules).transform(({ allowedCountries, ...account }) => ({
    ...account,
    allowedCountries: allowedCountries ?? [account.country],
  }));
}

function staffSchema(rules: PhoneRules) {
  return z.strictObject({
    email: email(),
    name: text(200),
    phone: optional(dialablePhone(rules)),
    role: z.enum(STAFF_ROLES).default("member"),
    active: z.boolean().default(true),
    hours: optional(weeklyHours()),
    daysOff: daysOff(),
    awayUntil: optional(moment()),
    ringSeconds: ringSeconds(),
    screening: optional(z.boolean()),
    callerId: optional(callerId()),
    greeting: greeting(),
    notify: optional(noticeChoices()),
    callbackPlace: callbackPlace(),
  });
}

function numberSchema(rules: PhoneRules) {
  return z.strictObject({
    number: phone(rules),
    label: optional(text(200)),
    carrier: z.string(),
    forwardingNumber: optional(dialablePhone(rules)),
    user: optional(email()),
    ladder: optional(ladder()),
    menu: optional(menu(greeting())),
    hours: optional(weeklyHours()),
    closedLadder: optional(ladderOrVoicemail()),
    ringSeconds: ringSeconds(),
    callerId: optional(callerId()),
    whisper: optional(text(500)),
    greeting: greeting(),
    textBack: numberTextBack(),
    textsPerSecond: textsPerSecond(),
    recordCalls: z.boolean().default(false),
    recordingNotice: text(MAX_NOTICE).default(DEFAULT_RECORDING_NOTICE),
  });
}

/** That somebody agreed to be texted: how we know, and since when. */
function consent() {
  return optional(z.strictObject({ source: text(200), at: optional(moment()) }));
}

function leadSchema(rules: PhoneRules) {
  return z.strictObject({
    name: text(200),
    phones: listOf(phone(rules), 20).min(1),
    assignedTo: optional(email()),
    blocked: z.boolean().default(false),
    lastContactedAt: optional(moment()),
    consent: consent(),
  });
}

/**
 * The schemas of one account's settings, which are the file's and the API's alike: strict objects that
 * refuse unknown fields, read phones in the account's country and give E.164, and fill in defaults.
 * What they take went through `stripUnset` before.
 */
export function settingsSchemas(rules: PhoneRules): Schemas {
  const key = `${rules.country} ${rules.allowedCountries.join(" ")}`;
  const kept = keptSchemas.get(key) ?? makeSchemas(rules);
  // The one used last is the last to go.
  keptSchemas.delete(key);
  keptSchemas.set(key, kept);
  const oldest = keptSchemas.size > MOST_KEPT ? keptSchemas.keys().next() : undefined;
  if (oldest?.value !== undefined) keptSchemas.delete(oldest.value);
  return kept;
}

/** To make them takes longer than most of what they read; accounts with the same rules share them. */
const keptSchemas = new Map<string, Schemas>();
const MOST_KEPT = 20;

function makeSchemas(rules: PhoneRules) {
  return {
    account: accountSchema(rules),
    carriers: carrierSchema,
    staff: staffSchema(rules),
    numbers: numberSchema(rules),
    webhooks: webhookSchema,
    campaigns: campaignEntrySchema(rules),
    leads: leadSchema(rules),
  };
}

type Schemas = ReturnType<typeof makeSchemas>;
export type AccountSettings = z.output<Schemas["account"]>;
export type StaffSettings = z.output<Schemas["staff"]>;
export type NumberSettings = z.output<Schemas["numbers"]>;
export type LeadSettings = z.output<Schemas["leads"]>;
export type { CampaignEntry } from "../campaigns/campaign-entry.ts";
export type { CarrierSettings } from "./carrier-schema.ts";
export { type GroupSettings, type MenuSettings, STRAIGHT_TO_VOICEMAIL } from "./ladder-fields.ts";
export type { TemplateSettings } from "./text-fields.ts";
export type { WebhookSettings } from "./webhook-schema.ts";
