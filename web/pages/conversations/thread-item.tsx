import { Anchor, Badge, Box, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { accountPath } from "../../api/ask.ts";
import type { ConversationItem } from "../../api/types.ts";
import { AudioPlayer } from "../../parts/audio-player.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { formatSeconds } from "../../words/format-time.ts";
import { OUTCOME_COLOURS, OUTCOME_NAMES } from "../../words/name-things.ts";
import { TextBubble } from "./text-bubble.tsx";
import { ThreadNote } from "./thread-note.tsx";

/** One thing that happened. */
export function ThreadItem({ item }: { item: ConversationItem }) {
  if (item.kind === "text") return <TextBubble text={item} />;
  if (item.kind === "note") return <ThreadNote note={item} />;
  if (item.kind === "call") return <ThreadCall call={item} />;
  const { by, why, note } = item;
  return (
    <Text size="sm" c="dimmed" ta="center">
      {why === "talked" ? `Callback: ${by} talked to them` : `Callback done, says ${by}`}
      {note !== null && `: “${note}”`}
    </Text>
  );
}

function ThreadCall({ call }: { call: Extract<ConversationItem, { kind: "call" }> }) {
  const { slug, times } = useAccount();
  const { id, direction, outcome, answeredBy, seconds, voicemail, disposition, note } = call;
  const noted = [disposition, note].filter((said) => said !== null).join(": ");
  return (
    <Box className="happening">
      <Group gap="xs" justify="center">
        <Anchor
          size="sm"
          underline="always"
          renderRoot={(props) => <Link {...props} to="/a/$slug/calls/$id" params={{ slug, id }} />}
        >
          {direction === "in" ? "They called" : "We called"}
        </Anchor>
        {outcome === null ? (
          <Badge>Now</Badge>
        ) : (
          <Badge color={OUTCOME_COLOURS[outcome]}>{OUTCOME_NAMES[outcome]}</Badge>
        )}
        <Text size="xs" c="dimmed" component="time">
          {times.dateTime(call.at)}
          {answeredBy !== null && `, ${answeredBy}`}
          {outcome === "answered" && seconds !== null && `, ${formatSeconds(seconds)}`}
        </Text>
      </Group>
      {voicemail !== null && (
        <AudioPlayer
          label="message that they left"
          source={accountPath(slug, `/voicemails/${id}/audio`)}
          seconds={voicemail.seconds}
          bytes={null}
          eager={false}
        />
      )}
      {voicemail?.transcript && <Text size="sm">“{voicemail.transcript}”</Text>}
      {noted !== "" && (
        <Text size="sm" ta="center">
          {noted}
        </Text>
      )}
    </Box>
  );
}
