import { Button, Group, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { dispositionsQuery } from "../../api/queries.ts";
import { NumberSelect, StaffSelect } from "../../parts/people-select.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { CALL_FILTERS, readSearch } from "../../read-search.ts";
import { useAccount } from "../../shell/account-context.ts";
import { OUTCOME_NAMES } from "../../words/name-things.ts";
import { OUTCOMES } from "../../words/outcomes.ts";

const FROM = "/a/$slug/calls";

/** The filters stand in the address, so a filtered list can be kept and sent. */
export function CallFilters() {
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const { slug } = useAccount();
  const dispositions = useQuery(dispositionsQuery(slug)).data ?? [];
  const set = (change: Partial<Record<keyof typeof search, string | null>>) =>
    void navigate({ search: readSearch({ ...search, ...change }, CALL_FILTERS), replace: true });
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <Group gap="xs" align="flex-end">
      <SearchField
        label="Phone or lead's name"
        value={search.search ?? ""}
        onChange={(words) => set({ search: words })}
        width={230}
      />
      <Select
        aria-label="Outcome"
        placeholder="Any outcome"
        w={160}
        clearable
        data={OUTCOMES.map((value) => ({ value, label: OUTCOME_NAMES[value] }))}
        value={search.outcome ?? null}
        onChange={(outcome) => set({ outcome: outcome })}
      />
      <Select
        aria-label="Direction"
        placeholder="In and out"
        w={130}
        clearable
        data={[
          { value: "inbound", label: "They called" },
          { value: "outbound", label: "We called" },
        ]}
        value={search.direction ?? null}
        onChange={(direction) => set({ direction })}
      />
      <Select
        aria-label="Disposition"
        placeholder="Any disposition"
        w={160}
        clearable
        data={dispositions}
        value={search.disposition ?? null}
        onChange={(disposition) => set({ disposition })}
      />
      <StaffSelect
        by="id"
        aria-label="Staff member"
        placeholder="Any staff member"
        w={190}
        value={search.staff ?? null}
        onChange={(staff) => set({ staff: staff })}
      />
      <NumberSelect
        by="number"
        aria-label="Number"
        placeholder="Any number"
        w={170}
        clearable
        value={search.number ?? null}
        onChange={(number) => set({ number: number })}
      />
      <TextInput
        type="date"
        aria-label="From day"
        w={138}
        value={search.since ?? ""}
        onChange={(event) => set({ since: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        aria-label="To day"
        w={138}
        value={search.until ?? ""}
        onChange={(event) => set({ until: event.currentTarget.value })}
      />
      {filtered && (
        <Button variant="subtle" onClick={() => void navigate({ search: {} })}>
          Clear filters
        </Button>
      )}
    </Group>
  );
}
