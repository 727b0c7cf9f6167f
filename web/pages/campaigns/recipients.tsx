import { Button, Card, Group, Select, Table, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { recipientsQuery } from "../../api/campaign-queries.ts";
import type { Campaign, CampaignRecipient } from "../../api/types.ts";
import { WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { RECIPIENT_STATE_NAMES, sayStopped } from "../../words/campaign-words.ts";

const SHOWN = ["waiting", "claimed", "done", "stopped", "leftOut"] as const;

/** Who is on a campaign's list, and where each of them is. */
export function Recipients({ campaign: { id } }: { campaign: Campaign }) {
  const { slug } = useAccount();
  const [state, setState] = useState<string | null>(null);
  const recipients = useInfiniteQuery(recipientsQuery(slug, id, state));
  const items = recipients.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card component="section" aria-label="The list" padding={0}>
      <Group justify="space-between" p="lg" pb="xs">
        <Title order={2}>The list</Title>
        <Select
          aria-label="Who is shown"
          placeholder="Everybody"
          clearable
          w={170}
          data={SHOWN.map((value) => ({ value, label: RECIPIENT_STATE_NAMES[value] }))}
          value={state}
          onChange={setState}
        />
      </Group>
      {recipients.isError && <CouldNotRead error={recipients.error} again={recipients.refetch} />}
      <WideTable label="People" minWidth={620} headings={["Name", "Phone", "State", "Whose", "Answered"]}>
        {items.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </WideTable>
      {recipients.isSuccess && items.length === 0 && (
        <Text c="dimmed" p="lg" pt={0}>
          Nobody is here.
        </Text>
      )}
      {recipients.hasNextPage && (
        <Group justify="center" p="md">
          <Button
            variant="default"
            onClick={() => void recipients.fetchNextPage()}
            loading={recipients.isFetchingNextPage}
          >
            Show more
          </Button>
        </Group>
      )}
    </Card>
  );
}

function Row({ one }: { one: CampaignRecipient }) {
  const { phone, times } = useAccount();
  const { name, phone: number, state, text, reason, staff, repliedAt, calledAt, disposition } = one;
  const why =
    state === "leftOut"
      ? text
      : state === "stopped" && reason !== null
        ? sayStopped(reason)
        : (disposition ?? "");
  const answers = [
    repliedAt === null ? "" : `texted ${times.dateTime(repliedAt)}`,
    calledAt === null ? "" : `called ${times.dateTime(calledAt)}`,
  ].filter((answer) => answer !== "");
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      <Table.Td className="number">{number === null ? "" : phone(number)}</Table.Td>
      <Table.Td>
        <Text size="sm">{RECIPIENT_STATE_NAMES[state]}</Text>
        {why !== "" && (
          <Text size="xs" c="dimmed">
            {why}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{staff?.name ?? ""}</Table.Td>
      <Table.Td>{answers.join(", ")}</Table.Td>
    </Table.Tr>
  );
}
