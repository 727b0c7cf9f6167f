import { Anchor, Badge, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowBackUp, IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Callback } from "../../api/types.ts";
import { CallButton } from "../../parts/call-button.tsx";
import { StaffSelect } from "../../parts/people-select.tsx";
import { TextButton } from "../../parts/text-button.tsx";
import { useCallbackChange } from "../../parts/use-callback-change.ts";
import { useNow } from "../../parts/use-now.ts";
import { useAccount } from "../../shell/account-context.ts";
import { formatAge } from "../../words/format-time.ts";
import { OUTCOME_COLOURS, OUTCOME_NAMES } from "../../words/name-things.ts";
import { CallbackHistory } from "./callback-history.tsx";
import { CallbackNote } from "./callback-note.tsx";

/** A caller to be called back: who, since when, whose it is, and one click to call. */
export function CallbackCard({ callback }: { callback: Callback }) {
  const { phone, may } = useAccount();
  const change = useCallbackChange();
  const { id, state, lead, phone: number, owner } = callback;
  const who = lead?.name ?? phone(number);
  return (
    <Card component="article" aria-label={`Callback for ${who}`} padding="md">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Who callback={callback} />
          <Group gap="xs">
            <CallButton
              called={{ lead: lead?.id, to: number, name: who }}
              size="sm"
              variant={state === "open" ? "filled" : "default"}
            />
            <TextButton to={{ lead: lead?.id, phone: number, name: who }} size="sm" />
            <Button
              size="sm"
              variant="default"
              leftSection={
                state === "open" ? (
                  <IconCheck size={16} aria-hidden />
                ) : (
                  <IconArrowBackUp size={16} aria-hidden />
                )
              }
              loading={change.isPending && change.variables.change.state !== undefined}
              onClick={() => change.mutate({ id, change: { state: state === "open" ? "done" : "open" } })}
            >
              {state === "open" ? "Talked to them" : "Open again"}
            </Button>
          </Group>
        </Group>
        <Group gap="sm" align="flex-end" justify="space-between">
          {may("callbacks:assign") && state === "open" ? (
            <StaffSelect
              by="id"
              label="Assign"
              placeholder="Nobody yet"
              size="xs"
              w={220}
              value={owner?.id ?? null}
              onChange={(next) => change.mutate({ id, change: { owner: next } })}
            />
          ) : (
            <Text size="sm">{owner === null ? "Nobody had it." : `With ${owner.name}`}</Text>
          )}
          <CallbackHistory id={id} who={who} />
        </Group>
        <CallbackNote callback={callback} />
      </Stack>
    </Card>
  );
}

function Who({ callback }: { callback: Callback }) {
  const { slug, phone, times } = useAccount();
  const now = useNow(30_000);
  const { lead, phone: number, line, calls, lastCall, openedAt, escalatesAt, closed } = callback;
  const waited = formatAge((now - Date.parse(openedAt)) / 1000);
  return (
    <div>
      <Group gap="xs">
        <Title order={2} size="h3">
          {lead === null ? (
            phone(number)
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
        <Badge color={OUTCOME_COLOURS[lastCall.outcome]}>{OUTCOME_NAMES[lastCall.outcome]}</Badge>
      </Group>
      <Text size="sm" c="dimmed">
        {lead !== null && `${phone(number)} `}called {line ?? phone(callback.number)}{" "}
        {calls === 1 ? "once" : `${calls} times`}, last{" "}
        <Anchor
          inherit
          underline="always"
          renderRoot={(props) => (
            <Link {...props} to="/a/$slug/calls/$id" params={{ slug, id: lastCall.id }} />
          )}
        >
          {times.dateTime(lastCall.at)}
          {lastCall.voicemail ? ", with a message" : ""}
        </Anchor>
      </Text>
      {closed === null ? (
        <Text size="sm">
          Has waited {waited}
          {escalatesAt !== null && `; goes to the next person at ${times.dateTime(escalatesAt)}`}
        </Text>
      ) : (
        <Text size="sm">
          {closed.why === "talked" ? `${closed.by} talked to them` : `Done, says ${closed.by}`},{" "}
          {times.dateTime(closed.at)}
        </Text>
      )}
    </div>
  );
}
