import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconCheck } from "@tabler/icons-react";
import { accountPath } from "../api/ask.ts";
import type { Voicemail } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { formatSeconds } from "../words/format-time.ts";
import { VOICEMAIL_STATE_COLOURS, VOICEMAIL_STATE_NAMES } from "../words/name-things.ts";
import { AudioPlayer } from "./audio-player.tsx";
import { NotHereYet, Transcript } from "./recording-parts.tsx";
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
        <NotHereYet kept={message} again={() => change.mutate({ id, change: "fetch" })} />
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
