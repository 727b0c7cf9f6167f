import { Alert, Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconCheck, IconRefresh } from "@tabler/icons-react";
import { accountPath } from "../api/ask.ts";
import type { Voicemail } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { formatSeconds } from "../words/format-time.ts";
import { VOICEMAIL_STATE_COLOURS, VOICEMAIL_STATE_NAMES } from "../words/name-things.ts";
import { AudioPlayer } from "./audio-player.tsx";
import { useVoicemailChange } from "./use-voicemail-change.ts";

/**
 * A message: its player, and what was done about it. Who plays it has heard it. `alone`: its recording is loaded at
 * once; in a list it is loaded when somebody plays it.
 */
export function VoicemailMessage({ message, alone = false }: { message: Voicemail; alone?: boolean }) {
  const { slug, phone } = useAccount();
  const change = useVoicemailChange();
  const { id, state, recording, seconds } = message;
  const set = (next: Voicemail["state"]) => change.mutate({ id, change: { state: next } });
  const who = message.lead?.name ?? (message.from === null ? "a withheld caller" : phone(message.from));
  return (
    <Stack gap="xs">
      {recording.state === "fetched" ? (
        <AudioPlayer
          label={`message from ${who}`}
          source={accountPath(slug, `/voicemails/${id}/audio`)}
          seconds={seconds}
          bytes={recording.bytes}
          eager={alone}
          onPlay={() => state === "new" && set("heard")}
        />
      ) : (
        <NotHereYet message={message} again={() => change.mutate({ id, change: "fetch" })} />
      )}
      {message.transcript.text !== null && <Transcript text={message.transcript.text} />}
      <Group gap="sm" justify="space-between">
        <Group gap="xs">
          <Badge color={VOICEMAIL_STATE_COLOURS[state]}>{VOICEMAIL_STATE_NAMES[state]}</Badge>
          <Text size="xs" c="dimmed" className="number">
            {formatSeconds(seconds)}
          </Text>
        </Group>
        <Button
          size="xs"
          variant="default"
          leftSection={state === "done" ? <IconArrowBackUp size={14} /> : <IconCheck size={14} />}
          loading={change.isPending && change.variables.change !== "fetch"}
          onClick={() => set(state === "done" ? "heard" : "done")}
        >
          {state === "done" ? "Not done" : "Done"}
        </Button>
      </Group>
    </Stack>
  );
}

/** What was understood of a message: a help, and no more than that. */
function Transcript({ text }: { text: string }) {
  return (
    <Text size="sm" component="blockquote" m={0} aria-label="Transcript">
      {text === "" ? "Nothing could be understood." : `“${text}”`}
    </Text>
  );
}

function NotHereYet({ message, again }: { message: Voicemail; again: () => void }) {
  const { may, times } = useAccount();
  const { state, error, nextTryAt } = message.recording;
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
