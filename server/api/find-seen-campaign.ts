import { findCampaign, type KeptCampaign } from "../../store/campaigns/keep-campaigns.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { type Access, onlyStaff } from "./authorize.ts";

const KEY = /^\d{1,18}$/;

/** A campaign that whoever asks may see; else refuses. A member sees those that have leads of theirs, once they have begun. */
export async function findSeenCampaign(
  { database }: ApiDeps,
  access: Access,
  id: string,
): Promise<KeptCampaign> {
  const { accountId } = access;
  const found = KEY.test(id)
    ? await findCampaign(database.query, { accountId, id }, onlyStaff(access))
    : null;
  if (found === null) throw new ApiError("notFound", `there is no campaign ${id}`);
  return found;
}
