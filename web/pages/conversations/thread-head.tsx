import { ActionIcon, Anchor, Badge, Button, Group, Stack, Text, Title, Tooltip } from "@mantine/core";
import { IconArrowLeft, IconCheck } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ask } from "../../api/ask.ts";
import { conversationPath } from "../../api/conversation-queries.ts";
import { keyOf } from "../../api/queries.ts";
import type { Conversation } from "../../api/types.ts";
import { CallButton } from "../../parts/call-button.tsx";
import { StaffSelect } from "../../parts/people-select.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { tellTrouble } from "../../shell/toast.ts";

/** With whom it is, whose it is, and what can be done besides writing. */
export function ThreadHead({ conversation, onBack }: { conversation: Conversation; onBack: () => void }) {
  const { slug, phone, may, times } = useAccount();
  const queries = useQueryClient();
  const { id, lead, phones, owner, needsAnswer, optedOut, consent } = conversation;
  const change = useMutation({
    mutationFn: (body: { owner?: string | null; needsAnswer?: false }) =>
      ask<Conversation>(conversationPath(slug, id), { method: "PATCH", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(slug, "conversations") }),
    onError: tellTrouble,
  });
  const [first = ""] = phones;
  const name = lead?.name ?? phone(first);
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Group gap="xs" wrap="nowrap" align="flex-start" miw={0}>
          <Tooltip label="All conversations">
            <ActionIcon
              variant="subtle"
              color="gray"
              hiddenFrom="md"
              aria-label="All conversations"
              onClick={onBack}
            >
              <IconArrowLeft size={20} />
            </ActionIcon>
          </Tooltip>
          <div>
            <Group gap="xs">
              <Title order={2}>
                {lead === null ? (
                  name
                ) : (
                  <Anchor
                    inherit
                    renderRoot={(props) => (
                      <Link {...props} to="/a/$slug/leads" params={{ slug }} search={{ lead: lead.id }} />
                    )}
                  >
                    {name}
                  </Anchor>
                )}
              </Title>
              {optedOut.length > 0 && <Badge color="red">Wants no texts</Badge>}
              {lead === null && <Badge color="gray">No lead</Badge>}
            </Group>
            <Text size="sm" c="dimmed">
              {phones.map(phone).join(", ")}
            </Text>
            {consent !== null && (
              <Text size="xs" c="dimmed">
                Agreed to texts: {consent.source}
                {consent.at !== null && `, ${times.day(consent.at)}`}
              </Text>
            )}
          </div>
        </Group>
        <CallButton called={{ lead: lead?.id, to: first, name }} size="xs" variant="default" />
      </Group>
      <Group gap="xs" justify="space-between">
        {may("conversations:assign") ? (
          <StaffSelect
            by="id"
            aria-label="Who is to answer"
            placeholder="Nobody in person"
            size="xs"
            w={200}
            value={owner?.id ?? null}
            onChange={(next) => change.mutate({ owner: next })}
          />
        ) : (
          <Text size="sm">{owner === null ? "Nobody's in person" : `${owner.name} is to answer`}</Text>
        )}
        {needsAnswer && (
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconCheck size={14} aria-hidden />}
            loading={change.isPending}
            onClick={() => change.mutate({ needsAnswer: false })}
          >
            Needs no answer
          </Button>
        )}
      </Group>
    </Stack>
  );
}
