import { Anchor, Group, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { callsQuery } from "../../api/queries.ts";
import { OutcomeBadge } from "../../parts/outcome-badge.tsx";
import { useAccount } from "../../shell/account-context.ts";

const SHOWN = 5;

/** The last calls with a lead, and what was noted of them. */
export function LeadCalls({ lead }: { lead: string }) {
  const { slug, times } = useAccount();
  const calls = useInfiniteQuery(callsQuery(slug, { lead })).data?.pages[0]?.items.slice(0, SHOWN) ?? [];
  if (calls.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Last calls">
      <Title order={3} size="h5">
        Last calls
      </Title>
      {calls.map((call) => (
        <div key={call.id}>
          <Group gap="xs">
            <Anchor
              size="sm"
              className="number"
              renderRoot={(props) => (
                <Link {...props} to="/a/$slug/calls/$id" params={{ slug, id: call.id }} />
              )}
            >
              {times.dateTime(call.startedAt)}
            </Anchor>
            <OutcomeBadge call={call} />
            <Text size="xs" c="dimmed">
              {call.placedBy === null ? "They called" : `${call.placedBy.name} called`}
            </Text>
          </Group>
          {(call.disposition ?? call.note) !== null && (
            <Text size="sm">{[call.disposition, call.note].filter((said) => said !== null).join(": ")}</Text>
          )}
        </div>
      ))}
    </Stack>
  );
}
