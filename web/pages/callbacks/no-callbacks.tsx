import { Card, Text } from "@mantine/core";
import { IconPhoneOutgoing } from "@tabler/icons-react";
import { EmptyState } from "../../shell/page.tsx";

/** A list without callers: nothing to do, or nothing that fits. */
export function NoCallbacks({ state, filtered }: { state: "open" | "done"; filtered: boolean }) {
  if (filtered || state === "done") {
    return (
      <Card>
        <Text c="dimmed">
          {filtered
            ? "No callback fits this. Choose everybody's to see more."
            : "Nobody has been called back yet."}
        </Text>
      </Card>
    );
  }
  return (
    <EmptyState icon={IconPhoneOutgoing} title="Nobody waits for a call">
      Callers who reach nobody appear here by themselves, with whose they are and how long they have waited.
      They leave the list when somebody talks to them, or says so.
    </EmptyState>
  );
}
