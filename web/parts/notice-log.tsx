import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { NoticeEvent } from "../../notify/notice-events.ts";
import type { Query } from "../api/ask.ts";
import { noticesQuery } from "../api/notice-queries.ts";
import type { Notice } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { CouldNotRead } from "../shell/error-page.tsx";
import { WaitingRows } from "../shell/waiting.tsx";
import {
  CHANNEL_NAMES,
  EVENT_NAMES,
  NOTICE_STATE_COLOURS,
  NOTICE_STATE_NAMES,
} from "../words/notice-words.ts";
import { NoticeDetails } from "./notice-details.tsx";
import { useResend } from "./use-resend.ts";

/** What was told and what came of it, the newest first; `empty` where there is nothing. */
export function NoticeLog({ filter, empty }: { filter: Query; empty: ReactNode }) {
  const { slug } = useAccount();
  const notices = useInfiniteQuery(noticesQuery(slug, filter));
  const items = notices.data?.pages.flatMap((page) => page.items) ?? [];
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Stack gap="xs">
      {notices.isPending && <WaitingRows />}
      {notices.isError && <CouldNotRead error={notices.error} again={notices.refetch} />}
      {notices.isSuccess && items.length === 0 && empty}
      {items.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} onOpen={() => setOpen(notice.id)} />
      ))}
      {notices.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void notices.fetchNextPage()}
          loading={notices.isFetchingNextPage}
          style={{ alignSelf: "center" }}
        >
          Show more
        </Button>
      )}
      {open !== null && <NoticeDetails id={open} onClose={() => setOpen(null)} />}
    </Stack>
  );
}

function NoticeRow({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const { times, say, may } = useAccount();
  const resend = useResend();
  const { id, channel, staff, recipient, subject, state, error, createdAt, nextTryAt, tries } = notice;
  return (
    <Card component="article" aria-label={subject} padding="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Stack gap={2} flex={1} miw={240}>
          <Text size="sm" fw={600}>
            {say(subject)}
          </Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {times.dateTime(createdAt)} · {CHANNEL_NAMES[channel]} to {staff ?? recipient}
            {channel === "webhook" && ` · ${nameEvent(notice.event)}`}
          </Text>
          {error !== null && state !== "sent" && (
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {capital(error)}.
              {state === "waiting" && nextTryAt !== null && ` Tried again at ${times.dateTime(nextTryAt)}.`}
            </Text>
          )}
        </Stack>
        <Group gap="xs">
          <Badge color={NOTICE_STATE_COLOURS[state]}>
            {state === "waiting" && tries > 0 ? "Tried again" : NOTICE_STATE_NAMES[state]}
          </Badge>
          <Button size="xs" variant="default" onClick={onOpen} aria-label={`Details of ${subject}`}>
            Details
          </Button>
          {state === "givenUp" && may("notices:send") && (
            <Button size="xs" onClick={() => void resend(id)} aria-label={`Send again: ${subject}`}>
              Send again
            </Button>
          )}
        </Group>
      </Group>
    </Card>
  );
}

function nameEvent(event: string): string {
  return EVENT_NAMES[event as NoticeEvent] ?? (event === "test" ? "Test" : event);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
