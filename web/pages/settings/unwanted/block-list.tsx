import { Button, Card, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { blockListQuery } from "../../../api/queries.ts";
import type { BlockedCaller } from "../../../api/types.ts";
import { showEntry, useBlocking } from "../../../parts/block-caller.tsx";
import { SearchField } from "../../../parts/search-field.tsx";
import { ACTIONS, WideTable } from "../../../parts/wide-table.tsx";
import { useAccount } from "../../../shell/account-context.ts";
import { CouldNotRead } from "../../../shell/error-page.tsx";
import { WaitingRows } from "../../../shell/waiting.tsx";
import { AddBlocked } from "./add-blocked.tsx";

const FROM = "/a/$slug/settings/unwanted-callers";

/** The block list: searched by the server, page by page. */
export function BlockList() {
  const { slug, may } = useAccount();
  const { search = "" } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const [adding, setAdding] = useState(false);
  const list = useInfiniteQuery(blockListQuery(slug, search));
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card component="section" aria-label="Block list">
      <Stack>
        <Group justify="space-between">
          <Title order={2}>Block list</Title>
          {may("callers:write") && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              Block a caller
            </Button>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          Phones, and beginnings of phones with a star, such as +1900*. Whoever calls from one hears a busy
          tone.
        </Text>
        <SearchField
          label="Phone or note"
          value={search}
          onChange={(next) => void navigate({ search: next === "" ? {} : { search: next }, replace: true })}
        />
        {list.isPending && <WaitingRows rows={3} />}
        {list.isError && <CouldNotRead error={list.error} again={list.refetch} />}
        {list.isSuccess && entries.length === 0 && (
          <Text c="dimmed" role="status">
            {search === "" ? "Nobody is blocked." : "Nothing on the list fits."}
          </Text>
        )}
        {entries.length > 0 && <EntryTable entries={entries} />}
        {list.hasNextPage && (
          <Button
            variant="default"
            onClick={() => void list.fetchNextPage()}
            loading={list.isFetchingNextPage}
            style={{ alignSelf: "center" }}
          >
            Show more
          </Button>
        )}
      </Stack>
      {adding && <AddBlocked onClose={() => setAdding(false)} />}
    </Card>
  );
}

function EntryTable({ entries }: { entries: BlockedCaller[] }) {
  const { may, phone, times } = useAccount();
  const blocking = useBlocking();
  return (
    <WideTable label="Blocked callers" minWidth={520} headings={["Caller", "Note", "Added", ACTIONS]}>
      {entries.map(({ caller, note, addedAt, addedBy }) => (
        <Table.Tr key={caller}>
          <Table.Td className="number">{showEntry(caller, phone)}</Table.Td>
          <Table.Td>{note}</Table.Td>
          <Table.Td>
            <Text size="sm" c="dimmed">
              {times.dateTime(addedAt)}
              {addedBy === null ? "" : `, ${addedBy}`}
            </Text>
          </Table.Td>
          <Table.Td ta="right">
            {may("callers:write") && (
              <Button
                size="xs"
                variant="default"
                aria-label={`Remove ${showEntry(caller, phone)} from the list`}
                onClick={() => void blocking.unblock(caller, note)}
              >
                Remove
              </Button>
            )}
          </Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}
