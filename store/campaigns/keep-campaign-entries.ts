import { type Kysely, sql } from "kysely";
import type { Actor } from "../../access/actor.ts";
import { type CampaignEntry, entryOf, type KeptDraft, planOf } from "../../campaigns/campaign-entry.ts";
import type { CampaignState } from "../../campaigns/campaign-states.ts";
import { changeOf } from "../../directory/audit-entry.ts";
import type { StoredCampaign } from "../../directory/check-campaigns.ts";
import { writeAudit } from "../audit/write-audit.ts";
import type { Schema } from "../schema.ts";
import { readStaffKeys, type Writing } from "../write-settings.ts";
import { keepsList } from "./keep-campaigns.ts";

type Db = Kysely<Schema>;

/**
 * The account's campaigns that have not begun, and of the others those that are named, in the order in which they were made.
 * `lock`: none of them begins meanwhile.
 */
export async function readCampaignEntries(
  db: Db,
  accountId: string,
  { named = [], lock = false }: { named?: readonly string[]; lock?: boolean } = {},
): Promise<StoredCampaign[]> {
  const { rows } = await sql<KeptDraft & { id: string; state: CampaignState }>`
    SELECT id::text, slug, name, kind, state, plan, start_at AS "startAt" FROM campaign
    WHERE account_id = ${accountId}::bigint AND (state IN ('draft', 'scheduled') OR slug = ANY (${[...named]}::text[]))
    ORDER BY campaign.id ${lock ? sql`FOR NO KEY UPDATE` : sql``}`.execute(db);
  if (rows.length === 0) return [];
  const emails = new Map([...(await readStaffKeys(db, accountId))].map(([email, key]) => [key, email]));
  const numbers = await db
    .selectFrom("number")
    .select("number")
    .where("account_id", "=", accountId)
    .execute();
  const known = { emails, numbers: new Set(numbers.map(({ number }) => number)) };
  return rows.map((row) => {
    const hasBegun = row.state !== "draft" && row.state !== "scheduled";
    return { id: row.id, slug: row.slug, state: row.state, settings: hasBegun ? null : entryOf(row, known) };
  });
}

/**
 * Writes campaigns that have not begun, as a settings file has them. One with a time to start is scheduled; its list is made
 * before that, in the background. The staff members and numbers that they name have to be written already.
 */
export async function writeCampaignEntries(
  db: Db,
  accountId: string,
  campaigns: readonly (Writing<CampaignEntry> & { before: CampaignEntry | null })[],
  { actor, now }: { actor: Actor; now: number },
): Promise<void> {
  if (campaigns.length === 0) return;
  const keys = await readStaffKeys(db, accountId);
  const at = new Date(now);
  for (const { id, settings, before } of campaigns) {
    const plan = planOf(settings, keys);
    const written = JSON.stringify(plan);
    const startAt = settings.startAt === null ? null : new Date(settings.startAt);
    const key =
      id === null
        ? await sql<{ id: string }>`
            INSERT INTO campaign (account_id, slug, name, kind, plan, created_by, created_at, changed_at)
            VALUES (${accountId}::bigint, ${settings.id}, ${settings.name}, ${settings.kind}, ${written}::jsonb, ${actor.name},
              ${at}, ${at}) RETURNING id::text`.execute(db)
        : await sql<{ id: string }>`
            UPDATE campaign SET name = ${settings.name}, plan = ${written}::jsonb, changed_at = ${at},
              audience = CASE WHEN ${keepsList(plan)} AND kind = ${settings.kind} THEN audience ELSE 'none' END,
              kind = ${settings.kind}, state = 'draft', start_at = NULL,
              next_at = CASE WHEN audience = 'gathering' THEN next_at END
            WHERE account_id = ${accountId}::bigint AND id = ${id}::bigint RETURNING id::text`.execute(db);
    const [row] = key.rows;
    if (row === undefined) throw new Error(`campaign ${settings.id} is gone`);
    if (startAt !== null) await schedule(db, { accountId, id: row.id }, { startAt, now: at });
    const change = changeOf(before, settings);
    const action = before === null ? ("created" as const) : ("changed" as const);
    const item = { section: "campaigns" as const, itemId: row.id, itemName: settings.name, version: null };
    await writeAudit(db, accountId, actor, [{ ...item, action, ...change }]);
  }
}

/** Where its list is not there, it is made first: whatever is found due does that before it starts anything. */
async function schedule(
  db: Db,
  { accountId, id }: { accountId: string; id: string },
  { startAt, now }: { startAt: Date; now: Date },
): Promise<void> {
  const key = sql`account_id = ${accountId}::bigint`;
  await sql`DELETE FROM campaign_recipient WHERE ${key} AND campaign_id = (SELECT c.id FROM campaign c
      WHERE c.account_id = ${accountId}::bigint AND c.id = ${id}::bigint AND c.audience = 'none')`.execute(
    db,
  );
  await sql`UPDATE campaign SET state = 'scheduled', start_at = ${startAt},
      next_at = CASE WHEN audience = 'ready' THEN ${startAt}::timestamptz ELSE ${now}::timestamptz END,
      audience = CASE WHEN audience = 'ready' THEN audience ELSE 'gathering' END
    WHERE ${key} AND id = ${id}::bigint`.execute(db);
}
