import { type RawBuilder, sql } from "kysely";
import { isOnBlockList } from "../unwanted/is-on-block-list.ts";
import { fromWhole, isRecent, isSeenBy, type Reader } from "./list-conversations.ts";

/**
 * For FROM: conversations `c` with leads `l` that somebody should answer, of the last weeks: those for which
 * `mine` holds. What blocked senders write asks for nothing.
 */
export function unansweredOf(reader: Reader, mine: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`${fromWhole(reader)} WHERE ${isSeenBy(reader)} AND ${isRecent(reader)} AND w.needs_answer AND ${mine}
    AND NOT EXISTS (SELECT FROM lead b WHERE b.account_id = c.account_id AND b.id = l.id AND b.blocked)
    AND NOT ${isOnBlockList("c.account_id", "c.phone")}`;
}
