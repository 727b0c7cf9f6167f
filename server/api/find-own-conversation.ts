import { normaliseCaller } from "../../directory/normalise-phone.ts";
import {
  type Conversation,
  type ConversationKey,
  findConversation,
} from "../../store/conversations/find-conversation.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { type Access, onlyStaff } from "./authorize.ts";
import { readCountry } from "./read-country.ts";

/** The conversation of an id, `lead:12` or `phone:+13125550123`, where whoever asks may see it. */
export async function findOwnConversation(deps: ApiDeps, access: Access, id: string): Promise<Conversation> {
  const key = await readKey(deps, access, id);
  const found =
    key === null
      ? null
      : await findConversation(deps.database.query, access.accountId, key, onlyStaff(access));
  if (found !== null) return found;
  throw new ApiError("notFound", `there is no conversation ${id}: expected lead:<id> or phone:<number>`);
}

async function readKey(deps: ApiDeps, access: Access, id: string): Promise<ConversationKey | null> {
  const [, what, which = ""] = /^(lead|phone):(.{1,60})$/s.exec(id) ?? [];
  if (what === "lead") return /^\d{1,18}$/.test(which) ? { lead: which } : null;
  if (what !== "phone") return null;
  const { country } = await readCountry(deps, access);
  // What carriers call a sender that has no phone stands as it came.
  return { phone: normaliseCaller(which, country) ?? which };
}
