import { Anchor, Card, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Voicemail } from "../../api/types.ts";
import { CallButton } from "../../parts/call-button.tsx";
import { TextButton } from "../../parts/text-button.tsx";
import { VoicemailMessage } from "../../parts/voicemail-message.tsx";
import { useAccount } from "../../shell/account-context.ts";

/** One message of the inbox: who left it, and when. Its recording is loaded when somebody plays it. */
export function VoicemailCard({ message }: { message: Voicemail }) {
  const { slug, phone, times } = useAccount();
  const { id, from, to, lead, leftAt, state } = message;
  const caller = from === null ? "Withheld" : phone(from);
  return (
    <Card component="article" aria-label={`Message from ${lead?.name ?? caller}`} padding="md">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="xs">
          <div>
            <Title order={2} size="h3" fw={state === "new" ? 700 : 500}>
              {lead === null ? (
                caller
              ) : (
                <Anchor
                  inherit
                  renderRoot={(props) => (
                    <Link {...props} to="/a/$slug/leads" params={{ slug }} search={{ lead: lead.id }} />
                  )}
                >
                  {lead.name}
                </Anchor>
              )}
            </Title>
            <Text size="sm" c="dimmed">
              {lead !== null && `${caller} `}called {phone(to)}
            </Text>
          </div>
          <Anchor
            size="sm"
            className="number"
            renderRoot={(props) => <Link {...props} to="/a/$slug/calls/$id" params={{ slug, id }} />}
          >
            {times.dateTime(leftAt)}
          </Anchor>
        </Group>
        <VoicemailMessage message={message} />
        {from !== null && (
          <Group>
            <CallButton
              called={{ lead: lead?.id, to: from, name: lead?.name ?? caller }}
              size="xs"
              variant="default"
            />
            <TextButton to={{ lead: lead?.id, phone: from, name: lead?.name ?? caller }} size="xs" />
          </Group>
        )}
      </Stack>
    </Card>
  );
}
