import { randomUUID } from "node:crypto";
import { renderTemplate } from "../../messages/render-template.ts";
import { readSenderNumbers } from "../../store/campaigns/gather-audience.ts";
import type { KeptCampaign } from "../../store/campaigns/keep-campaigns.ts";
import { isOptedOut } from "../../store/messages/keep-opt-outs.ts";
import { planText } from "../../store/messages/plan-text.ts";
import { readAuthor } from "../../store/messages/read-author.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import type { Access } from "./authorize.ts";

/** Sends one of a campaign's texts to the phone of whoever asks, filled in as the first on its list would get it. */
export async function sendCampaignTest(
  deps: ApiDeps,
  access: Access,
  { id, plan, kind }: KeptCampaign,
  step: number,
): Promise<{ phone: string; text: string }> {
  const { query } = deps.database;
  const { accountId, staffId } = access;
  const template = plan.steps[step]?.text;
  if (kind !== "text" || template === undefined)
    throw invalid([{ path: ["step"], message: "there is no such text in this campaign" }]);
  const me =
    staffId === null
      ? undefined
      : await query
          .selectFrom("staff")
          .select(["name", "phone"])
          .where("account_id", "=", accountId)
          .where("id", "=", staffId)
          .executeTakeFirst();
  if (me?.phone == null)
    throw new ApiError("conflict", "you have no phone to send it to: set yours under Settings > My Staff");
  const numbers = await readSenderNumbers(query, { accountId, plan });
  const number =
    (plan.sender.use === "pool" ? numbers.pool[0] : undefined) ??
    numbers.own.get(staffId ?? "") ??
    numbers.byDefault;
  if (number == null)
    throw new ApiError(
      "conflict",
      "there is no number to send it from: set a default outbound number under Settings > Phone",
    );
  if (await isOptedOut(query, accountId, me.phone))
    throw new ApiError("conflict", `${me.phone} is on your opt-out list: take it off to get texts`);
  const first = await query
    .selectFrom("campaign_recipient")
    .select("name")
    .where("account_id", "=", accountId)
    .where("campaign_id", "=", id)
    .where("state", "<>", "leftOut")
    .orderBy("id")
    .executeTakeFirst();
  const { business } = await readAuthor(query, accountId, staffId);
  const label = await query
    .selectFrom("number")
    .select("label")
    .where("number", "=", number)
    .executeTakeFirst();
  const name = first?.name ?? me.name;
  const text = renderTemplate(template, {
    lead: { name },
    me: me.name,
    business,
    line: label?.label ?? number,
  });
  const key = `campaign-test-${randomUUID()}`;
  await planText(query, {
    accountId,
    kind: "notice",
    number,
    phone: me.phone,
    body: text,
    now: deps.now(),
    key,
  });
  deps.onCampaigns();
  return { phone: me.phone, text };
}
