import { z } from "zod";
import { email, moment, optional, type PhoneRules } from "../directory/settings-fields.ts";
import type { CampaignPlan } from "./campaign-plan.ts";
import { campaignSchema } from "./campaign-schema.ts";
import type { CampaignKind } from "./campaign-states.ts";

const MAX_STAFF = 100;

/**
 * A campaign that has not begun, as a settings file has it: staff members by e-mail, and when it starts by itself; without
 * that it is a draft.
 */
export function campaignEntrySchema(rules: PhoneRules) {
  const { audience, assignment, ...fields } = campaignSchema(rules).shape;
  const { search, onlyWithConsent } = audience.unwrap().shape;
  const { to, onlyUnassigned } = assignment.unwrap().shape;
  return z.strictObject({
    id: z
      .string()
      .regex(
        /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
        "expected lower-case letters, digits and hyphens, such as spring-offer: the campaign is known by it",
      ),
    ...fields,
    audience: z
      .strictObject({
        search,
        assignedTo: optional(z.union([z.literal("none"), email()])),
        onlyWithConsent,
      })
      .prefault({}),
    assignment: z
      .strictObject({ to, staff: z.array(email()).max(MAX_STAFF).default([]), onlyUnassigned })
      .refine((one) => one.to === "leave" || one.staff.length > 0, {
        path: ["staff"],
        message: "expected at least one staff member, to whom its leads go",
      })
      .refine((one) => one.to !== "one" || one.staff.length === 1, {
        path: ["staff"],
        message: "expected one staff member: in turn is for several",
      })
      .prefault({}),
    startAt: optional(moment()),
  });
}

export type CampaignEntry = z.output<ReturnType<typeof campaignEntrySchema>>;

/** What is kept of a campaign that has not begun. */
export type KeptDraft = {
  slug: string;
  name: string;
  kind: CampaignKind;
  plan: CampaignPlan;
  startAt: Date | null;
};

/**
 * A campaign as a settings file has it. Null where a file can't say whom it reaches: the leads of an imported file, or
 * those of somebody who is gone. `emails`: of the staff members, by their keys; `numbers`: the account's.
 */
export function entryOf(
  { slug, name, kind, plan, startAt }: KeptDraft,
  known: { emails: ReadonlyMap<string, string>; numbers: ReadonlySet<string> },
): CampaignEntry | null {
  const { audience, steps, sender, assignment, quietHours } = plan;
  const { perSecond, dailyCap, stopOnReply, segmentPrice } = plan;
  const { search, assignedTo, importId, onlyWithConsent } = audience;
  const whose = assignedTo === null || assignedTo === "none" ? assignedTo : known.emails.get(assignedTo);
  const staff = assignment.staff.flatMap((key) => known.emails.get(key) ?? []);
  if (importId !== null || whose === undefined) return null;
  if (assignment.to !== "leave" && staff.length === 0) return null;
  return {
    id: slug,
    name,
    kind,
    steps: steps.map(({ text, afterHours }) => ({ text, afterHours })),
    sender: { use: sender.use, pool: sender.pool.filter((number) => known.numbers.has(number)) as never[] },
    quietHours: { from: quietHours.from, to: quietHours.to },
    ...{ perSecond, dailyCap, stopOnReply, segmentPrice },
    audience: { search, assignedTo: whose, onlyWithConsent },
    assignment: { to: assignment.to, staff, onlyUnassigned: assignment.onlyUnassigned },
    startAt: startAt?.toISOString() ?? null,
  };
}

/** The plan that an entry of a settings file means. `keys`: of the staff members, by e-mail. */
export function planOf(entry: CampaignEntry, keys: ReadonlyMap<string, string>): CampaignPlan {
  const { id: _id, name: _name, kind: _kind, startAt: _startAt, audience, assignment, ...rest } = entry;
  const { assignedTo } = audience;
  const whose = assignedTo === null || assignedTo === "none" ? assignedTo : (keys.get(assignedTo) ?? null);
  return {
    ...rest,
    audience: { ...audience, assignedTo: whose, importId: null },
    assignment: { ...assignment, staff: assignment.staff.flatMap((one) => keys.get(one) ?? []) },
  };
}
