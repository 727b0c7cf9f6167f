import { Anchor, Badge, Button, Code, Drawer, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { noticeQuery } from "../api/notice-queries.ts";
import type { NoticeWithLog } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { CouldNotRead } from "../shell/error-page.tsx";
import { WaitingRows } from "../shell/waiting.tsx";
import { NOTICE_STATE_COLOURS, NOTICE_STATE_NAMES } from "../words/notice-words.ts";
import { Copy } from "./copy.tsx";
import { useResend } from "./use-resend.ts";

/** One notice: what was sent, and every try with what was answered. */
export function NoticeDetails({ id, onClose }: { id: string; onClose: () => void }) {
  const { slug } = useAccount();
  const notice = useQuery(noticeQuery(slug, id));
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title="What was sent">
      {notice.isPending && <WaitingRows />}
      {notice.isError && <CouldNotRead error={notice.error} again={notice.refetch} />}
      {notice.data !== undefined && <Details notice={notice.data} />}
    </Drawer>
  );
}

function Details({ notice }: { notice: NoticeWithLog }) {
  const { slug, say, may } = useAccount();
  const resend = useResend();
  const { id, subject, recipient, state, callId, body, log } = notice;
  const shown = body === null ? null : JSON.stringify(body, null, 2);
  return (
    <Stack>
      <div>
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <Title order={2} size="h4">
            {say(subject)}
          </Title>
          <Badge color={NOTICE_STATE_COLOURS[state]}>{NOTICE_STATE_NAMES[state]}</Badge>
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          To {recipient}
        </Text>
      </div>
      <Group justify="space-between">
        {callId !== null && (
          <Anchor
            size="sm"
            renderRoot={(props) => <Link {...props} to="/a/$slug/calls/$id" params={{ slug, id: callId }} />}
          >
            The call
          </Anchor>
        )}
        {may("notices:send") && (
          <Button size="xs" variant="default" onClick={() => void resend(id)}>
            Send again
          </Button>
        )}
      </Group>
      <Title order={3} size="h5">
        Tries
      </Title>
      {log.length === 0 && <Text size="sm">None yet.</Text>}
      {log.map((tried) => (
        <Tried key={tried.at} tried={tried} />
      ))}
      {shown !== null && (
        <>
          <Group justify="space-between">
            <Title order={3} size="h5">
              Body
            </Title>
            <Copy text={shown} label="Copy the body" />
          </Group>
          <Code block tabIndex={0} role="region" aria-label="Body" mah={320}>
            {shown}
          </Code>
        </>
      )}
    </Stack>
  );
}

function Tried({ tried }: { tried: NoticeWithLog["log"][number] }) {
  const { times } = useAccount();
  const { at, ms, status, answer, error } = tried;
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Text size="sm" className="number">
          {times.dateTime(at)}
        </Text>
        <Badge color={error === null ? "green" : "red"}>
          {status ?? (error === null ? "sent" : "no answer")}
        </Badge>
        <Text size="xs" c="dimmed" className="number">
          {ms} ms
        </Text>
      </Group>
      {error !== null && (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {error}
        </Text>
      )}
      {answer !== null && answer !== "" && (
        <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {answer}
        </Code>
      )}
    </Stack>
  );
}
