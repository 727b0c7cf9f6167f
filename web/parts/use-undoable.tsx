import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keyOf } from "../api/queries.ts";
import { useAccount } from "../shell/account-context.ts";
import { tell, tellTrouble } from "../shell/toast.ts";

/** Something that is done with one click, and taken back with another. */
export type Undoable = {
  go: () => Promise<unknown>;
  done: string;
  undo: () => Promise<unknown>;
  undone: string;
};

/** Does it at once, brings every page up to date, and offers to take it back for a while. */
export function useUndoable(): { run: (what: Undoable) => Promise<void>; busy: boolean } {
  const { slug } = useAccount();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const send = async (work: () => Promise<unknown>, then: () => void) => {
    setBusy(true);
    try {
      await work();
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
      then();
    } catch (error) {
      tellTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  const run = ({ go, done, undo, undone }: Undoable) =>
    send(go, () => {
      const id = notifications.show({
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{done}</Text>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                notifications.hide(id);
                void send(undo, () => tell(undone));
              }}
            >
              Undo
            </Button>
          </Group>
        ),
        color: "ring",
        autoClose: 12_000,
        closeButtonProps: { "aria-label": "Close this message" },
      });
    });
  return { run, busy };
}
