import { Anchor, Button, Card, Stack, Table, Text, Title } from "@mantine/core";
import { IconPhoneCall } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { callsQuery } from "../../api/queries.ts";
import type { Call } from "../../api/types.ts";
import { OutcomeBadge } from "../../parts/outcome-badge.tsx";
import { WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { EmptyState } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { dayRange } from "../../words/day-range.ts";
import { formatSeconds } from "../../words/format-time.ts";
import { CallFilters } from "./call-filters.tsx";

/** Every call, the newest first. */
export function CallHistory() {
  const account = useAccount();
  const { since, until, ...others } = useSearch({ from: "/a/$slug/calls" });
  const filter = { ...others, ...dayRange(since, until, account.timezone) };
  const calls = useInfiniteQuery(callsQuery(account.slug, filter));
  const items = calls.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.keys(filter).length > 0;
  return (
    <section aria-label="History">
      <Stack gap="sm">
        <Title order={2}>History</Title>
        <CallFilters />
        {calls.isPending && <WaitingRows />}
        {calls.isError && <CouldNotRead error={calls.error} again={calls.refetch} />}
        {calls.isSuccess && items.length === 0 && (filtered ? <NoneFound /> : <NoneYet />)}
        {items.length > 0 && (
          <Card padding={0}>
            <WideTable
              label="Calls"
              minWidth={680}
              headings={["When", "Who", "Number", "Outcome", "Answered by", "Length"]}
            >
              {items.map((call) => (
                <CallRow key={call.id} call={call} />
              ))}
            </WideTable>
          </Card>
        )}
        {calls.hasNextPage && (
          <Button
            variant="default"
            onClick={() => void calls.fetchNextPage()}
            loading={calls.isFetchingNextPage}
            style={{ alignSelf: "center" }}
          >
            Show more
          </Button>
        )}
      </Stack>
    </section>
  );
}

function CallRow({ call }: { call: Call }) {
  const { slug, phone, times } = useAccount();
  const { placedBy } = call;
  const other = placedBy === null ? call.from : call.to;
  const from = other === null ? "Withheld" : phone(other);
  const business = placedBy === null ? call.to : call.from;
  const length =
    call.endedAt === null ? null : (Date.parse(call.endedAt) - Date.parse(call.startedAt)) / 1000;
  return (
    <Table.Tr>
      <Table.Td className="number">
        <Anchor
          size="sm"
          renderRoot={(props) => <Link {...props} to="/a/$slug/calls/$id" params={{ slug, id: call.id }} />}
        >
          {times.dateTime(call.startedAt)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={500}>
          {call.lead?.name ?? from}
        </Text>
        {call.lead !== null && (
          <Text size="xs" c="dimmed" className="number">
            {from}
          </Text>
        )}
        {placedBy !== null && (
          <Text size="xs" c="dimmed">
            called by {placedBy.name}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="number">{business === null ? "" : phone(business)}</Table.Td>
      <Table.Td>
        <OutcomeBadge call={call} />
        {call.disposition !== null && (
          <Text size="xs" mt={2}>
            {call.disposition}
          </Text>
        )}
        {call.note !== null && (
          <Text size="xs" c="dimmed" lineClamp={2} maw={220}>
            {call.note}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {call.answeredBy?.name ?? (
          <Text c="dimmed" size="sm" span>
            nobody
          </Text>
        )}
      </Table.Td>
      <Table.Td className="number">{length === null ? "in progress" : formatSeconds(length)}</Table.Td>
    </Table.Tr>
  );
}

function NoneYet() {
  const { slug, may } = useAccount();
  return (
    <EmptyState
      icon={IconPhoneCall}
      title="No calls yet"
      action={
        may("practice:use") && (
          <Button renderRoot={(props) => <Link {...props} to="/a/$slug/practice" params={{ slug }} />}>
            Place a practice call
          </Button>
        )
      }
    >
      Calls to your numbers appear here with their story: who rang, who was skipped, and why.
    </EmptyState>
  );
}

function NoneFound() {
  return (
    <Card>
      <Text c="dimmed">No call fits these filters. Clear one of them to see more.</Text>
    </Card>
  );
}
