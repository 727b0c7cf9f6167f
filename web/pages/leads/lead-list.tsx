import { Button, Card, Group, Select, Stack, Text } from "@mantine/core";
import { IconAddressBook } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { leadCountQuery, leadsQuery } from "../../api/queries.ts";
import { StaffSelect } from "../../parts/people-select.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { LEAD_FILTERS, readSearch } from "../../read-search.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { EmptyState } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import type { LeadFilter } from "./lead-filter.ts";
import { LeadTable } from "./lead-table.tsx";
import { ManyLeads } from "./many-leads.tsx";

type Props = { filter: LeadFilter; sort: string | undefined; onOpen: (id: string) => void };

/** Found by the server, page by page: a million leads are no more than fifty here. */
export function LeadList({ filter, sort, onOpen }: Props) {
  const { slug, may } = useAccount();
  const navigate = useNavigate({ from: "/a/$slug/leads" });
  const set = (change: Record<string, string | null>) =>
    void navigate({
      search: (before) => readSearch({ ...before, ...change }, LEAD_FILTERS),
      replace: true,
    });
  const order = (next: string | null) => set({ sort: next === "name" ? null : next });
  const leads = useInfiniteQuery(leadsQuery(slug, { ...filter, sort: sort ?? "name" }));
  const count = useQuery(leadCountQuery(slug, filter)).data;
  const items = leads.data?.pages.flatMap((page) => page.items) ?? [];
  const [chosen, setChosen] = useState<string[]>([]);
  const words = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen is not on the next list.
  useEffect(() => setChosen([]), [words]);
  const filtered = Object.keys(filter).length > 0;
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <SearchField
          label="Name or phone"
          value={filter.search ?? ""}
          onChange={(search) => set({ search })}
          width={280}
        />
        <StaffSelect
          by="id"
          aria-label="Assigned to"
          placeholder="Assigned to anybody"
          w={200}
          first={[{ value: "none", label: "Not assigned" }]}
          value={filter.assignedTo ?? null}
          onChange={(assignedTo) => set({ assignedTo })}
        />
        <Select
          aria-label="Blocked"
          placeholder="Blocked or not"
          w={150}
          clearable
          data={[
            { value: "false", label: "Not blocked" },
            { value: "true", label: "Blocked" },
          ]}
          value={filter.blocked ?? null}
          onChange={(blocked) => set({ blocked })}
        />
        <Select
          aria-label="Order"
          w={190}
          allowDeselect={false}
          data={[
            { value: "name", label: "By name" },
            { value: "-changedAt", label: "Changed last first" },
            { value: "changedAt", label: "Changed first first" },
            { value: "-lastContactedAt", label: "Contacted last first" },
          ]}
          value={sort ?? "name"}
          onChange={order}
        />
        <Text size="sm" c="dimmed" ml="auto" role="status">
          {count === undefined ? "" : sayCount(count)}
        </Text>
      </Group>
      {chosen.length > 0 && (
        <ManyLeads
          leads={items.filter(({ id }) => chosen.includes(id))}
          filter={filter}
          count={count}
          onDone={() => setChosen([])}
        />
      )}
      {leads.isPending && <WaitingRows />}
      {leads.isError && <CouldNotRead error={leads.error} again={leads.refetch} />}
      {leads.isSuccess &&
        items.length === 0 &&
        (filtered ? <NoneFound /> : <NoneYet onAdd={() => onOpen("new")} />)}
      {items.length > 0 && (
        <LeadTable
          leads={items}
          chosen={chosen}
          onChoose={may("leads:write") ? setChosen : null}
          onOpen={onOpen}
          sort={sort ?? "name"}
          onSort={order}
        />
      )}
      {leads.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void leads.fetchNextPage()}
          loading={leads.isFetchingNextPage}
          style={{ alignSelf: "center" }}
        >
          Show more
        </Button>
      )}
    </Stack>
  );
}

function sayCount({ count, exact }: { count: number; exact: boolean }): string {
  if (count === 1 && exact) return "1 lead";
  return `${exact ? "" : "about "}${count.toLocaleString()} leads`;
}

function NoneFound() {
  return (
    <Card>
      <Text c="dimmed">
        No lead fits. Search for a part of the name, or for the last digits of the phone.
      </Text>
    </Card>
  );
}

function NoneYet({ onAdd }: { onAdd: () => void }) {
  const { slug, may } = useAccount();
  return (
    <EmptyState
      icon={IconAddressBook}
      title="No leads yet"
      action={
        may("leads:write") && (
          <Group>
            <Button
              renderRoot={(props) => (
                <Link {...props} to="/a/$slug/leads/import" params={{ slug }} search={{}} />
              )}
            >
              Import a CSV file
            </Button>
            <Button variant="default" onClick={onAdd}>
              Add one lead
            </Button>
          </Group>
        )
      }
    >
      Bring the people who may call from a spreadsheet or your CRM, each assigned to a staff member.
    </EmptyState>
  );
}
