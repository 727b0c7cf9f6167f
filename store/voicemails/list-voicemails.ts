import { sql } from "kysely";
import type { VoicemailState } from "../../voicemail/voicemail-states.ts";
import { isCallOf } from "../is-call-of.ts";
import type { Database } from "../open-database.ts";
import { RECORDING_COLUMNS } from "./find-talk.ts";

export type VoicemailFilter = {
  /** `open`: new or heard. */
  state?: VoicemailState | "open" | undefined;
  /** A staff member: messages of their leads, and of calls that rang them. */
  user?: string | undefined;
  /** A staff member whose own messages alone are shown (`isCallOf`). */
  onlyStaff?: string | undefined;
};

/** Where a page ended: whether its last message was new, when it was left, and its id. */
export type VoicemailCursor = { isNew: boolean; leftAt: Date; id: string };

export type ListedVoicemail = Awaited<ReturnType<typeof listVoicemails>>[number];

/** Messages of an account: the new ones first, then the newest. */
export async function listVoicemails(
  { query }: Database,
  accountId: string,
  filter: VoicemailFilter,
  page: { limit: number; after: VoicemailCursor | null },
) {
  let messages = select(query, accountId, filter)
    .orderBy(sql`(v.state <> 'new')`)
    .orderBy("v.left_at", "desc")
    .orderBy("v.call_id", "desc")
    .limit(page.limit);
  const { after } = page;
  if (after !== null) {
    const later = sql<boolean>`(v.left_at, v.call_id) < (${after.leftAt}, ${after.id}::uuid)`;
    messages = messages.where(
      after.isNew
        ? sql<boolean>`(v.state <> 'new' OR ${later})`
        : sql<boolean>`(v.state <> 'new' AND ${later})`,
    );
  }
  return messages.execute();
}

/** One message; null where the account has none with this id, or it is not among `onlyStaff`'s. */
export async function findVoicemail(
  { query }: Database,
  accountId: string,
  id: string,
  onlyStaff: string | undefined,
): Promise<ListedVoicemail | null> {
  const found = await select(query, accountId, { onlyStaff }).where("v.call_id", "=", id).executeTakeFirst();
  return found ?? null;
}

/** Notes what somebody has done about a message. */
export async function changeVoicemailState(
  { query }: Database,
  accountId: string,
  id: string,
  state: VoicemailState,
): Promise<void> {
  await query
    .updateTable("voicemail")
    .set({ state, changed_at: sql<Date>`now()` })
    .where("account_id", "=", accountId)
    .where("call_id", "=", id)
    .execute();
}

function select(query: Database["query"], accountId: string, filter: VoicemailFilter) {
  let messages = query
    .selectFrom("voicemail as v")
    .innerJoin("call", (join) =>
      join.onRef("call.account_id", "=", "v.account_id").onRef("call.id", "=", "v.call_id"),
    )
    .select(RECORDING_COLUMNS)
    .select([
      "v.call_id as id",
      "v.state",
      "v.left_at as leftAt",
      "call.caller as from",
      "call.called as to",
      "call.lead_id as leadId",
      "call.lead_name as leadName",
    ])
    .where("v.account_id", "=", accountId);
  if (filter.state === "open") messages = messages.where("v.state", "<>", "done");
  else if (filter.state !== undefined) messages = messages.where("v.state", "=", filter.state);
  for (const staff of [filter.user, filter.onlyStaff])
    if (staff !== undefined) messages = messages.where(isCallOf(staff));
  return messages;
}
