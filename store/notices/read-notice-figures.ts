import { type Kysely, sql } from "kysely";
import type { NoticeChannel } from "../../notify/notice-events.ts";
import type { Schema } from "../schema.ts";

/** How it goes with a channel, over all accounts. */
export type NoticeFigures = {
  channel: NoticeChannel;
  waiting: number;
  /** Since when the oldest that was tried in vain waits; null: none does. */
  failingSince: Date | null;
  /** What went wrong with that one at its last try. */
  error: string | null;
};

export async function readNoticeFigures(db: Kysely<Schema>): Promise<NoticeFigures[]> {
  const { rows } = await sql<NoticeFigures>`
    SELECT channel, count(*)::int AS waiting,
      min(give_up_from) FILTER (WHERE error IS NOT NULL) AS "failingSince",
      (array_agg(error ORDER BY give_up_from) FILTER (WHERE error IS NOT NULL))[1] AS error
    FROM notice WHERE next_try_at IS NOT NULL GROUP BY channel ORDER BY channel`.execute(db);
  return rows;
}
