import { Badge } from "@mantine/core";
import type { Call } from "../api/types.ts";
import { OUTCOME_COLOURS, OUTCOME_NAMES, PHASE_NAMES } from "../words/name-things.ts";

/** How a call ended, or where it is now. */
export function OutcomeBadge({ call }: { call: Pick<Call, "outcome" | "state"> }) {
  if (call.outcome === null) return <Badge color="ring">{PHASE_NAMES[call.state] ?? call.state}</Badge>;
  return <Badge color={OUTCOME_COLOURS[call.outcome]}>{OUTCOME_NAMES[call.outcome]}</Badge>;
}
