import { Anchor, Box, Group, Stack, Text } from "@mantine/core";
import { accountPath } from "../../api/ask.ts";
import type { TextItem } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { TEXT_PURPOSES, TEXT_STATE_WORDS } from "../../words/text-words.ts";
import { SendAgain } from "./send-again.tsx";

/** One text: what it says, its pictures, and what became of it. */
export function TextBubble({ text }: { text: TextItem }) {
  const { times, phone, say } = useAccount();
  const { direction, state, trouble, by, purpose, segments, number, pictures, price } = text;
  const ours = direction === "out";
  const who = ours ? (by ?? TEXT_PURPOSES[purpose]) : null;
  const bad = state === "failed" || state === "undelivered" || state === "canceled";
  return (
    <Stack gap={2} align={ours ? "flex-end" : "flex-start"}>
      <Box className="bubble" data-ours={ours || undefined}>
        {text.text !== "" && (
          <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {text.text}
          </Text>
        )}
        {pictures.map((picture) => (
          <Picture key={picture.id} picture={picture} ours={ours} />
        ))}
      </Box>
      <Group gap={6} justify={ours ? "flex-end" : "flex-start"}>
        <Text size="xs" ta={ours ? "right" : "left"} c={bad ? "var(--mantine-color-error)" : "dimmed"}>
          {who !== null && `${who}, `}
          {times.dateTime(text.at)}
          {text.againOf !== null && " · second try"}
          {ours && ` · ${TEXT_STATE_WORDS[state]}`}
          {ours && ` · from ${phone(number)}`}
          {ours && segments > 1 && ` · ${segments} segments`}
          {price !== null && ` · ${Number(price.amount)} ${price.unit}`}
        </Text>
      </Group>
      {trouble !== null && (
        <Box maw={460} ta={ours ? "right" : "left"} role={bad ? "note" : undefined}>
          <Text size="xs" c={bad ? "var(--mantine-color-error)" : "dimmed"}>
            <span className="begins">
              {say(trouble.text)}
              {/[.!?]$/.test(trouble.text) ? "" : "."}
            </span>
          </Text>
          {trouble.next !== null && <Text size="xs">{trouble.next}</Text>}
        </Box>
      )}
      {ours && <SendAgain text={text} />}
    </Stack>
  );
}

function Picture({ picture, ours }: { picture: TextItem["pictures"][number]; ours: boolean }) {
  const { slug } = useAccount();
  const { id, state, error } = picture;
  if (state === "kept") {
    const address = accountPath(slug, `/text-media/${id}`);
    return (
      <Anchor href={address} target="_blank" rel="noreferrer">
        <img
          src={address}
          alt={ours ? "We sent this" : "They sent this"}
          className="picture"
          loading="lazy"
        />
      </Anchor>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      {state === "waiting" ? "A picture is on its way here" : "A picture could not be fetched"}
      {error !== null && `: ${error}`}
    </Text>
  );
}
