import { Button, Card, Text } from "@mantine/core";
import { IconRecordMail } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useAccount } from "../../shell/account-context.ts";
import { EmptyState } from "../../shell/page.tsx";

/** An inbox without messages: nothing to do, or nothing that fits. */
export function NoMessages({ shown, filtered }: { shown: string; filtered: boolean }) {
  const { slug, may } = useAccount();
  if (filtered || shown === "done") {
    return (
      <Card>
        <Text c="dimmed">No message fits this. Choose All, or another staff member, to see more.</Text>
      </Card>
    );
  }
  return (
    <EmptyState
      icon={IconRecordMail}
      title={shown === "open" ? "No messages to deal with" : "No messages yet"}
      action={
        may("practice:use") && (
          <Button renderRoot={(props) => <Link {...props} to="/a/$slug/practice" params={{ slug }} />}>
            Leave a practice message
          </Button>
        )
      }
    >
      Callers whom nobody answers are asked for a message. It appears here, to be played. To try it, place a
      practice call, let every phone ring out or decline, and hang up after a few seconds.
    </EmptyState>
  );
}
