import { Alert, Button, Group, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import type { Talk } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";

/** What was understood of a recording: a help, and no more than that. */
export function Transcript({ text }: { text: string }) {
  return (
    <Text size="sm" component="blockquote" m={0} aria-label="Transcript">
      {text === "" ? "Nothing could be understood." : `“${text}”`}
    </Text>
  );
}

/** Why a recording can't be played yet, or not at all. */
export function NotHereYet({ kept, again }: { kept: Pick<Talk, "recording">; again: () => void }) {
  const { may, times } = useAccount();
  const { state, error, nextTryAt } = kept.recording;
  if (state === "waiting" && error === null) {
    return (
      <Text size="sm" c="dimmed" role="status">
        The recording is on its way from the carrier.
      </Text>
    );
  }
  const next =
    state === "waiting" && nextTryAt !== null ? ` The next try is at ${times.clock(nextTryAt)}.` : "";
  return (
    <Alert
      color={state === "failed" ? "red" : "orange"}
      title={state === "failed" ? "The recording could not be fetched" : "The recording is not here yet"}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          Reason: {error ?? "unknown"}.{next}
        </Text>
        {may("voicemails:fetch") && (
          <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={again}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
