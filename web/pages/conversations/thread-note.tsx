import { Box, Button, Group, Text } from "@mantine/core";
import { IconNote } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { accountPath, ask } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import type { ConversationItem } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { tellTrouble } from "../../shell/toast.ts";

/** What somebody wrote down for the staff. */
export function ThreadNote({ note }: { note: Extract<ConversationItem, { kind: "note" }> }) {
  const { slug, times, may } = useAccount();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => ask(accountPath(slug, `/notes/${note.id}`), { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(slug, "conversations") }),
    onError: tellTrouble,
  });
  return (
    <Box className="note">
      <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {note.text}
      </Text>
      <Group gap="xs" justify="space-between">
        <Group gap={4}>
          <IconNote size={14} aria-hidden />
          <Text size="xs">
            Note by {note.by}, {times.dateTime(note.at)}
          </Text>
        </Group>
        {(note.own || may("conversations:assign")) && (
          <Button
            size="compact-xs"
            variant="subtle"
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            Remove note
          </Button>
        )}
      </Group>
    </Box>
  );
}
