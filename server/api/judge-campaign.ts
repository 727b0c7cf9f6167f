import type { CampaignInput } from "../../campaigns/campaign-schema.ts";
import { readSenderNumbers } from "../../store/campaigns/gather-audience.ts";
import type { KeptCampaign } from "../../store/campaigns/keep-campaigns.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import type { Access } from "./authorize.ts";

type Problem = { path: (string | number)[]; message: string };

/** Refuses numbers, staff members and imports that the account has not. */
export async function refuseUnknownKeys(
  { database: { query } }: ApiDeps,
  { accountId }: Access,
  { sender, assignment, audience }: CampaignInput,
): Promise<void> {
  const problems: Problem[] = [];
  const numbers = await query
    .selectFrom("number")
    .select("number")
    .where("account_id", "=", accountId)
    .execute();
  const known = new Set(numbers.map(({ number }) => number));
  for (const [at, number] of sender.pool.entries())
    if (!known.has(number))
      problems.push({ path: ["sender", "pool", at], message: "expected a number of this account" });
  const staff = await query.selectFrom("staff").select("id").where("account_id", "=", accountId).execute();
  const people = new Set(staff.map(({ id }) => id));
  for (const [at, id] of assignment.staff.entries())
    if (!people.has(id))
      problems.push({ path: ["assignment", "staff", at], message: "there is no such staff member" });
  const { assignedTo, importId } = audience;
  if (assignedTo !== null && assignedTo !== "none" && !people.has(assignedTo))
    problems.push({ path: ["audience", "assignedTo"], message: "there is no such staff member" });
  if (importId !== null) {
    const found = await query
      .selectFrom("lead_import")
      .select("state")
      .where("account_id", "=", accountId)
      .where("id", "=", importId as never)
      .executeTakeFirst();
    if (found?.state !== "done")
      problems.push({ path: ["audience", "importId"], message: "expected the id of an import that is done" });
  }
  if (problems.length > 0) throw invalid(problems);
}

/** Refuses to start what would reach nobody, or not in the way that it says. */
export async function judgeStart(
  deps: ApiDeps,
  { accountId }: Access,
  campaign: KeptCampaign,
  at: string | null,
): Promise<void> {
  const { plan, kind, audience, id } = campaign;
  const problems: Problem[] = [];
  if (kind === "text" && plan.steps.length === 0)
    problems.push({ path: ["steps"], message: "expected at least one text" });
  if (at !== null && Date.parse(at) <= deps.now())
    problems.push({ path: ["at"], message: "expected a time that is still to come" });
  const numbers = await readSenderNumbers(deps.database.query, { accountId, plan });
  if (kind === "text" && plan.sender.use === "pool" && numbers.pool.length === 0)
    problems.push({ path: ["sender", "pool"], message: "expected at least one number of this account" });
  if (problems.length > 0) throw invalid(problems);
  if (audience !== "ready")
    throw new ApiError("conflict", "its list is not there yet: look at who is reached, and start it then");
  const someone = await deps.database.query
    .selectFrom("campaign_recipient")
    .select("id")
    .where("account_id", "=", accountId)
    .where("campaign_id", "=", id)
    .where("state", "=", "waiting")
    .limit(1)
    .executeTakeFirst();
  if (someone === undefined)
    throw new ApiError("conflict", "nobody is on its list: see who is left out, and why");
}
