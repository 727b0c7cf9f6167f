import type { SnapshotFacts } from "../directory/settings-snapshot.ts";
import { decideCall } from "../routing/decide-call.ts";
import type { Decision } from "../routing/decision.ts";
import type { Facts, GroupFacts } from "../routing/facts.ts";
import { groupIdOf } from "../routing/values.ts";
import type { HookParts } from "./hook-parts.ts";

/**
 * Decides a call. Where a group rings in turn, this call takes a turn of its own, which no other call gets, and is
 * decided by it; who only asks who would ring takes none.
 */
export async function decideArrival(
  parts: Pick<HookParts, "takeTurn">,
  { facts, accountId }: SnapshotFacts,
): Promise<{ facts: Facts; decision: Decision }> {
  const decision = decideCall(facts);
  const inTurn = facts.groups.filter((group) => group.order === "inTurn" && rings(decision, group));
  // Away from the database each node counts for itself.
  if (inTurn.length === 0 || facts.degraded) return { facts, decision };
  const turns = new Map<string, number>();
  for (const { id, turn } of inTurn)
    turns.set(id, (await parts.takeTurn({ accountId, groupId: id })) ?? turn);
  const groups = facts.groups.map((group) => ({ ...group, turn: turns.get(group.id) ?? group.turn }));
  const taken = { ...facts, groups };
  return { facts: taken, decision: decideCall(taken) };
}

function rings({ rungs }: Decision, { id }: GroupFacts): boolean {
  return rungs.some(({ rung, verdict }) => verdict === "ring" && groupIdOf(rung) === id);
}
