import { Badge, Group, Text, UnstyledButton } from "@mantine/core";
import type { ListedConversation } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { excerptOf } from "../../words/excerpt.ts";
import { OUTCOME_NAMES } from "../../words/name-things.ts";

/** One conversation in the list: with whom, what was last, and whether it is unread. */
export function ConversationRow(props: {
  conversation: ListedConversation;
  /** What was searched for. */
  words: string;
  opened: boolean;
  onOpen: () => void;
}) {
  const { phone, times } = useAccount();
  const { lead, phone: number, lastAt, unread, needsAnswer, owner } = props.conversation;
  return (
    <li>
      <UnstyledButton
        className="conversation"
        data-opened={props.opened || undefined}
        aria-current={props.opened ? "true" : undefined}
        onClick={props.onOpen}
      >
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text fw={unread ? 700 : 500} truncate>
            {lead?.name ?? phone(number)}
          </Text>
          <Text size="xs" c="dimmed" className="number" component="time">
            {times.dateTime(lastAt)}
          </Text>
        </Group>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="sm" c={unread ? "bright" : "dimmed"} truncate>
            <LastWords {...props} />
          </Text>
          {unread ? (
            <Badge size="sm" color="orange">
              Unread
            </Badge>
          ) : (
            needsAnswer && <Badge size="sm">Needs answer</Badge>
          )}
        </Group>
        {owner !== null && (
          <Text size="xs" c="dimmed">
            {owner.name}
          </Text>
        )}
      </UnstyledButton>
    </li>
  );
}

function LastWords({ conversation, words }: { conversation: ListedConversation; words: string }) {
  const { last, found } = conversation;
  if (found !== null && words !== "")
    return `${found.direction === "out" ? "You: " : ""}${excerptOf(found.text, words)}`;
  if (last === null) return null;
  if (last.kind === "call") {
    const outcome = last.outcome === null ? "" : `: ${OUTCOME_NAMES[last.outcome].toLowerCase()}`;
    return `${last.direction === "in" ? "They called" : "We called"}${outcome}`;
  }
  const pictures = last.pictures === 0 ? "" : last.pictures === 1 ? "a picture" : `${last.pictures} pictures`;
  const said = last.text === "" ? pictures : last.text;
  return `${last.direction === "out" ? "You: " : ""}${said}`;
}
