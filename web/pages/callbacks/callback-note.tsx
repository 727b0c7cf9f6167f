import { Button, Group, Text, Textarea } from "@mantine/core";
import { IconNote } from "@tabler/icons-react";
import { useState } from "react";
import type { Callback } from "../../api/types.ts";
import { useCallbackChange } from "../../parts/use-callback-change.ts";

/** What somebody wrote down about a callback. */
export function CallbackNote({ callback: { id, note } }: { callback: Callback }) {
  const [written, setWritten] = useState<string | null>(null);
  const change = useCallbackChange();
  if (written === null) {
    return (
      <Group gap="xs">
        {note !== null && <Text size="sm">“{note}”</Text>}
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconNote size={14} aria-hidden />}
          onClick={() => setWritten(note ?? "")}
        >
          {note === null ? "Add a note" : "Change the note"}
        </Button>
      </Group>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ id, change: { note: written } }, { onSuccess: () => setWritten(null) });
      }}
    >
      <Textarea
        label="Note"
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus
        value={written}
        onChange={(event) => setWritten(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="xs">
        <Button variant="default" size="xs" onClick={() => setWritten(null)}>
          Cancel
        </Button>
        <Button type="submit" size="xs" loading={change.isPending}>
          Save note
        </Button>
      </Group>
    </form>
  );
}
