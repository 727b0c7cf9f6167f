import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { accountPath } from "../api/ask.ts";
import { greetingsQuery } from "../api/queries.ts";
import { useAccount } from "../shell/account-context.ts";
import { AudioPlayer } from "./audio-player.tsx";

/** Plays a greeting that was uploaded. */
export function UploadedPlayer({ id }: { id: string }) {
  const { slug, may } = useAccount();
  const greetings = useQuery({ ...greetingsQuery(slug), enabled: may("account:read") });
  const found = greetings.data?.find((one) => one.id === id);
  if (found === undefined) {
    return (
      <Text size="sm" c="dimmed">
        A recording that was uploaded.
      </Text>
    );
  }
  return (
    <>
      <Text size="sm" fw={500}>
        {found.fileName}
      </Text>
      <AudioPlayer
        label={`greeting ${found.fileName}`}
        source={accountPath(slug, `/greetings/${id}/audio`)}
        seconds={null}
        bytes={found.bytes}
        eager
      />
    </>
  );
}
