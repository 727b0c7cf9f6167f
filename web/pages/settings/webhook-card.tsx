import { Alert, Badge, Button, Card, Collapse, Group, Menu, Stack, Text, Title } from "@mantine/core";
import { IconChevronDown, IconDots } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import type { Webhook } from "../../api/types.ts";
import { NoticeLog } from "../../parts/notice-log.tsx";
import { useSaver } from "../../parts/save-settings.tsx";
import { SendFailedAgain } from "../../parts/send-failed-again.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { tell, tellTrouble } from "../../shell/toast.ts";
import { EVENT_NAMES } from "../../words/notice-words.ts";

type Props = { webhook: Webhook; onEdit: () => void; onSecret: (secret: string) => void };

/** One webhook with how it goes, and the log of what was sent there. */
export function WebhookCard({ webhook, onEdit, onSecret }: Props) {
  const { slug, may } = useAccount();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const { id, url, description, events } = webhook;
  const name = description ?? url;
  const act = async <T,>(what: string, done: string): Promise<T | null> => {
    try {
      const answer = await ask<T>(accountPath(slug, `/webhooks/${id}/${what}`), { method: "POST", body: {} });
      tell(done);
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
      return answer;
    } catch (error) {
      tellTrouble(error);
      return null;
    }
  };
  const test = async () => {
    if ((await act("test", "A test event is on its way.")) !== null) setOpen(true);
  };
  const changeSecret = async () => {
    const made = await act<{ secret: string }>("secret", "The old secret is good for 24 hours more.");
    if (made !== null) onSecret(made.secret);
  };
  return (
    <Card component="article" aria-label={name}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="xs">
          <Stack gap={2} flex={1} miw={240}>
            <Group gap="xs">
              <Title order={2} size="h4" style={{ overflowWrap: "anywhere" }}>
                {name}
              </Title>
              <StateBadge webhook={webhook} />
            </Group>
            {description !== null && (
              <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                {url}
              </Text>
            )}
            <Text size="sm" c="dimmed">
              {events.map((event) => EVENT_NAMES[event]).join(", ")}
            </Text>
          </Stack>
          {may("webhooks:write") && (
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={() => void test()}>
                Send a test event
              </Button>
              <Button size="xs" variant="default" onClick={onEdit} aria-label={`Edit ${name}`}>
                Edit
              </Button>
              <MoreMenu webhook={webhook} name={name} onSecret={() => void changeSecret()} />
            </Group>
          )}
        </Group>
        <Trouble webhook={webhook} onStart={() => void act("start", "It is started again.")} />
        <Group justify="space-between">
          <Button
            size="xs"
            variant="subtle"
            aria-expanded={open}
            aria-label={`Deliveries to ${name}`}
            rightSection={<IconChevronDown size={14} />}
            onClick={() => setOpen(!open)}
          >
            Deliveries
          </Button>
          {open && may("notices:send") && <SendFailedAgain webhook={id} size="xs" />}
        </Group>
        <Collapse expanded={open}>
          {open && (
            <NoticeLog filter={{ webhook: id }} empty={<Text size="sm">Nothing was sent there yet.</Text>} />
          )}
        </Collapse>
      </Stack>
    </Card>
  );
}

function StateBadge({ webhook: { active, state } }: { webhook: Webhook }) {
  if (!active) return <Badge color="gray">Off</Badge>;
  if (state.stoppedAt !== null) return <Badge color="red">Stopped</Badge>;
  if (state.failingSince !== null) return <Badge color="orange">Failing</Badge>;
  return <Badge color="green">Active</Badge>;
}

function Trouble({ webhook: { state }, onStart }: { webhook: Webhook; onStart: () => void }) {
  const { times, may } = useAccount();
  return (
    <>
      {state.stoppedAt !== null && (
        <Alert color="red" title={`Stopped at ${times.dateTime(state.stoppedAt)}`}>
          <Stack gap="xs" align="flex-start">
            <Text size="sm">
              Because {state.stoppedWhy}. What happens meanwhile is kept: start it again, then send the failed
              ones.
            </Text>
            {may("webhooks:write") && (
              <Button size="xs" onClick={onStart}>
                Start again
              </Button>
            )}
          </Stack>
        </Alert>
      )}
      {state.stoppedAt === null && state.failingSince !== null && (
        <Text size="sm">It does nothing but fail since {times.dateTime(state.failingSince)}.</Text>
      )}
      {state.previousSecretUntil !== null && (
        <Text size="sm" c="dimmed">
          The old secret is good until {times.dateTime(state.previousSecretUntil)}.
        </Text>
      )}
    </>
  );
}

function MoreMenu({ webhook, name, onSecret }: { webhook: Webhook; name: string; onSecret: () => void }) {
  const { save, dialogs } = useSaver();
  const remove = () => {
    save({
      section: "webhooks",
      id: webhook.id,
      fields: {},
      version: webhook.version,
      remove: true,
      verb: "Remove",
      done: "The webhook is removed.",
    }).catch(tellTrouble);
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" px={8} aria-label={`More for ${name}`}>
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onSecret}>Make a new secret</Menu.Item>
          <Menu.Item color="red" onClick={remove}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialogs}
    </>
  );
}
