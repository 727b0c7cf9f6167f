import { Button, Group, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { UNKNOWN_WHETHER_SENT } from "../../../messages/text-states.ts";
import { accountPath, ask, explain } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import type { TextItem } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";

/** Has a text that failed sent again; where that was done, says so. */
export function SendAgain({ text }: { text: TextItem }) {
  const { slug, may, say } = useAccount();
  const queries = useQueryClient();
  const done = useRef<HTMLParagraphElement>(null);
  const { id, canSendAgain, sentAgainAs, trouble } = text;
  const again = useMutation({
    // Whoever wrote to a landline has meant it then.
    mutationFn: () =>
      ask(accountPath(slug, `/texts/${id}/again`), { method: "POST", body: { despite: ["landline"] } }),
    // Also where it was refused: what stands against it may be news to the page.
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(slug, "conversations") }),
  });
  const pressed = again.isSuccess;
  useEffect(() => {
    // The button is gone: whoever goes by keyboard stays here.
    if (pressed && sentAgainAs !== null) done.current?.focus();
  }, [pressed, sentAgainAs]);
  if (sentAgainAs !== null)
    return (
      <Text size="xs" c="dimmed" ref={done} tabIndex={-1}>
        Sent again, below
      </Text>
    );
  if (!canSendAgain || !may("texts:send")) return null;
  return (
    <>
      <Group gap="xs" justify="flex-end">
        {trouble?.code === UNKNOWN_WHETHER_SENT && (
          <Text size="xs" id={`twice-${id}`}>
            They may have it already, and get it twice.
          </Text>
        )}
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconRefresh size={14} aria-hidden />}
          aria-label={`Send again: ${text.text === "" ? "the picture" : text.text.slice(0, 60)}`}
          aria-describedby={trouble?.code === UNKNOWN_WHETHER_SENT ? `twice-${id}` : undefined}
          loading={again.isPending || again.isSuccess}
          onClick={() => again.mutate()}
        >
          Send again
        </Button>
      </Group>
      {again.isError && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert" maw={460} ta="right">
          {say(explain(again.error))}
        </Text>
      )}
    </>
  );
}
