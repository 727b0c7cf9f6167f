import { Anchor, Group, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { callQuery } from "../../api/queries.ts";
import type { Practice } from "../../api/types.ts";
import { OutcomeBadge } from "../../parts/outcome-badge.tsx";
import { useAccount } from "../../shell/account-context.ts";

/** The story of the practice call, as it grows: from the books, as that of any call. */
export function PracticeStory({ id, state }: { id: string; state: Practice }) {
  const { slug, say, times } = useAccount();
  const queries = useQueryClient();
  const call = useQuery({ ...callQuery(slug, id), enabled: isInTheBooks(id, state) });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each event on the line may have added a sentence.
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: callQuery(slug, id).queryKey });
  }, [state]);
  if (call.data === undefined) {
    return (
      <Text c="dimmed" size="sm">
        The call is on its way.
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <OutcomeBadge call={call.data} />
        <Anchor
          size="sm"
          renderRoot={(props) => <Link {...props} to="/a/$slug/calls/$id" params={{ slug, id }} />}
        >
          The whole call
        </Anchor>
      </Group>
      {call.data.story.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a story only grows at its end.
        <Group key={index} gap="md" wrap="nowrap" align="flex-start">
          <Text size="sm" c="dimmed" className="number" w={92} style={{ flexShrink: 0 }}>
            {times.clock(line.at)}
          </Text>
          <Text size="sm">{say(line.text)}</Text>
        </Group>
      ))}
    </Stack>
  );
}

/** The carrier was answered: a phone rings, the caller heard something, or it is over. Before, nobody knows the call. */
function isInTheBooks(id: string, { phones, calls }: Practice): boolean {
  const call = calls.find((one) => one.id === id);
  const isAnswered = call !== undefined && (call.state !== "ringing" || call.heard.length > 0);
  return isAnswered || phones.some(({ callId }) => callId === id);
}
