import { Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { accountPath, ask } from "../api/ask.ts";
import { keyOf } from "../api/queries.ts";
import type { CallWithStory, Talk } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { tellTrouble } from "../shell/toast.ts";
import { formatSeconds } from "../words/format-time.ts";
import { AudioPlayer } from "./audio-player.tsx";
import { NotHereYet, Transcript } from "./recording-parts.tsx";

/** What was recorded of a call's talk, with its player. */
export function RecordedTalk({ call, talk }: { call: CallWithStory; talk: Talk }) {
  const { slug, phone } = useAccount();
  const queries = useQueryClient();
  const path = (what: "audio" | "fetch") => accountPath(slug, `/calls/${call.id}/talk/${what}`);
  const again = useMutation({
    mutationFn: () => ask<Talk>(path("fetch"), { method: "POST", body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(slug, "calls", "one", call.id) }),
    onError: tellTrouble,
  });
  const other = call.placedBy === null ? call.from : call.to;
  const who = call.lead?.name ?? (other === null ? "a withheld caller" : phone(other));
  return (
    <Stack gap="xs">
      {talk.recording.state === "fetched" ? (
        <AudioPlayer
          label={`call with ${who}`}
          source={path("audio")}
          seconds={talk.seconds}
          bytes={talk.recording.bytes}
          eager
        />
      ) : (
        <NotHereYet kept={talk} again={() => again.mutate()} />
      )}
      {talk.transcript.text !== null && <Transcript text={talk.transcript.text} />}
      <Text size="xs" c="dimmed" className="number">
        {formatSeconds(talk.seconds)}
      </Text>
    </Stack>
  );
}
