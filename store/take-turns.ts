import type pg from "pg";
import { gatherWork } from "./gather-work.ts";

/** A group that is to ring in turn for one call. */
export type TurnAsked = { accountId: string; groupId: string };

/**
 * Gives each call that rings a group in turn a turn of its own, whatever node it came to: the group's count goes up by
 * as many as ask. Calls of one moment share a statement. What the count is worth nobody waits for: a crash of the machine
 * may give a turn twice, which costs nothing, so the statement does not wait for the disk.
 */
export function takeTurns(
  pool: Pick<pg.Pool, "query">,
  isShared: (error: unknown) => boolean,
): (asked: TurnAsked) => Promise<number> {
  return gatherWork({ run: (asked: TurnAsked[]) => take(pool, asked), isShared, lanes: 2, most: 64 });
}

async function take(pool: Pick<pg.Pool, "query">, asked: TurnAsked[]): Promise<number[]> {
  const counts = new Map<string, { accountId: string; groupId: string; turns: number }>();
  const places = asked.map(({ accountId, groupId }) => {
    const key = `${accountId}/${groupId}`;
    const group = counts.get(key) ?? { accountId, groupId, turns: 0 };
    counts.set(key, group);
    group.turns += 1;
    return { key, place: group.turns };
  });
  // In one order, so that two nodes that take turns of the same groups wait for each other in one order.
  const groups = [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
  const { rows } = await pool.query<{ key: string; turn: string }>({
    name: "take-turns",
    text: TAKE_TURNS,
    values: [
      groups.map(({ accountId }) => accountId),
      groups.map(({ groupId }) => groupId),
      groups.map(({ turns }) => turns),
    ],
  });
  const after = new Map(rows.map(({ key, turn }) => [key, Number(turn)]));
  return places.map(({ key, place }) => {
    const last = after.get(key) ?? 0;
    return last - (counts.get(key)?.turns ?? 0) + place - 1;
  });
}

/** Gives the counts as they are afterwards. */
const TAKE_TURNS = `
  WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
  UPDATE ring_group g SET turn = g.turn + asked.turns
  FROM unnest($1::bigint[], $2::text[], $3::int[]) AS asked (account_id, id, turns), quick
  WHERE g.account_id = asked.account_id AND g.id = asked.id
  RETURNING g.account_id || '/' || g.id AS key, g.turn`;
